import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ChargeableCaseEntity } from './chargeable-case.entity.js';
import type { ChargeableCaseFilter, ChargeableCaseOrderField } from './chargeable-case.types.js';

/** A case to be charged as the rest of the service knows it. */
export type ChargeableCaseRecord = ChargeableCaseEntity;

/** What is to be charged for a ticket. */
export type Charge = Pick<
  ChargeableCaseRecord,
  'ticketId' | 'customerId' | 'entitlementId' | 'closedAt' | 'number' | 'allowed'
>;

/** What may be asked of the list of cases to be charged. */
export type ChargeableCaseListArguments = ListArguments<
  ChargeableCaseFilter,
  keyof typeof ChargeableCaseOrderField
>;

/** Cases to be charged, with their history and events. */
export const chargeableCaseRecords = new Records<ChargeableCaseRecord>({
  entity: ChargeableCaseEntity,
  noun: 'chargeable case',
  eventNoun: 'chargeable_case',
  eventData: ({ customerId, entitlementId, ticketId, closedAt, number, allowed, withdrawn }) => ({
    customerId,
    entitlementId,
    ticketId,
    closedAt,
    number,
    allowed,
    withdrawn,
  }),
});

const COLUMNS = `x.id, x.version, x.external_id as "externalId", x.source, x.customer_id as "customerId",
  x.entitlement_id as "entitlementId", x.ticket_id as "ticketId", x.closed_at as "closedAt", x.number, x.allowed,
  x.withdrawn`;

/** How cases to be charged are listed. */
export const chargeableCaseList: ListDefinition<ChargeableCaseFilter, keyof typeof ChargeableCaseOrderField> =
  {
    columns: COLUMNS,
    from: 'chargeable_case x',
    id: 'x.id',
    orders: { CLOSED_AT: { sql: 'x.closed_at', type: 'timestamptz' } },
    defaultOrder: { field: 'CLOSED_AT', direction: 'DESC' },
    where: (filter, parameters) => {
      const conditions: string[] = [];
      if (filter.customerId) conditions.push(`x.customer_id = ${parameters.add(filter.customerId)}`);
      if (filter.closedFrom) conditions.push(`x.closed_at >= ${parameters.add(filter.closedFrom)}`);
      if (filter.closedTo) conditions.push(`x.closed_at < ${parameters.add(filter.closedTo)}`);
      if (filter.withdrawn != null) conditions.push(`x.withdrawn = ${parameters.add(filter.withdrawn)}`);
      return conditions;
    },
  };

/** Those on record for any of these tickets, locked until the transaction ends; by ticket. One statement. */
export async function lockByTickets(
  tx: Session,
  ticketIds: readonly string[],
): Promise<Map<string, ChargeableCaseRecord>> {
  const rows = await tx.query<ChargeableCaseRecord>(
    `select ${COLUMNS} from chargeable_case x where x.ticket_id = any($1::text[]) order by x.id for update`,
    [[...ticketIds]],
  );
  return new Map(rows.map((row) => [row.ticketId, row]));
}
