/** A question of the metrics layer, and the same in plain SQL on the tables ($1 and $2: the time). */
export interface BenchQuestion {
  name: string;
  input: Record<string, unknown>;
  sql: string | null;
}

const MONTH = `date_trunc('month', t.opened_at, 'UTC')`;
const OPENED = `from ticket t left join customer_version v on v.customer_id = t.customer_id
   and v.valid_from <= t.opened_at and v.valid_to > t.opened_at
  where t.merged_into_id is null and t.opened_at >= $1::timestamptz and t.opened_at < $2::timestamptz`;

/** What is asked over two years: three dimensions first. */
export const BENCH_QUESTIONS: readonly BenchQuestion[] = [
  {
    name: 'tickets by segment, priority, channel',
    input: { measures: ['ticketsOpened'], dimensions: ['segment', 'priority', 'channel'] },
    sql: `select v.segment, t.priority, t.channel, count(*) ${OPENED} group by 1, 2, 3`,
  },
  {
    name: 'tickets by month, segment, priority, channel',
    input: { measures: ['ticketsOpened'], dimensions: ['segment', 'priority', 'channel'], grain: 'MONTH' },
    sql: `select ${MONTH}, v.segment, t.priority, t.channel, count(*) ${OPENED} group by 1, 2, 3, 4`,
  },
  {
    name: 'opened, resolved, first contact by month, region, tier, queue',
    input: {
      measures: ['ticketsOpened', 'ticketsResolved', 'firstContactResolution'],
      dimensions: ['region', 'tier', 'queueName'],
      grain: 'MONTH',
    },
    sql: null,
  },
  {
    name: 'clocks met by segment, product, priority',
    input: { measures: ['responseAttainment'], dimensions: ['segment', 'productName', 'priority'] },
    sql: null,
  },
  {
    name: 'backlog by month, segment, priority, tier',
    input: { measures: ['ticketsOpen'], dimensions: ['segment', 'priority', 'tier'], grain: 'MONTH' },
    sql: null,
  },
  {
    name: 'revenue by month, segment, product, support level',
    input: {
      measures: ['monthlyRecurringRevenue', 'payingCustomers'],
      dimensions: ['segment', 'productName', 'supportLevelName'],
      grain: 'MONTH',
    },
    sql: null,
  },
  {
    name: 'churn by month, segment, region',
    input: {
      measures: ['logoChurn', 'grossRevenueChurn'],
      dimensions: ['segment', 'region'],
      grain: 'MONTH',
    },
    sql: null,
  },
  {
    name: 'uptime by month, segment, product',
    input: {
      measures: ['uptime', 'serviceLevelMonthsBreached'],
      dimensions: ['segment', 'productName'],
      grain: 'MONTH',
    },
    sql: null,
  },
];
