import type { AttainmentFigures } from './attainment.rules.js';
import { SqlParameters, type Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { SliceFigures } from '../month-figure/index.js';
import { monthsAsOf, type LiveMonths } from '../service-level-month/index.js';

/** What there is to say where nothing was measured. */
export const NO_MONTHS: AttainmentFigures = {
  measured: 0,
  met: 0,
  lengthSeconds: '0',
  countedSeconds: '0',
  credits: [],
};

/** The months of these slices: a month of customers belongs to the instant at which its first date begins in UTC. */
export function monthsBegunIn(slices: readonly MonthSlice[]): string[] {
  return slices
    .filter(({ month, from }) => from.toISOString() === `${month}-01T00:00:00.000Z`)
    .map(({ month }) => month);
}

/** What the ledger says of these parts of months as of an instant, of all customers or of these, one a part, in order; one statement. */
export async function readAttainment(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
  live: LiveMonths,
  customerIds: readonly string[] | null = null,
): Promise<AttainmentFigures[]> {
  const months = monthsBegunIn(slices);
  const found = new Map<string, AttainmentFigures>();
  if (months.length > 0) {
    const parameters = new SqlParameters();
    const question = { months, asOf, live };
    const whose =
      customerIds === null ? '' : `k.customer_id = any(${parameters.add(customerIds)}::text[]) and `;
    const rows = await session.query<AttainmentFigures & { month: string }>(
      `with figures as (
         select month, count(*)::int as measured, (count(*) filter (where not breached))::int as met,
                sum(length_seconds) as length, sum(counted_seconds) as counted
           from ${monthsAsOf(parameters, question, `${whose}k.uptime is not null`)} m group by 1),
       owed as (
         select month, credit->>1 as currency, sum((credit->>0)::numeric) as amount
           from ${monthsAsOf(parameters, question, `${whose}k.credits <> '[]'`)} m, jsonb_array_elements(m.credits) credit
          group by 1, 2)
       select month, f.measured, f.met, f.length::text as "lengthSeconds", f.counted::text as "countedSeconds",
              coalesce((select jsonb_agg(jsonb_build_array(o.amount::text, o.currency) order by o.currency)
                          from owed o where o.month = f.month), '[]') as credits
         from figures f`,
      parameters.values,
    );
    for (const { month, ...figures } of rows) found.set(month, figures);
  }
  return slices.map((slice) => (monthsBegunIn([slice])[0] && found.get(slice.month)) || NO_MONTHS);
}

/** Verdicts on the clocks of tickets. */
export interface ResponseFigures {
  readonly met: number;
  readonly breached: number;
}

/**
 * The verdicts there were by an instant on the clocks due in these parts of different months, one a part, in order: stopped
 * in time, or breached; one statement.
 */
export async function readResponse(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<ResponseFigures>[]> {
  if (slices.length === 0) return [];
  const rows = await session.query<ResponseFigures & { month: string; settledAt: Date }>(
    `select s.month, c.met, c.breached, c.settled_at as "settledAt"
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
       cross join lateral (
         select (count(*) filter (where status = 'MET'))::int as met,
                (count(*) filter (where status = 'BREACHED'))::int as breached,
                max(case status when 'MET' then stopped_at else breached_at end) as settled_at
           from sla_clock
          where due_at >= s."from" and due_at < s."to"
            and (status = 'MET' and stopped_at <= $2 or status = 'BREACHED' and breached_at <= $2)) c`,
    [JSON.stringify(slices), asOf],
  );
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  return slices.map(({ month }) => {
    const { met = 0, breached = 0, settledAt = null } = byMonth.get(month) ?? {};
    return { month, figures: { met, breached }, settledAt };
  });
}

/** The latest downtime of the company. Instants in epoch milliseconds. */
export interface Downtime {
  readonly incidentId: string;
  readonly to: number | null;
  readonly customerCount: number;
}

/**
 * The downtime that ended last by an instant, or lasts then: an unplanned incident by which a customer's product was
 * DOWN, with how many customers it put down in all; null where there was none. One statement.
 */
export async function readLastDowntime(session: Session, asOf: Date): Promise<Downtime | null> {
  const [row] = await session.query<Downtime>(
    `select last."incidentId", last."to",
            (select count(distinct c.customer_id)::int
               from ledger_impact i join ledger_customer c using (incident_id, version, piece)
              where i.incident_id = last."incidentId" and i.current and i.state = 'DOWN'
                and i.impact_from < $1 and i.impact_from is distinct from i.impact_to) as "customerCount"
       from (
         select i.incident_id as "incidentId", (extract(epoch from i.impact_to) * 1000)::float8 as "to"
           -- In order first: one after another is looked at until one was a downtime.
           from (select * from ledger_impact i
                  where i.current and i.state = 'DOWN' and i.impact_from < $1 and i.impact_from is distinct from i.impact_to
                  order by i.impact_to desc nulls first, i.impact_from desc, i.incident_id offset 0) i
          cross join lateral (
            select 1 from ledger_statement s
             where (s.incident_id, s.version) = (i.incident_id, i.version) and not s.planned offset 0) unplanned
          cross join lateral (
            select 1 from ledger_customer c
             where (c.incident_id, c.version, c.piece) = (i.incident_id, i.version, i.piece) limit 1) hit
          order by i.impact_to desc nulls first, i.impact_from desc, i.incident_id limit 1) last`,
    [asOf],
  );
  return row ?? null;
}
