import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { CustomerEntity } from './customer.entity.js';
import { csiKey } from './customer.rules.js';
import type { CustomerFilter, CustomerOrderField } from './customer.types.js';

/** A customer as the rest of the service knows it. */
export type CustomerRecord = CustomerEntity;

/** What may be asked of the list of customers. */
export type CustomerListArguments = ListArguments<CustomerFilter, keyof typeof CustomerOrderField>;

/** The unique index that keeps identifiers apart in whatever spelling. */
export const CSI_INDEX = 'customer_csi';

/** Customers, with their history and events. */
export const customerRecords = new Records<CustomerRecord>({
  entity: CustomerEntity,
  noun: 'customer',
  eventNoun: 'customer',
  eventData: (customer) => ({
    csi: customer.csi,
    name: customer.name,
    segment: customer.segment,
    region: customer.region,
    timeZone: customer.timeZone,
    locale: customer.locale,
    vertical: customer.vertical,
    partnerId: customer.partnerId,
    partnerIds: customer.partnerIds,
    accountManagerId: customer.accountManagerId,
    designatedAnalystId: customer.designatedAnalystId,
    active: customer.accessActive,
  }),
});

const KEY = `translate(upper(c.csi), '- ', '')`;

const COLUMNS = `c.id, c.version, c.external_id as "externalId", c.source, c.csi, c.name, c.segment, c.region,
  c.time_zone as "timeZone", c.locale, c.vertical, c.partner_id as "partnerId", c.partner_ids as "partnerIds",
  c.account_manager_id as "accountManagerId", c.designated_analyst_id as "designatedAnalystId",
  c.access_active as "accessActive", c.access_since as "accessSince", c.access_reason as "accessReason",
  c.access_by as "accessBy", c.created_at as "createdAt"`;

/** How customers are listed. */
export const customerList: ListDefinition<CustomerFilter, keyof typeof CustomerOrderField> = {
  columns: COLUMNS,
  from: 'customer c',
  id: 'c.id',
  orders: {
    NAME: { sql: 'c.name', type: 'text' },
    CSI: { sql: KEY, type: 'text' },
    CREATED_AT: { sql: 'c.created_at', type: 'timestamptz' },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.search) {
      const key = csiKey(filter.search);
      const byKey = key === '' ? '' : ` or ${KEY} like ${parameters.addContaining(key)}`;
      conditions.push(`(c.name ilike ${parameters.addContaining(filter.search)}${byKey})`);
    }
    const equal = {
      [KEY]: filter.csi == null ? null : csiKey(filter.csi),
      'c.segment': filter.segment,
      'c.region': filter.region,
      'c.vertical': filter.vertical,
      'c.partner_id': filter.partnerId,
      'c.account_manager_id': filter.accountManagerId,
      'c.access_active': filter.active,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value != null) conditions.push(`${column} = ${parameters.add(value)}`);
    }
    return conditions;
  },
  parents: { partner: 'c.partner_id', accountManager: 'c.account_manager_id' },
};

/** The customers with these identifiers, in whatever spelling, by {@link csiKey}; one statement. */
export async function findByCsis(
  session: Session,
  csis: readonly string[],
): Promise<Map<string, CustomerRecord>> {
  if (csis.length === 0) return new Map();
  const rows = await session.query<CustomerRecord>(
    `select ${COLUMNS} from customer c where ${KEY} = any($1::text[])`,
    [csis.map(csiKey)],
  );
  return new Map(rows.map((row) => [csiKey(row.csi), row]));
}
