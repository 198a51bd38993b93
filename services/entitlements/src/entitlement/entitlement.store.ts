import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { supportLevelColumns, type SupportLevelRecord } from '../support-level/index.js';
import { EntitlementEntity } from './entitlement.entity.js';
import type { EntitlementFilter, EntitlementOrderField } from './entitlement.types.js';

/** An entitlement as the rest of the service knows it. */
export type EntitlementRecord = EntitlementEntity;

/** What may be asked of the list of entitlements; `now` decides which are in force. */
export type EntitlementListArguments = ListArguments<
  EntitlementFilter & { now: Date },
  keyof typeof EntitlementOrderField
>;

/** Entitlements, with their history and events. */
export const entitlementRecords = new Records<EntitlementRecord>({
  entity: EntitlementEntity,
  noun: 'entitlement',
  eventNoun: 'entitlement',
  eventData: (entitlement) => ({
    customerId: entitlement.customerId,
    productId: entitlement.productId,
    assetId: entitlement.assetId,
    agreementId: entitlement.agreementId,
    supportLevelId: entitlement.supportLevelId,
    subscriptionId: entitlement.subscriptionId,
    validFrom: entitlement.validFrom,
    validTo: entitlement.validTo,
  }),
});

/** In force on the day it is at `now` where the customer is. */
const inForce = (now: string) => {
  const day = `(${now}::timestamptz at time zone c.time_zone)::date`;
  return `(e.valid_from <= ${day} and (e.valid_to is null or e.valid_to > ${day}))`;
};

/** How entitlements are listed: those that were withdrawn, and so never hold, are left out. */
export const entitlementList: ListDefinition<
  EntitlementFilter & { now: Date },
  keyof typeof EntitlementOrderField
> = {
  columns: `e.id, e.version, e.external_id as "externalId", e.source, e.customer_id as "customerId",
    e.product_id as "productId", e.asset_id as "assetId", e.agreement_id as "agreementId",
    e.support_level_id as "supportLevelId", e.subscription_id as "subscriptionId", e.valid_from as "validFrom",
    e.valid_to as "validTo", e.cases`,
  from: 'entitlement e join customer c on c.id = e.customer_id',
  id: 'e.id',
  orders: { VALID_FROM: { sql: 'e.valid_from', type: 'date' } },
  defaultOrder: { field: 'VALID_FROM', direction: 'DESC' },
  where: (filter, parameters) => {
    const conditions = ['(e.valid_to is null or e.valid_to > e.valid_from)'];
    const equal = {
      'e.customer_id': filter.customerId,
      'e.product_id': filter.productId,
      'e.asset_id': filter.assetId,
      'e.agreement_id': filter.agreementId,
      'e.support_level_id': filter.supportLevelId,
      'e.subscription_id': filter.subscriptionId,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value != null) conditions.push(`${column} = ${parameters.add(value)}`);
    }
    if (filter.inForce != null) {
      conditions.push(`${filter.inForce ? '' : 'not '}${inForce(parameters.add(filter.now))}`);
    }
    return conditions;
  },
  parents: { customer: 'e.customer_id', subscription: 'e.subscription_id' },
};

/** What makes an entitlement that was sold by itself another one. */
type EntitlementKey = Pick<
  EntitlementRecord,
  'customerId' | 'productId' | 'assetId' | 'agreementId' | 'validFrom'
>;

/** Those of the entitlements that are on record, sold by themselves, by {@link entitlementKey}; one statement. */
export async function findSold(
  session: Session,
  keys: readonly EntitlementKey[],
): Promise<Map<string, EntitlementRecord>> {
  if (keys.length === 0) return new Map();
  const rows = await session.query<EntitlementRecord>(
    `select ${entitlementList.columns}
       from jsonb_to_recordset($1::jsonb) as g("customerId" text, "productId" text, "assetId" text, "agreementId" text,
              "validFrom" date)
       join entitlement e on e.customer_id = g."customerId" and e.agreement_id = g."agreementId"
        and e.valid_from = g."validFrom" and e.product_id is not distinct from g."productId"
        and e.asset_id is not distinct from g."assetId"
      where e.subscription_id is null
      order by e.id desc`,
    [JSON.stringify(keys)],
  );
  return new Map(rows.map((row) => [entitlementKey(row), row]));
}

/** The text of a key, for maps. */
export function entitlementKey(key: EntitlementKey): string {
  return JSON.stringify([key.customerId, key.productId, key.assetId, key.agreementId, key.validFrom]);
}

/**
 * The support level of each customer, by customer: that of the entitlement in force whose agreement has the highest
 * uptime target; ties go to the earliest first day, then the smallest id. Customers without are absent. One statement.
 */
export async function findSupportLevels(
  session: Session,
  customerIds: readonly string[],
  now: Date,
): Promise<Map<string, SupportLevelRecord>> {
  const rows = await session.query<SupportLevelRecord & { customerId: string }>(
    `select best."customerId", ${supportLevelColumns}
       from (select distinct on (e.customer_id) e.customer_id as "customerId", e.support_level_id as "supportLevelId"
       from entitlement e join customer c on c.id = e.customer_id join agreement a on a.id = e.agreement_id
      where e.customer_id = any($1::text[]) and e.support_level_id is not null and ${inForce('$2')}
      order by e.customer_id, a.uptime_target desc, e.valid_from, e.id) best
       join support_level l on l.id = best."supportLevelId"`,
    [[...customerIds], now],
  );
  return new Map(rows.map(({ customerId, ...level }) => [customerId, level]));
}
