import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import { USAGE_PART, type HealthTrend } from '../customer-health/index.js';
import type { HealthListFilter } from './customer-health-day.types.js';

/** What was told of a customer's health on a day. */
export interface HealthDay {
  customerId: string;
  /** `YYYY-MM-DD` (UTC), as of whose beginning it was measured. */
  day: string;
  formula: number;
  /** 0–100. */
  score: number;
  trend: HealthTrend;
  /** Values of the parts by name, 0–100. */
  parts: Record<string, number>;
}

const COLUMNS = `h.customer_id as "customerId", h.day, h.formula, h.score::float8 as score, h.trend, h.parts`;

/** How the days of a customer are listed: the newest first. */
export const healthDayList: ListDefinition<object, 'DAY'> = {
  columns: COLUMNS,
  from: 'customer_health_day h',
  id: 'h.customer_id',
  orders: { DAY: { sql: 'h.day', type: 'date' } },
  defaultOrder: { field: 'DAY', direction: 'DESC' },
  parents: { customer: 'h.customer_id' },
};

/** What may be asked of the list of customers by health. */
export type HealthListArguments = ListArguments<HealthListFilter, 'SCORE'>;

/** How customers are listed by what was told of their health last: the worst first. */
export const healthList: ListDefinition<HealthListFilter, 'SCORE'> = {
  columns: COLUMNS,
  from: `customer_health_day h join customer c on c.id = h.customer_id and c.active
    and h.day = (select max(l.day) from customer_health_day l)`,
  id: 'h.customer_id',
  orders: { SCORE: { sql: 'h.score', type: 'numeric' } },
  defaultOrder: { field: 'SCORE', direction: 'ASC' },
  where: (filter, parameters) => {
    const equal = {
      'c.account_manager_id': filter.accountManagerId,
      'c.partner_id': filter.partnerId,
      'c.segment': filter.segment,
      'c.region': filter.region,
      'h.trend': filter.trend,
    };
    const conditions = Object.entries(equal)
      .filter(([, value]) => value != null)
      .map(([column, value]) => `${column} = ${parameters.add(value)}`);
    if (filter.scoreBelow != null) conditions.push(`h.score < ${parameters.add(filter.scoreBelow)}`);
    return conditions;
  },
};

/** Below this use, a share of the baseline in percent, a customer is disengaged. */
const DISENGAGED_BELOW = 50;
const ENGAGEMENT = `(h.parts ->> '${USAGE_PART}')::numeric`;

/** How customers that use less than half of what they used are listed: the least engaged first. */
export const disengagedList: ListDefinition<HealthListFilter, 'ENGAGEMENT'> = {
  ...healthList,
  orders: { ENGAGEMENT: { sql: ENGAGEMENT, type: 'numeric' } },
  defaultOrder: { field: 'ENGAGEMENT', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(healthList.where?.(filter, parameters) ?? []),
    `${ENGAGEMENT} < ${DISENGAGED_BELOW}`,
  ],
};

/** The active customers of whom nothing was told yet on a day, in order of id, after one; one statement. */
export async function findUntold(
  session: Session,
  day: string,
  after: string,
  limit: number,
): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select c.id from customer c
      where c.active and c.id > $2
        and not exists (select from customer_health_day h where h.customer_id = c.id and h.day = $1::date)
      order by c.id limit $3`,
    [day, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** Keeps what is told on a day; what was told before stays. One statement. */
export async function keepHealthDays(tx: Session, days: readonly HealthDay[]): Promise<void> {
  if (days.length === 0) return;
  await tx.query(
    `insert into customer_health_day (customer_id, day, formula, score, trend, parts)
     select "customerId", day, formula, score, trend, parts
       from jsonb_to_recordset($1::jsonb) as given("customerId" text, day date, formula integer, score numeric, trend text,
         parts jsonb)
     on conflict do nothing`,
    [JSON.stringify(days)],
  );
}

/** Forgets what was told before a day, but for the first days of months; one statement. */
export async function thinHealthDays(tx: Session, before: string): Promise<void> {
  await tx.query('delete from customer_health_day where day < $1::date and extract(day from day) <> 1', [
    before,
  ]);
}

/** Columns of `customer_version` that health is told by. */
const DIMENSIONS = {
  ACCOUNT_MANAGER: 'account_manager_id',
  PARTNER: 'partner_id',
  SEGMENT: 'segment',
  REGION: 'region',
  VERTICAL: 'vertical',
} as const;

/** By what the health of customers is told together. */
export type HealthDimensionName = keyof typeof DIMENSIONS;

/** The health of the customers that have something in common. */
export interface HealthGroup {
  /** Null: of those without. */
  key: string | null;
  customerCount: number;
  meanScore: number;
  below50: number;
  falling: number;
}

/**
 * The health told on a day (the last one told on or before it) of customers as they were then, by what they have in
 * common; one statement.
 */
export function readHealthGroups(
  session: Session,
  day: string,
  by: HealthDimensionName,
): Promise<HealthGroup[]> {
  return session.query<HealthGroup>(
    `select v.${DIMENSIONS[by]} as key, count(*)::integer as "customerCount", avg(h.score)::float8 as "meanScore",
            (count(*) filter (where h.score < 50))::integer as below50,
            (count(*) filter (where h.trend = 'FALLING'))::integer as falling
       from customer_health_day h
       left join customer_version v on v.customer_id = h.customer_id
        and v.valid_from <= (h.day::timestamp at time zone 'utc') and v.valid_to > (h.day::timestamp at time zone 'utc')
      where h.day = (select max(day) from customer_health_day where day <= $1::date)
      group by 1 order by 1 nulls last`,
    [day],
  );
}
