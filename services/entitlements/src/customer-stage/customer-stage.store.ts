import type { Session } from '@plimsoll/shared';
import type { StagedSubscription } from './customer-stage.rules.js';

/** The day it is where the customer `c` is, at the instant that a parameter holds. */
const dayOf = (now: string) => `(${now}::timestamptz at time zone c.time_zone)::date`;

const period = `jsonb_to_recordset(s.terms) as t("from" date, "to" date, "monthlyPrice" numeric)`;

/** In SQL what `stageOn` says of the customer `c` at the instant that a parameter holds. */
export function stageSql(now: string): string {
  const paid = (running: string) => `exists (select 1 from subscription s cross join lateral ${period}
    where s.customer_id = c.id and s.kind = 'STANDARD' and t."monthlyPrice" > 0 and t."from" <= ${dayOf(now)}${running})`;
  return `case when c.terminates_on is not null
      then case when ${dayOf(now)} < c.terminates_on then 'TERMINATING' else 'TERMINATED' end
    when ${paid(` and (t."to" is null or t."to" > ${dayOf(now)})`)} then 'CUSTOMER'
    when ${paid('')} then 'FORMER' else 'PROSPECT' end`;
}

/** In SQL whether the customer `c` has a running subscription of the kind that a parameter holds. */
export function hasKindSql(kind: string, now: string): string {
  return `exists (select 1 from subscription s cross join lateral ${period}
    where s.customer_id = c.id and s.kind = ${kind} and t."from" <= ${dayOf(now)}
      and (t."to" is null or t."to" > ${dayOf(now)}))`;
}

/** The subscriptions of each customer as far as they decide its stage, by customer; one statement. */
export async function findStaged(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, StagedSubscription[]>> {
  const rows = await session.query<StagedSubscription & { customerId: string }>(
    `select s.customer_id as "customerId", s.kind, s.terms from subscription s
      where s.customer_id = any($1::text[])`,
    [[...customerIds]],
  );
  const found = new Map<string, StagedSubscription[]>();
  for (const { customerId, ...subscription } of rows) {
    const known = found.get(customerId);
    if (known) known.push(subscription);
    else found.set(customerId, [subscription]);
  }
  return found;
}
