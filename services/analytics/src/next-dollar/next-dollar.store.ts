import type { Session } from '@plimsoll/shared';

/** What an asset or a group would have saved in a period, as it is kept. */
export interface SavingRow {
  trialId: string;
  assetId: string;
  groupName: string | null;
  minUp: string | null;
  strength: 'HARD' | 'SOFT' | null;
  memberIds: string[];
  computedAt: Date;
  failureCount: number;
  /** The most that one failure hit. */
  customerCount: number;
  downSeconds: number;
  /** Decimal texts with their month (`YYYY-MM`). */
  credits: { month: string; currency: string; amount: string }[] | null;
  revenue: { month: string; currency: string; amount: string }[] | null;
}

/** What is counted. */
export interface SavingQuestion {
  from: Date;
  to: Date;
  /** The calendar months that the period touches. */
  months: readonly string[];
}

/**
 * What each asset and group that failed in a period would have saved; one statement. Failures count by their start,
 * credits by their month, seconds within the period.
 */
export function readSavings(session: Session, { from, to, months }: SavingQuestion): Promise<SavingRow[]> {
  return session.query<SavingRow>(
    `with failure as (
       select trial_id, count(*)::int as failures, max(customer_count) as customers
         from redundancy_saving_failure where started_at >= $1 and started_at < $2 group by trial_id),
     revenue as (
       select trial_id, jsonb_agg(jsonb_build_object('month', month, 'currency', currency, 'amount', amount::text)
                order by month, currency) as listed
         from (select f.trial_id, to_char(f.started_at at time zone 'UTC', 'YYYY-MM') as month, r.currency,
                      sum(r.amount) as amount
                 from redundancy_saving_failure f
                 cross join jsonb_to_recordset(f.revenue) as r(currency text, amount numeric)
                where f.started_at >= $1 and f.started_at < $2 group by 1, 2, 3) as by_month
        group by trial_id),
     credit as (
       select trial_id, jsonb_agg(jsonb_build_object('month', month, 'currency', currency, 'amount', amount::text)
                order by month, currency) as listed
         from redundancy_saving_month where month = any($3::text[]) and amount > 0 group by trial_id),
     down as (
       select trial_id, sum(extract(epoch from least(ends_at, $2::timestamptz) - greatest(starts_at, $1::timestamptz)) * pair_count)::float8 as seconds
         from redundancy_saving_down where starts_at < $2 and ends_at > $1 group by trial_id)
     select f.trial_id as "trialId", t.asset_id as "assetId", t.group_name as "groupName", t.min_up as "minUp", t.strength,
            t.member_ids as "memberIds", s.computed_at as "computedAt", f.failures as "failureCount",
            f.customers as "customerCount", coalesce(d.seconds, 0) as "downSeconds", c.listed as credits,
            r.listed as revenue
       from failure f
       join redundancy_trial t on t.id = f.trial_id
       join redundancy_saving s on s.trial_id = f.trial_id
       left join revenue r on r.trial_id = f.trial_id
       left join credit c on c.trial_id = f.trial_id
       left join down d on d.trial_id = f.trial_id`,
    [from, to, months],
  );
}

/** A failure as it is kept. */
export interface FailureRow {
  trialId: string;
  startedAt: Date;
  endedAt: Date;
  incidentIds: string[];
  customerCount: number;
  revenue: { currency: string; amount: string }[];
}

/** The failures of these assets and groups that began in a period, by start; one statement. */
export function readFailures(
  session: Session,
  trialIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<FailureRow[]> {
  return session.query<FailureRow>(
    `select trial_id as "trialId", started_at as "startedAt", ended_at as "endedAt", incident_ids as "incidentIds",
            customer_count as "customerCount",
            (select coalesce(jsonb_agg(jsonb_build_object('currency', r.currency, 'amount', r.amount::text)
                       order by r.currency), '[]')
               from jsonb_to_recordset(revenue) as r(currency text, amount numeric)) as revenue
       from redundancy_saving_failure
      where trial_id = any($1::text[]) and started_at >= $2 and started_at < $3
      order by trial_id, started_at`,
    [trialIds, from, to],
  );
}
