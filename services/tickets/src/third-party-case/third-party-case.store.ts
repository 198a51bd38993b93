import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ThirdPartyCaseEntity } from './third-party-case.entity.js';
import type { ThirdPartyCaseFilter } from './third-party-case.types.js';

/** A case with somebody outside as the rest of the service knows it. */
export type ThirdPartyCaseRecord = ThirdPartyCaseEntity;

/** Cases with those outside, with their history and events; what was heard of them stays out of the events. */
export const thirdPartyCaseRecords = new Records<ThirdPartyCaseRecord>({
  entity: ThirdPartyCaseEntity,
  noun: 'third-party case',
  eventNoun: 'third_party_case',
  eventData: ({ ticketId, openedAt, nextCheckAt, outcome, endedAt }) => ({
    ticketId,
    openedAt,
    nextCheckAt,
    outcome,
    endedAt,
  }),
});

/** What may be asked of a list of cases. */
export type ThirdPartyCaseListArguments = ListArguments<ThirdPartyCaseFilter, 'OPENED_AT' | 'NEXT_CHECK_AT'>;

/** How cases are listed. Those without a next check come last. */
export const thirdPartyCaseList: ListDefinition<ThirdPartyCaseFilter, 'OPENED_AT' | 'NEXT_CHECK_AT'> = {
  columns: `p.id, p.version, p.external_id as "externalId", p.source, p.ticket_id as "ticketId", p.vendor,
    p.reference, p.opened_at as "openedAt", p.next_check_at as "nextCheckAt", p.checked_at as "checkedAt", p.note,
    p.outcome, p.ended_at as "endedAt"`,
  from: 'third_party_case p',
  id: 'p.id',
  orders: {
    OPENED_AT: { sql: 'p.opened_at', type: 'timestamptz' },
    NEXT_CHECK_AT: { sql: `coalesce(p.next_check_at, 'infinity')`, type: 'timestamptz' },
  },
  defaultOrder: { field: 'OPENED_AT', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.open == null ? [] : [`p.ended_at is ${filter.open ? '' : 'not '}null`]),
    ...(filter.checkBefore == null ? [] : [`p.next_check_at < ${parameters.add(filter.checkBefore)}`]),
    ...(filter.vendor ? [`p.vendor ilike ${parameters.addContaining(filter.vendor)}`] : []),
  ],
  parents: { ticket: 'p.ticket_id' },
};

/** The open case of a ticket; null where there is none. */
export async function findOpenCase(tx: Session, ticketId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    'select id from third_party_case where ticket_id = $1 and ended_at is null',
    [ticketId],
  );
  return row?.id ?? null;
}
