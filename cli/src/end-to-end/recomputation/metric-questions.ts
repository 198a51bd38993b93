import type { MetricQuestion } from '../metric-question.js';

/** A question of the metrics layer and the same in SQL over the services' own tables; `$1` from, `$2` to. */
export interface MetricPair extends Omit<MetricQuestion, 'from' | 'to'> {
  sql: string;
}

const MONTH = (column: string) => `to_char(date_trunc('month', ${column} at time zone 'UTC'), 'YYYY-MM-DD')`;
const OPENED = `tickets.ticket t where t.merged_into_id is null and t.opened_at >= $1 and t.opened_at < $2`;
const UNPLANNED = `tickets.incident i join tickets.ticket t on t.id = i.id
  where not i.planned and t.merged_into_id is null and i.started_at >= $1 and i.started_at < $2`;
const RESTORE = 'extract(epoch from i.restored_at - i.started_at)::float8';
const JUDGED = `tickets.sla_clock k join tickets.ticket t on t.id = k.ticket_id
  where k.due_at >= $1 and k.due_at < $2 and k.status in ('MET', 'BREACHED')`;

/** Asked over whole months that are over. */
export const METRIC_PAIRS: readonly MetricPair[] = [
  {
    measures: ['ticketsOpened'],
    grain: 'MONTH',
    sql: `select ${MONTH('t.opened_at')}, count(*) from ${OPENED} group by 1`,
  },
  {
    measures: ['ticketsOpened'],
    dimensions: ['segment', 'priority', 'channel'],
    sql: `select c.segment, t.priority, t.channel, count(*) from entitlements.customer c right join
            (select * from ${OPENED}) t on t.customer_id = c.id group by 1, 2, 3`,
  },
  {
    measures: ['ticketsResolved', 'ticketsResolvedAtFirstContact'],
    dimensions: ['priority'],
    sql: `select priority, count(*), count(*) filter (where reassigned_count = 0 and reopened_count = 0)
            from tickets.ticket where merged_into_id is null and resolved_at >= $1 and resolved_at < $2 group by 1`,
  },
  {
    measures: ['incidentsUnplanned', 'restoreSecondsMean', 'restoreSecondsMedian', 'restoreSecondsP90'],
    grain: 'QUARTER',
    filters: [{ dimension: 'planned', operator: 'EQ', values: ['false'] }],
    sql: `select to_char(date_trunc('quarter', i.started_at at time zone 'UTC'), 'YYYY-MM-DD'), count(*), avg(${RESTORE}),
                 percentile_cont(0.5) within group (order by ${RESTORE}), percentile_cont(0.9) within group (order by ${RESTORE})
            from ${UNPLANNED} group by 1`,
  },
  {
    measures: ['incidentsUnplanned'],
    dimensions: ['causeCategory', 'severity'],
    sql: `select i.cause_category, t.severity, count(*) from ${UNPLANNED} group by 1, 2`,
  },
  {
    measures: ['changesFinished', 'changesFailed', 'changesRolledBack'],
    dimensions: ['kind'],
    sql: `select kind, count(*), count(*) filter (where outcome = 'FAILED'), count(*) filter (where outcome = 'ROLLED_BACK')
            from assets.change where outcome is not null and ended_at >= $1 and ended_at < $2 group by 1`,
  },
  {
    measures: ['clocksMet', 'clocksBreached'],
    dimensions: ['responseTarget', 'priority'],
    sql: `select k.target, k.priority, count(*) filter (where k.status = 'MET'), count(*) filter (where k.status = 'BREACHED')
            from ${JUDGED} group by 1, 2`,
  },
  {
    measures: ['newCustomers', 'reactivatedCustomers', 'churnedCustomers'],
    dimensions: ['segment'],
    sql: `select c.segment, count(distinct (m.customer_id, m.on_day)) filter (where m.kind = 'NEW'),
                 count(distinct (m.customer_id, m.on_day)) filter (where m.kind = 'REACTIVATED'),
                 count(distinct (m.customer_id, m.on_day)) filter (where m.kind = 'CHURNED')
            from figures.movement m join entitlements.customer c on c.id = m.customer_id
           where m.on_day::timestamp at time zone 'UTC' >= $1 and m.on_day::timestamp at time zone 'UTC' < $2 group by 1`,
  },
  {
    measures: ['payingCustomers'],
    grain: 'MONTH',
    sql: `select to_char(first, 'YYYY-MM-DD'), (select count(distinct customer_id) from figures.paid
                   where on_day = (first + interval '1 month')::date - 1)
            from generate_series($1::timestamptz at time zone 'UTC', $2::timestamptz at time zone 'UTC' - interval '1 day',
                                 interval '1 month') as first`,
  },
  {
    measures: ['serviceLevelMonths', 'serviceLevelMonthsBreached'],
    dimensions: ['agreementName'],
    sql: `select a.name, count(*), count(*) filter (where l.breached)
            from figures.level_month l join entitlements.agreement a on a.id = l.agreement_id
           where l.first_day::timestamp at time zone 'UTC' >= $1 and l.first_day::timestamp at time zone 'UTC' < $2 group by 1`,
  },
  {
    measures: ['usageMeasurements'],
    dimensions: ['usageMetric'],
    sql: `select metric, count(*) from entitlements.usage_record where at >= $1 and at < $2 group by 1`,
  },
  {
    measures: ['subscriptionsStarted'],
    dimensions: ['subscriptionKind', 'productName'],
    sql: `select s.kind, p.name, count(*) from entitlements.subscription s join entitlements.product p on p.id = s.product_id
           where s.started_on >= ($1::timestamptz at time zone 'UTC')::date
             and s.started_on < ($2::timestamptz at time zone 'UTC')::date group by 1, 2`,
  },
  {
    measures: ['costAmount'],
    dimensions: ['currency'],
    sql: `select currency, sum(amount)::text from analytics.cost_record
           where date >= ($1::timestamptz at time zone 'UTC')::date and date < ($2::timestamptz at time zone 'UTC')::date group by 1`,
  },
];
