/** A question that analysts ask: in SQL over schema `bi`, and in words of the catalog. */
export interface SavedQuestion {
  readonly name: string;
  readonly sql: string;
  readonly input: Record<string, unknown>;
}

const YEAR = { from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
const during = (column: string) => `${column} >= '2025-01-01' and ${column} < '2026-01-01'`;
const month = (column: string) => `to_char(${column}, 'YYYY-MM-01')`;
const monthOf = (column: string) => month(`${column} at time zone 'UTC'`);
const END = `'2026-01-01'::timestamptz`;

/** Twenty-five of them, the same answer each way. */
export const SAVED_QUESTIONS: readonly SavedQuestion[] = [
  {
    name: 'How many tickets were opened each month?',
    sql: `select ${monthOf('opened_at')}, count(*) from ticket where ${during('opened_at')} group by 1`,
    input: { measures: ['ticketsOpened'], grain: 'MONTH' },
  },
  {
    name: 'How many tickets were opened, by segment as it was, priority and channel?',
    sql: `select segment, priority, channel, count(*) from ticket where ${during('opened_at')} group by 1, 2, 3`,
    input: { measures: ['ticketsOpened'], dimensions: ['segment', 'priority', 'channel'] },
  },
  {
    name: 'Which customers opened most?',
    sql: `select c.name, count(*) from ticket t join customer c on c.id = t.customer where ${during('opened_at')} group by 1`,
    input: {
      measures: ['ticketsOpened'],
      dimensions: ['customerName'],
      filters: [{ dimension: 'customer', operator: 'NE', values: [] }],
    },
  },
  {
    name: 'How long does a resolution take, by priority?',
    sql: `select priority, round(avg(resolution_seconds), 3), percentile_cont(0.5) within group (order by resolution_seconds),
                 percentile_cont(0.9) within group (order by resolution_seconds)
            from ticket where ${during('resolved_at')} group by 1`,
    input: {
      measures: ['resolutionSecondsMean', 'resolutionSecondsMedian', 'resolutionSecondsP90'],
      dimensions: ['priority'],
    },
  },
  {
    name: 'How many are solved at first contact, by queue, tier and category?',
    sql: `select q.name, tier, category, count(tickets_resolved_at_first_contact), count(*),
                 count(tickets_resolved_at_first_contact)::numeric / count(*)
            from ticket t left join queue q on q.id = t.queue where ${during('resolved_at')} group by 1, 2, 3`,
    input: {
      measures: ['ticketsResolvedAtFirstContact', 'ticketsResolved', 'firstContactResolution'],
      dimensions: ['queueName', 'tier', 'category'],
    },
  },
  {
    name: 'How many are open at the end of each quarter?',
    sql: `select to_char(e - interval '3 months', 'YYYY-MM-01'), count(*)
            from generate_series('2025-04-01'::timestamp, '2026-01-01', '3 months') e
            join ticket on open_from < e at time zone 'UTC' and (open_to is null or open_to >= e at time zone 'UTC') group by 1`,
    input: { measures: ['ticketsOpen'], grain: 'QUARTER' },
  },
  {
    name: 'How old is the backlog at the end of the year?',
    sql: `select priority, round(avg(extract(epoch from ${END} - open_from)), 3) from ticket
           where open_from < ${END} and (open_to is null or open_to >= ${END}) group by 1`,
    input: { measures: ['backlogAgeSecondsMean'], dimensions: ['priority'] },
  },
  {
    name: 'How often are tickets reopened, by category?',
    sql: `select category, count(tickets_reopened)::numeric / count(*) from ticket where ${during('opened_at')} group by 1`,
    input: { measures: ['reopenRate'], dimensions: ['category'] },
  },
  {
    name: 'How satisfied are customers, by region?',
    sql: `select region, count(satisfaction), avg(satisfaction) from ticket where ${during('resolved_at')} and satisfaction is not null group by 1`,
    input: { measures: ['ticketsRated', 'satisfactionMean'], dimensions: ['region'] },
  },
  {
    name: 'Do we keep response targets, by month and support level?',
    sql: `select ${monthOf('due_at')}, l.name, count(clocks_met), count(clocks_judged), count(clocks_met)::numeric / nullif(count(clocks_judged), 0)
            from clock k left join support_level l on l.id = k.support_level where ${during('due_at')} group by 1, 2`,
    input: {
      measures: ['clocksMet', 'clocksJudged', 'responseAttainment'],
      dimensions: ['supportLevelName'],
      grain: 'MONTH',
    },
  },
  {
    name: 'How many unplanned incidents were there each month?',
    sql: `select to_char(m, 'YYYY-MM-01'), count(incidents_unplanned) from generate_series('2025-01-01'::timestamp, '2025-12-01', '1 month') m
            left join incident i on date_trunc('month', i.started_at at time zone 'UTC') = m group by 1`,
    input: { measures: ['incidentsUnplanned'], grain: 'MONTH' },
  },
  {
    name: 'How fast are incidents detected, acknowledged and restored, without maintenance?',
    sql: `select round(avg(detect_seconds), 3), round(avg(acknowledge_seconds), 3), percentile_cont(0.5) within group (order by restore_seconds)
            from incident where ${during('started_at')} and not planned`,
    input: {
      measures: ['detectSecondsMean', 'acknowledgeSecondsMean', 'restoreSecondsMedian'],
      filters: [{ dimension: 'planned', operator: 'EQ', values: ['false'] }],
    },
  },
  {
    name: 'For how long did at least one incident last, by severity?',
    sql: `select severity, sum(extract(epoch from upper(piece) - lower(piece))) from (
            select severity, unnest(range_agg(tstzrange(greatest(lasting_from, '2025-01-01'), least(coalesce(lasting_to, '2026-07-01'), ${END})))) as piece
              from incident where lasting_from < ${END} and coalesce(lasting_to, '2026-07-01') > '2025-01-01' group by 1) p group by 1`,
    input: { measures: ['outageSeconds'], dimensions: ['severity'] },
  },
  {
    name: 'What causes incidents?',
    sql: `select cause_category, count(*) from incident where ${during('started_at')} group by 1`,
    input: { measures: ['incidents'], dimensions: ['causeCategory'] },
  },
  {
    name: 'Which assets have most incidents?',
    sql: `select a.name, a.kind, count(*) from incident i cross join unnest(i.asset_ids) as u(id) join asset a on a.id = u.id where ${during('started_at')} group by 1, 2`,
    input: {
      measures: ['incidents'],
      dimensions: ['assetName', 'assetKind'],
      filters: [{ dimension: 'asset', operator: 'NE', values: [] }],
    },
  },
  {
    name: 'How many changes succeed, by kind?',
    sql: `select kind, count(changes_succeeded), count(changes_finished), count(changes_succeeded)::numeric / nullif(count(changes_finished), 0)
            from change where ${during('ended_at')} group by 1`,
    input: {
      measures: ['changesSucceeded', 'changesFinished', 'changeSuccessRate'],
      dimensions: ['kind'],
    },
  },
  {
    name: 'How many escalations were raised, by tier and month?',
    sql: `select ${monthOf('raised_at')}, tier, count(*) from escalation where ${during('raised_at')} group by 1, 2`,
    input: { measures: ['escalations'], dimensions: ['tier'], grain: 'MONTH' },
  },
  {
    name: 'What was the recurring revenue at the end of each month, by currency and segment then?',
    sql: `select to_char(e - interval '1 month', 'YYYY-MM-01'), p.currency, v.segment, sum(monthly_recurring_revenue), count(distinct p.paying_customers)
            from generate_series('2025-02-01'::timestamp, '2026-01-01', '1 month') e
            join payment p on p.at_end_from < e::date and (p.at_end_to is null or p.at_end_to >= e::date)
            join account v on v.customer = p.customer and v.held_from < e at time zone 'UTC' and v.held_to >= e at time zone 'UTC'
           group by 1, 2, 3`,
    input: {
      measures: ['monthlyRecurringRevenue', 'payingCustomers'],
      dimensions: ['currency', 'segment'],
      grain: 'MONTH',
      filters: [
        { dimension: 'customer', operator: 'NOT_IN', values: ['cus_9', 'cus_19', 'cus_29', 'cus_39'] },
      ],
    },
  },
  {
    name: 'Who came, came back and went each month?',
    sql: `select to_char(m, 'YYYY-MM-01'), count(distinct new_customers), count(distinct reactivated_customers), count(distinct churned_customers)
            from generate_series('2025-01-01'::timestamp, '2025-12-01', '1 month') m
            left join movement on date_trunc('month', moved_on) = m group by 1`,
    input: { measures: ['newCustomers', 'reactivatedCustomers', 'churnedCustomers'], grain: 'MONTH' },
  },
  {
    name: 'Why did customers go, and what did they pay?',
    sql: `select reason, currency, count(distinct churned_customers), sum(churned_revenue)
            from movement where ${during('moved_on')} and churned_customers is not null group by 1, 2`,
    input: { measures: ['churnedCustomers', 'churnedRevenue'], dimensions: ['reason', 'currency'] },
  },
  {
    name: 'How many renewals came due and were made, by product?',
    sql: `select p.name, count(*), count(renewals), count(renewals)::numeric / count(*)
            from renewal r join product p on p.id = r.product where ${during('due_on')} group by 1`,
    input: { measures: ['renewalsDue', 'renewals', 'renewalRate'], dimensions: ['productName'] },
  },
  {
    name: 'How many months missed their uptime, by segment, region and reseller?',
    sql: `select segment, region, partner, count(service_level_months), count(service_level_months_breached)
            from service_level_month where ${during('month_on')} group by 1, 2, 3`,
    input: {
      measures: ['serviceLevelMonths', 'serviceLevelMonthsBreached'],
      dimensions: ['segment', 'region', 'partner'],
    },
  },
  {
    name: 'What was the uptime of each quarter?',
    sql: `select to_char(date_trunc('quarter', month_on), 'YYYY-MM-01'), round(100 * (1 - sum(down_seconds) / sum(measured_seconds)), 12)
            from service_level_month where ${during('month_on')} group by 1`,
    input: { measures: ['uptime'], grain: 'QUARTER' },
  },
  {
    name: 'What was used each month, by metric, and by how many?',
    sql: `select ${month('used_on')}, usage_metric, sum(usage), count(distinct active_customers)
            from usage where ${during('used_on')} group by 1, 2`,
    input: { measures: ['usage', 'activeCustomers'], dimensions: ['usageMetric'], grain: 'MONTH' },
  },
  {
    name: 'How long does it take until a customer works with what it bought?',
    sql: `select count(deployments_live), avg(days_to_deploy) from deployment where ${during('live_on')}`,
    input: { measures: ['deploymentsLive', 'daysToDeployMean'] },
  },
].map((question) => ({ ...question, input: { ...YEAR, ...question.input } }));
