import type { ListDefinition, Session } from '@plimsoll/shared';
import {
  IncidentReportDimension,
  REPEAT_DAYS,
  type IncidentFigures,
  type AttributionSource,
} from './incident-analysis.rules.js';
import {
  ATTRIBUTED,
  figuresOf,
  INCIDENT_FIGURES,
  incidentFact,
  IS_INCIDENT,
  WITH_TICKET,
  type IncidentFiguresRow,
} from './incident-fact.store.js';

/** By what incidents are told apart; of an incident `i`, its ticket `t` and, where it has any, its assets `h`. */
const KEYS = {
  MONTH: 'month_of(i.started_at)',
  CATEGORY: `coalesce(t.category, '')`,
  CAUSE: `coalesce(i.cause_category, '')`,
  SEVERITY: `coalesce(t.severity, '')`,
  PRIORITY: `coalesce(t.priority, '')`,
  ASSET: `coalesce(h.asset_id, '')`,
  ASSET_KIND: `coalesce(h.kind, '')`,
} as const satisfies Record<IncidentReportDimension, string>;

/** Each incident with every asset it names, or once without any. */
const ASSETS = `left join lateral (select distinct p.asset_id, s.kind from asset_impact p left join asset s on s.id = p.asset_id
  where p.incident_id = i.id) h on true`;
const byAsset = (by: IncidentReportDimension) =>
  by === IncidentReportDimension.ASSET || by === IncidentReportDimension.ASSET_KIND;

const REPEATED = `exists (
  select from asset_impact own
    join asset_impact other on other.asset_id = own.asset_id and other.incident_id <> own.incident_id
     and other.impact_from < i.started_at and other.impact_from >= i.started_at - interval '${REPEAT_DAYS} days'
    join asset_incident n on n.incident_id = other.incident_id and not n.planned
   where own.incident_id = i.id)`;

/** A group of incidents, or all. */
export interface IncidentReportFigures extends IncidentFigures {
  /** Null in the total. */
  readonly key: string | null;
  readonly repeatCount: number;
  readonly causedByChangeCount: number;
  readonly causedByHandCount: number;
  /** Length of the union of what was out of service, seconds within the period. */
  readonly outageSeconds: number;
}

/** Which incidents: those that started in a period, as of an instant. */
export interface IncidentQuestion {
  readonly by: IncidentReportDimension;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
}

/** The groups of incidents of a period, the largest first, and the total, which comes last; one statement. */
export async function readIncidentReport(
  session: Session,
  { by, from, to, asOf }: IncidentQuestion,
): Promise<IncidentReportFigures[]> {
  const rows = await session.query<
    IncidentFiguresRow & Omit<IncidentReportFigures, keyof IncidentFigures | 'key'> & { key: string | null }
  >(
    `with own as materialized (
       select ${incidentFact('$3::timestamptz')}, ${REPEATED} as repeated, a.source, t.category, t.severity, t.priority,
              i.cause_category,
              tstzrange(i.started_at, greatest(i.started_at, least(coalesce(i.restored_at, $3::timestamptz), $2::timestamptz,
                $3::timestamptz))) as span
         from incident i ${WITH_TICKET} ${ATTRIBUTED}
        where i.started_at >= $1::timestamptz and i.started_at < $2::timestamptz and i.started_at <= $3::timestamptz
          and ${IS_INCIDENT}),
     keyed as materialized (
       select distinct ${KEYS[by]} as key, i.* from own i cross join lateral (select i.category, i.severity, i.priority) t
         ${byAsset(by) ? ASSETS : ''}),
     figures as (
       select key, false as whole, ${FIGURES} from keyed group by key
       union all
       select null, true, ${FIGURES} from own)
     select f.*, coalesce(d.seconds, 0) as "outageSeconds"
       from figures f
       left join (
         select key, whole, sum(extract(epoch from upper(part) - lower(part)))::float8 as seconds
           from (select key, false as whole, unnest(range_agg(span)) as part from keyed group by key
                 union all
                 select null, true, unnest(range_agg(span)) from own) united
          group by key, whole) d on d.whole = f.whole and d.key is not distinct from f.key
      order by f.whole, f."incidentCount" desc, f.key`,
    [from, to, asOf],
  );
  return rows.map(({ key, repeatCount, causedByChangeCount, causedByHandCount, outageSeconds, ...row }) => ({
    key,
    repeatCount: Number(repeatCount),
    causedByChangeCount: Number(causedByChangeCount),
    causedByHandCount: Number(causedByHandCount),
    outageSeconds: Number(outageSeconds),
    ...figuresOf(row),
  }));
}

const FIGURES = `${INCIDENT_FIGURES},
  (count(*) filter (where repeated))::int as "repeatCount",
  (count(*) filter (where source is not null))::int as "causedByChangeCount",
  (count(*) filter (where source = 'HAND'))::int as "causedByHandCount"`;

/** An incident as it is on record. */
export interface ReportedIncidentRow {
  id: string;
  startedAt: Date;
  detectedAt: Date | null;
  acknowledgedAt: Date | null;
  mitigatedAt: Date | null;
  restoredAt: Date | null;
  resolvedAt: Date | null;
  causeCategory: string | null;
  category: string | null;
  severity: string | null;
  assetIds: string[];
  reopened: boolean;
  repeated: boolean;
  changeId: string | null;
  source: AttributionSource | null;
  hops: number | null;
}

/** Which incidents a list is of. */
export interface IncidentListFilter extends IncidentQuestion {
  /** Null: all groups. */
  readonly key: string | null;
  /** Whether open ones are meant, or others; null: both. */
  readonly open: boolean | null;
  /** Those laid to a change; null: all. */
  readonly changeId: string | null;
}

/** Incidents of a period, by their start. */
export const incidentList: ListDefinition<IncidentListFilter, 'STARTED'> = {
  columns: `i.id, i.started_at as "startedAt", i.detected_at as "detectedAt", i.acknowledged_at as "acknowledgedAt",
    i.mitigated_at as "mitigatedAt", i.restored_at as "restoredAt", t.resolved_at as "resolvedAt",
    i.cause_category as "causeCategory", t.category, t.severity,
    array(select distinct p.asset_id from asset_impact p where p.incident_id = i.id order by 1) as "assetIds",
    coalesce(t.reopened_count, 0) > 0 as reopened, ${REPEATED} as repeated, a.change_id as "changeId", a.source, a.hops`,
  from: `incident i ${WITH_TICKET} ${ATTRIBUTED}`,
  id: 'i.id',
  orders: { STARTED: { sql: 'i.started_at', type: 'timestamptz' } },
  defaultOrder: { field: 'STARTED', direction: 'ASC' },
  where: ({ by, from, to, asOf, key, open, changeId }, parameters) => {
    const until = `${parameters.add(asOf)}::timestamptz`;
    const conditions = [
      `i.started_at >= ${parameters.add(from)}`,
      `i.started_at < ${parameters.add(to)}`,
      `i.started_at <= ${until}`,
      IS_INCIDENT,
    ];
    if (open !== null) conditions.push(`(t.resolved_at <= ${until}) is ${open ? 'not true' : 'true'}`);
    if (changeId !== null) conditions.push(`a.change_id = ${parameters.add(changeId)}`);
    if (key !== null) {
      const isKey = `${KEYS[by]} = ${parameters.add(key)}`;
      conditions.push(byAsset(by) ? `exists (select from (values (1)) one ${ASSETS} where ${isKey})` : isKey);
    }
    return conditions;
  },
};
