import type { Session } from '@plimsoll/shared';
import { fixed } from '../availability/index.js';
import {
  AMOUNT_DECIMALS,
  movementsOf,
  paidTermsOf,
  type PaidSubscription,
  type RevenueMovement,
} from './revenue-movement.rules.js';

interface SubscriptionRow extends PaidSubscription {
  readonly customerId: string;
}

/**
 * Brings the terms and the revenue movements of these customers up to what the copies of their subscriptions, and of
 * what happened to these, say. Two statements, whoever they are; repeating it changes nothing.
 */
export async function refreshRevenue(tx: Session, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  const ids = [...new Set(customerIds)];
  const subscriptions = await tx.query<SubscriptionRow>(
    `select s.customer_id as "customerId", s.id, s.plan_id as "planId", s.product_id as "productId",
            s.ended_on as "endedOn", s.end_reason as "endReason", s.terms,
            coalesce((select jsonb_agg(jsonb_build_array(e.occurred_on, e.reason)) from subscription_event e
              where e.subscription_id = s.id and e.type in ('CANCELLED', 'ENDED') and e.reason is not null
                and not e.withdrawn), '[]') as reasons
       from subscription s
      where s.customer_id = any($1::text[]) and s.kind = 'STANDARD' and s.terms <> '[]'`,
    [ids],
  );
  const byCustomer = new Map<string, SubscriptionRow[]>();
  for (const one of subscriptions) {
    const known = byCustomer.get(one.customerId);
    if (known) known.push(one);
    else byCustomer.set(one.customerId, [one]);
  }
  const terms = subscriptions.flatMap((one) =>
    paidTermsOf(one).map((term) => ({ ...term, customerId: one.customerId, amount: amountOf(term) })),
  );
  const movements = [...byCustomer].flatMap(([customerId, paid]) =>
    movementsOf(paid).map((movement) => ({ ...movement, customerId, amount: amountOf(movement) })),
  );
  await tx.query(REFRESHING, [ids, jsonOf(terms), jsonOf(movements)]);
}

/** The customers of these subscriptions, as they are and as they were when terms were kept last. */
export async function findPayers(tx: Session, subscriptionIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select customer_id as id from subscription where id = any($1::text[])
     union select customer_id from subscription_term where subscription_id = any($1::text[])`,
    [subscriptionIds],
  );
  return rows.map(({ id }) => id);
}

/** Forgets every term and movement. */
export async function clearRevenue(tx: Session): Promise<void> {
  await tx.query('delete from subscription_term');
  await tx.query('delete from revenue_movement');
}

function amountOf({ units }: Pick<RevenueMovement, 'units'>): string {
  return fixed(units, AMOUNT_DECIMALS);
}

function jsonOf(rows: readonly object[]): string {
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? undefined : value));
}

const REFRESHING = `
with terms as (
  select "subscriptionId" as subscription_id, "from" as valid_from, "to" as valid_to, "customerId" as customer_id,
         "planId" as plan_id, "productId" as product_id, trim_scale(amount) as monthly_price, currency
    from jsonb_to_recordset($2::jsonb) as given("subscriptionId" text, "from" date, "to" date, "customerId" text,
         "planId" text, "productId" text, amount numeric, currency text)),
movements as (
  select "customerId" as customer_id, "on" as occurred_on, currency, kind, trim_scale(amount) as amount,
         "planId" as plan_id, "productId" as product_id, reason, "tenureDays" as tenure_days, leads
    from jsonb_to_recordset($3::jsonb) as given("customerId" text, "on" date, currency text, kind text, amount numeric,
         "planId" text, "productId" text, reason text, "tenureDays" integer, leads boolean)),
past_terms as (
  delete from subscription_term kept
   where customer_id = any($1::text[]) and not exists (select 1 from terms g
     where g.subscription_id = kept.subscription_id and g.valid_from = kept.valid_from)),
past_movements as (
  delete from revenue_movement kept
   where customer_id = any($1::text[]) and not exists (select 1 from movements g
     where (g.customer_id, g.occurred_on, g.currency) = (kept.customer_id, kept.occurred_on, kept.currency))),
kept_terms as (
  insert into subscription_term as kept (subscription_id, valid_from, valid_to, customer_id, plan_id, product_id,
                                         monthly_price, currency)
  select subscription_id, valid_from, valid_to, customer_id, plan_id, product_id, monthly_price, currency from terms
  on conflict (subscription_id, valid_from) do update
     set valid_to = excluded.valid_to, customer_id = excluded.customer_id, plan_id = excluded.plan_id,
         product_id = excluded.product_id, monthly_price = excluded.monthly_price, currency = excluded.currency
   where (kept.valid_to, kept.customer_id, kept.plan_id, kept.product_id, kept.monthly_price, kept.currency)
         is distinct from (excluded.valid_to, excluded.customer_id, excluded.plan_id, excluded.product_id,
                           excluded.monthly_price, excluded.currency))
insert into revenue_movement as kept (customer_id, occurred_on, currency, kind, amount, plan_id, product_id, reason,
                                      tenure_days, leads)
select customer_id, occurred_on, currency, kind, amount, plan_id, product_id, reason, tenure_days, leads from movements
on conflict (customer_id, occurred_on, currency) do update
   set kind = excluded.kind, amount = excluded.amount, plan_id = excluded.plan_id, product_id = excluded.product_id,
       reason = excluded.reason, tenure_days = excluded.tenure_days, leads = excluded.leads
 where (kept.kind, kept.amount, kept.plan_id, kept.product_id, kept.reason, kept.tenure_days, kept.leads)
       is distinct from (excluded.kind, excluded.amount, excluded.plan_id, excluded.product_id, excluded.reason,
                         excluded.tenure_days, excluded.leads)`;
