import { SqlParameters, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { monthsOf, type Period } from '../executive/index.js';
import { monthsAsOf, type LiveMonths } from '../service-level-month/index.js';
import { monthsBegunIn } from './attainment.store.js';
import type {
  ServiceLevelMonthFilter,
  ServiceLevelMonthOrderField,
  SlaReportBy,
} from './sla-report.types.js';

/** By what a report is cut. */
export type ReportCut = keyof typeof SlaReportBy;

/** What may be asked of the list of months. */
export type MonthListArguments = ListArguments<
  ServiceLevelMonthFilter,
  keyof typeof ServiceLevelMonthOrderField
>;

/** By what a report is cut: of a customer's month, of a clock, and where the name of a key is found. */
const CUTS: Record<keyof typeof SlaReportBy, { level: string; clock: string; named: string | null }> = {
  MONTH: { level: 'm.month', clock: `to_char(c.due_at at time zone 'UTC', 'YYYY-MM')`, named: null },
  CUSTOMER: { level: 'm.customer_id', clock: 'c.customer_id', named: 'customer' },
  PRODUCT: { level: 'm.product_id', clock: 't.product_id', named: 'product' },
  AGREEMENT: { level: 'm.agreement_id', clock: 'c.agreement_id', named: 'agreement' },
  SEGMENT: { level: 'v.segment', clock: 'v.segment', named: null },
  REGION: { level: 'v.region', clock: 'v.region', named: null },
  VERTICAL: { level: 'v.vertical', clock: 'v.vertical', named: null },
  PARTNER: { level: 'v.partner_id', clock: 'v.partner_id', named: 'partner' },
  ACCOUNT_MANAGER: { level: 'v.account_manager_id', clock: 'v.account_manager_id', named: null },
};

/** One line of a report; seconds and amounts are decimals. */
export interface SlaReportLine {
  readonly key: string | null;
  readonly name: string | null;
  readonly customerCount: number;
  readonly measured: number;
  readonly met: number;
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  readonly excludedSeconds: string;
  readonly unknownSeconds: string;
  readonly credits: readonly (readonly [amount: string, currency: string])[];
  readonly clocksMet: number;
  readonly clocksBreached: number;
}

/**
 * Service levels and clocks of a period as of an instant, cut by one dimension; what customers are, is what they were
 * when the month began or the clock was due. The most breaches first, then by key. One statement.
 */
export function readSlaReport(
  session: Session,
  question: { period: Period; by: ReportCut; asOf: Date; live: LiveMonths },
): Promise<SlaReportLine[]> {
  const { period, by, asOf, live } = question;
  const { level, clock, named } = CUTS[by];
  const parameters = new SqlParameters();
  const months = monthsBegunIn(monthsOf(period));
  const levels = monthsAsOf(parameters, { months, asOf, live });
  const owing = monthsAsOf(parameters, { months, asOf, live }, `k.credits <> '[]'`);
  const version = (expression: string, record: 'm' | 'c', at: string) =>
    expression.startsWith('v.')
      ? `left join customer_version v on v.customer_id = ${record}.customer_id and v.valid_from <= ${at} and v.valid_to > ${at}`
      : '';
  const begin = `((m.month || '-01')::timestamp at time zone 'UTC')`;
  const [from, to, instant] = [period.from, period.to, asOf].map((date) => parameters.add(date));
  return session.query<SlaReportLine>(
    `with levels as (
       select ${level} as key, count(distinct m.customer_id)::int as customers,
              (count(*) filter (where m.uptime is not null))::int as measured,
              (count(*) filter (where m.uptime is not null and not m.breached))::int as met,
              sum(m.length_seconds) as length, sum(m.counted_seconds) as counted, sum(m.excluded_seconds) as excluded,
              sum(m.unknown_seconds) as unknown
         from ${levels} m ${version(level, 'm', begin)} group by 1),
     owed as (
       select key, jsonb_agg(jsonb_build_array(amount::text, currency) order by currency) as credits
         from (select ${level} as key, credit->>1 as currency, sum((credit->>0)::numeric) as amount
                 from ${owing} m cross join jsonb_array_elements(m.credits) credit ${version(level, 'm', begin)}
                group by 1, 2) amounts
        group by 1),
     clocks as (
       select ${clock} as key, (count(*) filter (where c.status = 'MET'))::int as met,
              (count(*) filter (where c.status = 'BREACHED'))::int as breached
         from sla_clock c ${by === 'PRODUCT' ? 'left join ticket t on t.id = c.ticket_id' : ''} ${version(clock, 'c', 'c.due_at')}
        where c.due_at >= ${from} and c.due_at < ${to}
          and (c.status = 'MET' and c.stopped_at <= ${instant} or c.status = 'BREACHED' and c.breached_at <= ${instant})
        group by 1),
     keys as (select key from levels union select key from clocks)
     select k.key, ${named === null ? 'null::text' : 'n.name'} as name, coalesce(l.customers, 0) as "customerCount",
            coalesce(l.measured, 0) as measured, coalesce(l.met, 0) as met, coalesce(l.length, 0)::text as "lengthSeconds",
            coalesce(l.counted, 0)::text as "countedSeconds", coalesce(l.excluded, 0)::text as "excludedSeconds",
            coalesce(l.unknown, 0)::text as "unknownSeconds", coalesce(o.credits, '[]') as credits,
            coalesce(c.met, 0) as "clocksMet", coalesce(c.breached, 0) as "clocksBreached"
       from keys k
       left join levels l on l.key is not distinct from k.key
       left join owed o on o.key is not distinct from k.key
       left join clocks c on c.key is not distinct from k.key
       ${named === null ? '' : `left join ${named} n on n.id = k.key`}
      order by coalesce(l.measured, 0) - coalesce(l.met, 0) + coalesce(c.breached, 0) desc, k.key nulls last`,
    parameters.values,
  );
}

/** A customer's month as the list shows it; decimals are text. */
export interface ListedMonth {
  readonly customerId: string;
  readonly productId: string;
  readonly agreementId: string;
  readonly month: string;
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  readonly excludedSeconds: string;
  readonly unknownSeconds: string;
  readonly uptime: string | null;
  readonly uptimeTarget: string;
  readonly headroomSeconds: string;
  readonly breached: boolean;
  readonly creditPercent: string;
  readonly credits: readonly (readonly [amount: string, currency: string])[];
  readonly computedThrough: Date;
}

/** How the months of customers are listed: the latest first. */
export const monthList: ListDefinition<ServiceLevelMonthFilter, keyof typeof ServiceLevelMonthOrderField> = {
  columns: `m.customer_id as "customerId", m.product_id as "productId", m.agreement_id as "agreementId", m.month,
    m.length_seconds as "lengthSeconds", m.counted_seconds as "countedSeconds", m.excluded_seconds as "excludedSeconds",
    m.unknown_seconds as "unknownSeconds", m.uptime::text as uptime, m.uptime_target as "uptimeTarget",
    m.headroom_seconds as "headroomSeconds", m.breached, trim_scale(m.credit_percent)::text as "creditPercent", m.credits,
    m.computed_through as "computedThrough"`,
  from: 'service_level_month m',
  id: `concat_ws('/', m.customer_id, m.product_id, m.agreement_id, m.month)`,
  orders: {
    MONTH: { sql: 'm.starts_on', type: 'date' },
    // Without a length there is no uptime: behind the best.
    UPTIME: { sql: 'coalesce(m.uptime, 101)', type: 'numeric' },
    HEADROOM: { sql: 'm.headroom_seconds', type: 'numeric' },
  },
  defaultOrder: { field: 'MONTH', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal = {
      'm.customer_id': filter.customerId,
      'm.product_id': filter.productId,
      'm.agreement_id': filter.agreementId,
      'm.breached': filter.breached,
    };
    const conditions = Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
    if (filter.from) conditions.push(`m.starts_on >= (${parameters.add(filter.from)} || '-01')::date`);
    if (filter.to) conditions.push(`m.starts_on <= (${parameters.add(filter.to)} || '-01')::date`);
    if (filter.owed != null) conditions.push(`(m.credits <> '[]') = ${parameters.add(filter.owed)}`);
    return conditions;
  },
};
