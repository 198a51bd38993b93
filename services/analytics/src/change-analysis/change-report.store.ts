import type { ListDefinition, Session } from '@plimsoll/shared';
import { ATTRIBUTED, IS_INCIDENT, WITH_TICKET, type AttributionSource } from '../incident-analysis/index.js';
import { CHANGE_INSTANT, IS_FINISHED, OUTCOME_COUNTS } from './change-outcome.store.js';
import type { OutcomeCounts } from './change-outcome.rules.js';
import { ChangeReportDimension } from './change-report.rules.js';

/** By what changes are told apart; of a change `c` and, where it has any, its assets `h`. */
const KEYS = {
  KIND: `coalesce(c.kind, '')`,
  OUTCOME: `case when c.status = 'CANCELLED' then 'CANCELLED' else c.outcome end`,
  MONTH: `month_of(${CHANGE_INSTANT})`,
  ASSET: `coalesce(h.asset_id, '')`,
  ASSET_KIND: `coalesce(h.kind, '')`,
} as const satisfies Record<ChangeReportDimension, string>;

/** Each change with every asset it touches, or once without any. */
const ASSETS = `left join lateral (select distinct a.asset_id, s.kind from unnest(c.asset_ids) as a(asset_id)
  left join asset s on s.id = a.asset_id) h on true`;
const byAsset = (by: ChangeReportDimension) =>
  by === ChangeReportDimension.ASSET || by === ChangeReportDimension.ASSET_KIND;

/** A group of changes, or all. */
export interface ChangeReportFigures extends OutcomeCounts {
  /** Null in the total. */
  readonly key: string | null;
  readonly emergencies: number;
  readonly harmful: number;
  readonly incidentCount: number;
  readonly byHandCount: number;
}

/** Which changes: those that came to their end in a period, as of an instant. */
export interface ChangeQuestion {
  readonly by: ChangeReportDimension;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
}

/** Incidents that started by the instant `$n` and are laid to a change that ended in the period, with the change. */
const caused = (from: string, to: string, asOf: string) => `
  select a.change_id, count(*)::int as incidents, (count(*) filter (where a.source = 'HAND'))::int as by_hand
    from incident i ${WITH_TICKET} ${ATTRIBUTED}
   where a.change_id is not null and ${IS_INCIDENT} and i.started_at <= ${asOf}
     and (i.caused_by_change_id is not null
          or i.started_at >= ${from} - interval '7 days' and i.started_at < ${to} + interval '24 hours')
   group by a.change_id`;

const FIGURES = `${OUTCOME_COUNTS},
  (count(*) filter (where ${IS_FINISHED} and c.kind = 'EMERGENCY'))::int as emergencies,
  (count(*) filter (where ${IS_FINISHED} and incidents > 0))::int as harmful,
  coalesce(sum(incidents), 0)::int as "incidentCount", coalesce(sum(by_hand), 0)::int as "byHandCount"`;

/** The groups of changes of a period, the largest first, and the total, which comes last; one statement. */
export function readChangeReport(
  session: Session,
  { by, from, to, asOf }: ChangeQuestion,
): Promise<ChangeReportFigures[]> {
  return session.query<ChangeReportFigures>(
    `with caused as materialized (${caused('$1::timestamptz', '$2::timestamptz', '$3::timestamptz')}),
     own as materialized (
       select c.*, k.incidents, k.by_hand
         from change c left join caused k on k.change_id = c.id
        where ${CHANGE_INSTANT} >= $1::timestamptz and ${CHANGE_INSTANT} < $2::timestamptz
          and ${CHANGE_INSTANT} <= $3::timestamptz and (${IS_FINISHED} or c.status = 'CANCELLED')),
     keyed as (select distinct ${KEYS[by]} as key, c.* from own c ${byAsset(by) ? ASSETS : ''})
     select * from (
       select key, false as whole, ${FIGURES} from keyed c group by key
       union all
       select null, true, ${FIGURES} from own c) figures
      order by whole, succeeded + "succeededWithIssues" + failed + "rolledBack" + cancelled desc, key`,
    [from, to, asOf],
  );
}

/** A change as reports list it. */
export interface ReportedChangeRow {
  id: string;
  title: string | null;
  kind: string | null;
  outcome: string | null;
  cancelled: boolean;
  endedAt: Date;
  assetIds: string[];
  incidents: { id: string; source: AttributionSource; hops: number | null }[];
}

/** Which changes a list is of. */
export interface ChangeListFilter extends ChangeQuestion {
  /** Null: all groups. */
  readonly key: string | null;
  /** `CANCELLED` or an outcome; null: all. */
  readonly outcome: string | null;
  /** Whether incidents are laid to them; null: all. */
  readonly harmful: boolean | null;
}

/** The incidents laid to a change `c`: those by hand, and those that started in reach of the rule. */
const INCIDENTS = `select i.id, a.source, a.hops from incident i ${WITH_TICKET} ${ATTRIBUTED}
  where a.change_id = c.id and ${IS_INCIDENT}
    and (i.caused_by_change_id = c.id or i.started_at >= ${CHANGE_INSTANT} - interval '7 days'
         and i.started_at <= ${CHANGE_INSTANT} + interval '24 hours')`;

/** Changes of a period, by their end. */
export const changeList: ListDefinition<ChangeListFilter, 'ENDED'> = {
  columns: `c.id, c.title, c.kind, c.outcome, c.status = 'CANCELLED' as cancelled, ${CHANGE_INSTANT} as "endedAt",
    c.asset_ids as "assetIds",
    coalesce((select jsonb_agg(jsonb_build_object('id', l.id, 'source', l.source, 'hops', l.hops) order by l.id)
                from (${INCIDENTS}) l), '[]') as incidents`,
  from: 'change c',
  id: 'c.id',
  orders: { ENDED: { sql: CHANGE_INSTANT, type: 'timestamptz' } },
  defaultOrder: { field: 'ENDED', direction: 'ASC' },
  where: ({ by, from, to, asOf, key, outcome, harmful }, parameters) => {
    const conditions = [
      `${CHANGE_INSTANT} >= ${parameters.add(from)}`,
      `${CHANGE_INSTANT} < ${parameters.add(to)}`,
      `${CHANGE_INSTANT} <= ${parameters.add(asOf)}`,
      `(${IS_FINISHED} or c.status = 'CANCELLED')`,
    ];
    if (outcome !== null) conditions.push(`${KEYS.OUTCOME} = ${parameters.add(outcome)}`);
    if (harmful !== null) conditions.push(`${harmful ? '' : 'not '}exists (${INCIDENTS})`);
    if (key !== null) {
      const isKey = `${KEYS[by]} = ${parameters.add(key)}`;
      conditions.push(byAsset(by) ? `exists (select from (values (1)) one ${ASSETS} where ${isKey})` : isKey);
    }
    return conditions;
  },
};
