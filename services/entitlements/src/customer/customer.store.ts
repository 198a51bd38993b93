import {
  Records,
  type Author,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { hasKindSql, stageSql } from '../customer-stage/index.js';
import { CustomerEntity } from './customer.entity.js';
import { customerMerged } from './customer.errors.js';
import { csiKey } from './customer.rules.js';
import type { CustomerFilter, CustomerOrderField } from './customer.types.js';

/** A customer as the rest of the service knows it. */
export type CustomerRecord = CustomerEntity;

/** What may be asked of the list of customers. */
export type CustomerListArguments = ListArguments<CustomerFilter, keyof typeof CustomerOrderField>;
type ListFilter = CustomerFilter & { now: Date };

/** The unique index that keeps identifiers apart in whatever spelling. */
export const CSI_INDEX = 'customer_csi';

/**
 * Customers, with their history and events. One that was merged into another is found like any other, but nothing
 * new is made of it, and it changes no more.
 */
class CustomerRecords extends Records<CustomerRecord> {
  /** As in Records; throws DomainError `CUSTOMER_MERGED` too. */
  override async require(session: Session, id: string, path: readonly string[]): Promise<CustomerRecord> {
    const found = await super.require(session, id, path);
    if (found.mergedInto !== null) throw customerMerged(id, found.mergedInto, path);
    return found;
  }

  /** As in Records; throws DomainError `CUSTOMER_MERGED` too. */
  override update(
    tx: Session,
    author: Author,
    id: string,
    expectedVersion: number,
    change: (current: CustomerRecord) => Partial<CustomerRecord> | Promise<Partial<CustomerRecord>>,
  ): Promise<CustomerRecord> {
    return super.update(tx, author, id, expectedVersion, (current) => {
      if (current.mergedInto !== null) throw customerMerged(id, current.mergedInto);
      return change(current);
    });
  }
}

/** Customers, with their history and events. */
export const customerRecords = new CustomerRecords({
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
    accessSince: customer.accessSince,
    accessUntil: customer.accessUntil,
    accessReason: customer.accessReason,
    openTickets: customer.accessOpenTickets,
    terminatesOn: customer.terminatesOn,
    mergedInto: customer.mergedInto,
  }),
});

const KEY = 'c.csi_key';

const COLUMNS = `c.id, c.version, c.external_id as "externalId", c.source, c.csi, c.name, c.segment, c.region,
  c.time_zone as "timeZone", c.locale, c.vertical, c.partner_id as "partnerId", c.partner_ids as "partnerIds",
  c.account_manager_id as "accountManagerId", c.designated_analyst_id as "designatedAnalystId",
  c.access_active as "accessActive", c.access_since as "accessSince", c.access_reason as "accessReason",
  c.access_by as "accessBy", c.access_until as "accessUntil", c.access_open_tickets as "accessOpenTickets",
  c.merged_into as "mergedInto", c.terminates_on as "terminatesOn", c.created_at as "createdAt"`;

/** How customers are listed. */
export const customerList: ListDefinition<ListFilter, keyof typeof CustomerOrderField> = {
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
    const conditions: string[] = [`c.merged_into is ${filter.merged ? 'not ' : ''}null`];
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
    if (filter.stage) {
      conditions.push(`${stageSql(parameters.add(filter.now))} = ${parameters.add(filter.stage)}`);
    }
    if (filter.kind) conditions.push(hasKindSql(parameters.add(filter.kind), parameters.add(filter.now)));
    if (filter.underPartnerId) {
      // A partner that the caller does not see is nobody: a reseller does not learn who is above it.
      const partnerId = parameters.add(filter.underPartnerId);
      conditions.push(`c.partner_ids @> array[${partnerId}]`);
      conditions.push(`exists (select from partner p where p.id = ${partnerId})`);
    }
    return conditions;
  },
  parents: { partner: 'c.partner_id', accountManager: 'c.account_manager_id' },
};

/**
 * The customers with these identifiers, in whatever spelling, by {@link csiKey}: their own, a former one of theirs, or
 * one of a customer that was merged into them. One statement.
 */
export async function findByCsis(
  session: Session,
  csis: readonly string[],
): Promise<Map<string, CustomerRecord>> {
  if (csis.length === 0) return new Map();
  const rows = await session.query<CustomerRecord & { key: string }>(
    `select found.key, ${COLUMNS}
       from (select o.csi_key as key, coalesce(o.merged_into, o.id) as id from customer o
              where o.csi_key = any($1::text[])
             union
             select a.key, a.customer_id from csi_alias a where a.key = any($1::text[])) found
       join customer c on c.id = found.id`,
    [csis.map(csiKey)],
  );
  return new Map(rows.map(({ key, ...row }) => [key, row]));
}

/**
 * The next customers, by id, that name other resellers than these lineages of their partners; kept from others until
 * the transaction ends.
 */
export async function lockMisplacedCustomers(
  tx: Session,
  lineages: ReadonlyMap<string, readonly string[]>,
  limit: number,
): Promise<CustomerRecord[]> {
  const rows = [...lineages].map(([id, lineage]) => ({ id, lineage }));
  return tx.query<CustomerRecord>(
    `select ${COLUMNS} from customer c
       join jsonb_to_recordset($1::jsonb) as given(id text, lineage text[]) on c.partner_id = given.id
      where c.partner_ids <> given.lineage
      order by c.id limit $2 for update of c`,
    [JSON.stringify(rows), limit],
  );
}

/** How many customers these partners resell to. */
export async function countCustomersOf(tx: Session, partnerIds: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*)::integer as count from customer where partner_id = any($1::text[])',
    [partnerIds],
  );
  return row?.count ?? 0;
}
