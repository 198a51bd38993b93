import { INTERVALS, NO_INCIDENTS, type IncidentFigures } from './incident-analysis.rules.js';

const seconds = (from: string, to: string) => `extract(epoch from ${to} - ${from})::float8`;

/**
 * Select list of one row an incident, as of an instant: what happened after it has not happened. `i` is an incident, `t`
 * its ticket, if any.
 *
 * @param asOf the instant, as the statement names it
 */
export function incidentFact(asOf: string): string {
  const by = (column: string) => `case when ${column} <= ${asOf} then ${column} end`;
  const [detected, acknowledged] = [by('i.detected_at'), by('i.acknowledged_at')];
  const [mitigated, restored, resolved] = [by('i.mitigated_at'), by('i.restored_at'), by('t.resolved_at')];
  return `i.id, i.started_at, ${resolved} as resolved_at,
    coalesce(t.reopened_count, 0) > 0 as reopened,
    greatest(i.started_at, i.detected_at, i.acknowledged_at, i.mitigated_at, i.restored_at, t.resolved_at) as settled_at,
    ${seconds('i.started_at', detected)} as detect, ${seconds(detected, acknowledged)} as acknowledge,
    ${seconds('i.started_at', mitigated)} as mitigate, ${seconds('i.started_at', restored)} as restore,
    ${seconds('i.started_at', resolved)} as resolve`;
}

/**
 * Join after an incident `i`: its ticket `t`, if any. Looked up one by one: the planner thinks of scanning all tickets
 * where it cannot tell how few incidents there are.
 */
export const WITH_TICKET = `left join lateral (select * from ticket where ticket.id = i.id offset 0) t on true`;

/** Condition: what counts as an incident, unplanned and itself: `i` an incident, `t` its ticket, if any. */
export const IS_INCIDENT = 'not i.planned and t.merged_into_id is null';

/**
 * Lateral join after an incident `i`: `a.change_id`, `a.source` (HAND or RULE), `a.hops` (null by hand), at most one row.
 */
export const ATTRIBUTED = `left join lateral (
  select i.caused_by_change_id as change_id, 'HAND' as source, null::int as hops where i.caused_by_change_id is not null
  union all
  (select c.id, 'RULE', min(near.hops)::int
     from change c
     join lateral (
       select 0 as hops from asset_impact p where p.incident_id = i.id and p.asset_id = any(c.asset_ids)
       union all
       select s.hops from incident_suspects told
        cross join jsonb_to_recordset(told.suspects) as s("changeId" text, hops int)
        where told.id = i.id and s."changeId" = c.id) near on true
    where i.caused_by_change_id is null and c.status in ('IN_PROGRESS', 'COMPLETED')
      and change_instant(c.ended_at, c.window_to, c.window_from, c.started_at)
          between i.started_at - interval '24 hours' and i.started_at + interval '7 days'
      and coalesce(c.started_at, c.window_from, c.ended_at, c.window_to) <= i.started_at
    group by c.id
    order by min(near.hops), change_instant(c.ended_at, c.window_to, c.window_from, c.started_at) desc, c.id
    limit 1)
  ) a on true`;

const measured = (name: string) => `
  avg(${name}) filter (where ${name} >= 0) as "${name}Mean",
  round((percentile_cont(0.5) within group (order by ${name}) filter (where ${name} >= 0))::numeric, 3)::float8 as "${name}Median",
  round((percentile_cont(0.9) within group (order by ${name}) filter (where ${name} >= 0))::numeric, 3)::float8 as "${name}P90",
  (count(*) filter (where ${name} >= 0))::int as "${name}Measured",
  (count(*) filter (where ${name} is null and resolved_at is not null))::int as "${name}Missing",
  (count(*) filter (where ${name} < 0))::int as "${name}Negative"`;

/** Select list: figures of grouped rows of {@link incidentFact}, to be read by {@link figuresOf}. */
export const INCIDENT_FIGURES = `count(*)::int as "incidentCount",
  (count(*) filter (where resolved_at is null))::int as "openCount",
  (count(*) filter (where reopened))::int as "reopenedCount",
  max(settled_at) as "settledAt", ${INTERVALS.map(measured).join(', ')}`;

/** A row of {@link INCIDENT_FIGURES}. */
export type IncidentFiguresRow = Record<string, number | null> & {
  incidentCount: number;
  openCount: number;
  reopenedCount: number;
};

/** The figures that a row tells; without a row, those of no incident. */
export function figuresOf(row: IncidentFiguresRow | undefined): IncidentFigures {
  if (row === undefined) return NO_INCIDENTS;
  const interval = (name: string) => ({
    mean: row[`${name}Mean`] ?? null,
    median: row[`${name}Median`] ?? null,
    p90: row[`${name}P90`] ?? null,
    measuredCount: row[`${name}Measured`] ?? 0,
    missingCount: row[`${name}Missing`] ?? 0,
    negativeCount: row[`${name}Negative`] ?? 0,
  });
  const { incidentCount, openCount, reopenedCount } = row;
  return {
    incidentCount,
    openCount,
    reopenedCount,
    detect: interval('detect'),
    acknowledge: interval('acknowledge'),
    mitigate: interval('mitigate'),
    restore: interval('restore'),
    resolve: interval('resolve'),
  };
}
