import type { Session } from '@plimsoll/shared';
import { scaled } from '../availability/index.js';
import type { MovementSum } from './bridge.rules.js';
import { AMOUNT_DECIMALS, type MovementKind } from './revenue-movement.rules.js';

/** Movements of one kind and currency between two neighbouring bounds. */
export interface PeriodMovementSum extends MovementSum {
  /** 0 before the first bound, n from the n-th bound to before the next. */
  readonly period: number;
}

interface MovementRow {
  period: number;
  kind: MovementKind;
  currency: string;
  counted: boolean;
  amount: string;
  customers: number;
  tenureDays: number;
}

/**
 * Whether rates count a movement, of the rows of one period: its customer paid when the period began, and was not lost
 * in it before. One who did not pay then arrives before all else.
 */
export const COUNTED = (within: string) =>
  `not bool_or(kind in ('NEW', 'REACTIVATED')) over (partition by customer_id${within} order by occurred_on)`;

/** All movements before the last of these days, summed between one day and the next; one statement. */
export async function readMovementSums(
  session: Session,
  bounds: readonly string[],
): Promise<PeriodMovementSum[]> {
  const rows = await session.query<MovementRow>(
    `with moved as (
       select width_bucket(occurred_on, $1::date[]) as period, customer_id, occurred_on, currency, kind, amount,
              tenure_days, leads
         from revenue_movement where occurred_on >= $2::date and occurred_on < $3::date),
     judged as (select *, ${COUNTED(', period')} as counted from moved
                union all
                select 0, customer_id, occurred_on, currency, kind, amount, tenure_days, leads, true
                  from revenue_movement where occurred_on < $2::date)
     select period, kind, currency, counted, sum(amount)::text as amount, count(*) filter (where leads)::int as customers,
            coalesce(sum(tenure_days) filter (where leads), 0)::int as "tenureDays"
       from judged group by 1, 2, 3, 4`,
    [bounds, bounds[0] ?? null, bounds.at(-1) ?? null],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, units: scaled(amount, AMOUNT_DECIMALS) }));
}

/** Renewals between two neighbouring bounds. */
export interface PeriodRenewals {
  /** n from the n-th bound to before the next. */
  readonly period: number;
  readonly due: number;
  readonly renewed: number;
  readonly cancellationsAsked: number;
  /** The last day of any of them. */
  readonly lastOn: string;
}

/**
 * What came up for renewal, day by day: `renewed` renewals made; `due` these, renewal dates that were not acted on, and
 * cancelled subscriptions with a term that ended; `asked` the asking for an end, whenever it takes effect.
 */
export const RENEWAL_DAYS = `
  select e.subscription_id, s.customer_id, e.occurred_on, 1 as due, 1 as renewed, 0 as asked
    from subscription_event e join subscription s on s.id = e.subscription_id
   where e.type = 'RENEWED' and not e.withdrawn and s.kind = 'STANDARD' and s.terms <> '[]'
  union all
  select s.id, s.customer_id, s.renews_on, 1, 0, 0 from subscription s
   where s.renews_on is not null and s.kind = 'STANDARD' and s.terms <> '[]'
     and not exists (select 1 from subscription_event e where e.subscription_id = s.id and e.type = 'RENEWED'
                        and not e.withdrawn and e.occurred_on = s.renews_on)
  union all
  select s.id, s.customer_id, s.ended_on, 1, 0, 0 from subscription s
   where s.ended_on is not null and s.term is not null and s.cancelled_on is not null
     and s.kind = 'STANDARD' and s.terms <> '[]'
  union all
  select e.subscription_id, s.customer_id, e.occurred_on, 0, 0, 1
    from subscription_event e join subscription s on s.id = e.subscription_id
   where e.type = 'CANCELLED' and not e.withdrawn and s.kind = 'STANDARD' and s.terms <> '[]'
  union all
  select s.id, s.customer_id, s.cancelled_on, 0, 0, 1 from subscription s
   where s.cancelled_on is not null and s.kind = 'STANDARD' and s.terms <> '[]'
     and not exists (select 1 from subscription_event e where e.subscription_id = s.id and e.type = 'CANCELLED'
                        and not e.withdrawn and e.occurred_on = s.cancelled_on)`;

/** Renewals from the first of these days to before the last, summed between one day and the next; one statement. */
export function readRenewals(session: Session, bounds: readonly string[]): Promise<PeriodRenewals[]> {
  return session.query<PeriodRenewals>(
    `select width_bucket(occurred_on, $1::date[]) as period, sum(due)::int as due, sum(renewed)::int as renewed,
            sum(asked)::int as "cancellationsAsked", max(occurred_on) as "lastOn"
       from (${RENEWAL_DAYS}) days
      where occurred_on >= $2::date and occurred_on < $3::date
      group by 1`,
    [bounds, bounds[0] ?? null, bounds.at(-1) ?? null],
  );
}
