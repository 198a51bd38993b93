import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { SubscriptionEntity } from './subscription.entity.js';
import { statusOn } from './subscription.rules.js';
import type { SubscriptionFilter, SubscriptionOrderField } from './subscription.types.js';

/** A subscription as the rest of the service knows it. */
export type SubscriptionRecord = SubscriptionEntity;

/** What may be asked of the list of subscriptions; `now` decides their status. */
export type SubscriptionListArguments = ListArguments<ListFilter, keyof typeof SubscriptionOrderField>;
type ListFilter = SubscriptionFilter & { now: Date };

/**
 * Subscriptions, with their history and events. An event tells every term, the plan and quantity of the last one too, and the
 * status on the day (UTC) of the event, which later days change without another event. One that is not activated is
 * told as a span without a day and without terms, so that nobody counts it.
 */
export const subscriptionRecords = new Records<SubscriptionRecord>({
  entity: SubscriptionEntity,
  noun: 'subscription',
  eventNoun: 'subscription',
  eventData: (subscription) => {
    const last = subscription.terms.at(-1);
    return {
      customerId: subscription.customerId,
      planId: last?.planId ?? subscription.planId,
      productId: subscription.productId,
      kind: subscription.kind,
      status: statusOn(subscription, new Date().toISOString().slice(0, 10)),
      quantity: last?.quantity ?? subscription.quantity,
      startedOn: subscription.startedOn,
      // Without a tenant there is no day on which it runs, whatever its planned end.
      endedOn: subscription.activatedAt === null ? subscription.startedOn : subscription.endedOn,
      cancelledOn: subscription.cancelledOn,
      endReason: subscription.endReason,
      term: subscription.term,
      renewsOn: subscription.renewsOn,
      podId: subscription.podId,
      terms: subscription.terms.map(({ from, to, planId, quantity, monthlyPrice, currency }) => ({
        from,
        to,
        planId,
        quantity,
        monthlyPrice,
        currency,
      })),
    };
  },
});

const COLUMNS = `s.id, s.version, s.external_id as "externalId", s.source, s.customer_id as "customerId",
  s.plan_id as "planId", s.product_id as "productId", s.kind, s.quantity, s.monthly_price as "monthlyPrice",
  s.currency, s.term, s.started_on as "startedOn", s.renews_on as "renewsOn", s.cancelled_on as "cancelledOn",
  s.ended_on as "endedOn", s.end_reason as "endReason", s.pod_id as "podId", s.activated_at as "activatedAt",
  s.auto_renew as "autoRenew", s.terms`;

/** The day it is at `now` where the customer is. */
const today = (now: string) => `(${now}::timestamptz at time zone c.time_zone)::date`;

/** In SQL what `statusOn` says. */
const statusSql = (
  day: string,
) => `case when s.ended_on <= ${day} then 'ENDED' when s.activated_at is null or ${day} < s.started_on then 'PENDING'
  when s.cancelled_on <= ${day} then 'CANCELLING' else 'ACTIVE' end`;

/** Due for renewal from today on, at most an ISO 8601 length of time ahead; what was cancelled is not renewed. */
const renewsWithin = (day: string, within: string) =>
  `(s.activated_at is not null and s.renews_on between ${day} and (${day} + ${within}::interval)::date and ${statusSql(day)} in ('PENDING', 'ACTIVE')
    and (s.ended_on is null or s.ended_on > s.renews_on))`;

/** How subscriptions are listed. */
export const subscriptionList: ListDefinition<ListFilter, keyof typeof SubscriptionOrderField> = {
  columns: COLUMNS,
  from: 'subscription s join customer c on c.id = s.customer_id',
  id: 's.id',
  orders: {
    STARTED_ON: { sql: 's.started_on', type: 'date' },
    RENEWS_ON: { sql: `coalesce(s.renews_on, 'infinity'::date)`, type: 'date' },
  },
  defaultOrder: { field: 'STARTED_ON', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    const equal = {
      's.customer_id': filter.customerId,
      's.product_id': filter.productId,
      's.pod_id': filter.podId,
      's.kind': filter.kind,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value != null) conditions.push(`${column} = ${parameters.add(value)}`);
    }
    if (filter.planId) {
      const holding = JSON.stringify([{ planId: filter.planId }]);
      conditions.push(`s.terms @> ${parameters.add(holding)}::jsonb`);
    }
    if (filter.status) {
      conditions.push(`${statusSql(today(parameters.add(filter.now)))} = ${parameters.add(filter.status)}`);
    }
    if (filter.renewsWithin) {
      const day = today(parameters.add(filter.now));
      conditions.push(renewsWithin(day, parameters.add(filter.renewsWithin)));
    }
    return conditions;
  },
  parents: { customer: 's.customer_id' },
};

/**
 * The subscriptions of each customer that are due for renewal from today (where the customer is) on, at most a length
 * of time ahead (ISO 8601), by customer, the earliest first. One statement.
 */
export async function findRenewals(
  session: Session,
  customerIds: readonly string[],
  now: Date,
  within: string,
): Promise<Map<string, SubscriptionRecord[]>> {
  const rows = await session.query<SubscriptionRecord>(
    `select ${COLUMNS} from subscription s join customer c on c.id = s.customer_id
      where s.customer_id = any($1::text[]) and ${renewsWithin(today('$2'), '$3')} order by s.renews_on, s.id`,
    [[...customerIds], now, within],
  );
  return byCustomer(rows);
}

/** The `STANDARD` subscriptions of each customer, by customer. One statement. */
export async function findPaid(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, SubscriptionRecord[]>> {
  const rows = await session.query<SubscriptionRecord>(
    `select ${COLUMNS} from subscription s where s.customer_id = any($1::text[]) and s.kind = 'STANDARD'`,
    [[...customerIds]],
  );
  return byCustomer(rows);
}

/** Keeps others from changing these subscriptions until the transaction ends, in one order for everybody. */
export async function lockSubscriptions(tx: Session, ids: readonly string[]): Promise<void> {
  await tx.query('select from subscription where id = any($1::text[]) order by id for update', [[...ids]]);
}

/** The ids of the subscriptions that any of these plans, support levels or versions of agreements concern. */
export async function findPromised(
  session: Session,
  by: { planIds?: readonly string[]; supportLevelIds?: readonly string[]; agreementIds?: readonly string[] },
): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `with touched as (
       select p.id from plan p left join support_level l on l.id = p.support_level_id
        where p.id = any($1::text[]) or l.id = any($2::text[])
           or coalesce(p.agreement_id, l.agreement_id) in (
             select v.id from agreement v where v.name in (select name from agreement where id = any($3::text[]))))
     select distinct s.id from subscription s, jsonb_array_elements(s.terms) period
      where period.value ->> 'planId' in (select id from touched)
     union
     select subscription_id from entitlement where agreement_id = any($3::text[]) and subscription_id is not null
     order by 1`,
    [[...(by.planIds ?? [])], [...(by.supportLevelIds ?? [])], [...(by.agreementIds ?? [])]],
  );
  return rows.map(({ id }) => id);
}

function byCustomer(rows: readonly SubscriptionRecord[]): Map<string, SubscriptionRecord[]> {
  const found = new Map<string, SubscriptionRecord[]>();
  for (const row of rows) {
    const known = found.get(row.customerId);
    if (known) known.push(row);
    else found.set(row.customerId, [row]);
  }
  return found;
}
