import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

/** Copies of assets; `first_seen_at` is when the first event told of it. */
export const assetCopies = new Copies(
  'asset',
  {
    name: 'text',
    kind: 'text',
    status: 'text',
    external_id: 'text',
    source: 'text',
    first_seen_at: 'timestamptz',
  },
  { earliest: ['first_seen_at'] },
);

/** Copies of changes. */
export const changeCopies = new Copies('change', {
  title: 'text',
  kind: 'text',
  status: 'text',
  outcome: 'text',
  asset_ids: 'text[]',
  window_from: 'timestamptz',
  window_to: 'timestamptz',
  started_at: 'timestamptz',
  ended_at: 'timestamptz',
});

/** What an incident does to assets, complete; instants as RFC 3339 text in UTC. */
export interface IncidentStatement {
  incidentId: string;
  version: number;
  planned: boolean;
  impacts: { assetId: string; state: string; from: string; to: string | null }[];
}

/** Replaces what is on record of these incidents, one statement each, where theirs is newer. */
export async function replaceIncidents(tx: Session, statements: readonly IncidentStatement[]): Promise<void> {
  const newer = await tx.query<{ id: string }>(
    `insert into asset_incident as kept (incident_id, version, planned)
     select "incidentId", version, planned
       from jsonb_to_recordset($1::jsonb) as given("incidentId" text, version integer, planned boolean)
     on conflict (incident_id) do update set version = excluded.version, planned = excluded.planned
      where kept.version < excluded.version
     returning incident_id as id`,
    [JSON.stringify(statements.map(({ impacts: _, ...statement }) => statement))],
  );
  if (newer.length === 0) return;
  const ids = new Set(newer.map((row) => row.id));
  await tx.query('delete from asset_impact where incident_id = any($1::text[])', [[...ids]]);
  const impacts = statements
    .filter(({ incidentId }) => ids.has(incidentId))
    .flatMap(({ incidentId, impacts: listed }) =>
      listed.map((impact, piece) => ({ incidentId, piece, ...impact })),
    );
  await tx.query(
    `insert into asset_impact (incident_id, piece, asset_id, state, impact_from, impact_to)
     select "incidentId", piece, "assetId", state, "from", "to"
       from jsonb_to_recordset($1::jsonb) as given("incidentId" text, piece integer, "assetId" text, state text,
         "from" timestamptz, "to" timestamptz)`,
    [JSON.stringify(impacts)],
  );
}

/** Forgets assets, changes and incidents. */
export async function clearReliability(tx: Session): Promise<void> {
  for (const table of ['asset_impact', 'asset_incident', 'change', 'asset']) {
    await tx.query(`delete from ${table}`);
  }
}

/** What is on record of an asset's failures and changes. */
export interface AssetRecord {
  assetId: string;
  /** Unplanned incidents that hit it, whatever their state. */
  incidentCount: number;
  /** Length of the union of its DOWN intervals, seconds. */
  downSeconds: number;
  /** From the first thing on record of it to `now`, seconds; 0 where nothing is. */
  observedSeconds: number;
  changesSucceeded: number;
  changesFinished: number;
}

/** The records of these assets at an instant, as far as the session's scope sees them; one statement. */
export async function readAssetRecords(
  session: Session,
  assetIds: readonly string[],
  now: Date,
): Promise<AssetRecord[]> {
  return session.query<AssetRecord>(
    `with impact as (
       select i.asset_id, i.incident_id, n.planned, i.state, i.impact_from,
              least(coalesce(i.impact_to, $2::timestamptz), $2::timestamptz) as impact_to
         from asset_impact i join asset_incident n using (incident_id)
        where i.asset_id = any($1::text[]) and i.impact_from <= $2::timestamptz),
     failure as (
       select asset_id, min(impact_from) as first_at,
              (count(distinct incident_id) filter (where not planned))::integer as incidents
         from impact group by asset_id),
     down as (
       select asset_id, sum(extract(epoch from upper(span) - lower(span)))::float8 as seconds
         from (select asset_id, unnest(range_agg(tstzrange(impact_from, impact_to))) as span
                 from impact where state = 'DOWN' group by asset_id) united
        group by asset_id),
     finished as (
       select changed.asset_id, count(*)::integer as total,
              (count(*) filter (where c.outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES')))::integer as succeeded
         from change c cross join unnest(c.asset_ids) as changed(asset_id)
        where c.asset_ids && $1::text[] and changed.asset_id = any($1::text[])
          and c.status <> 'CANCELLED'
          and c.outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK')
        group by changed.asset_id)
     select asked.id as "assetId", coalesce(failure.incidents, 0) as "incidentCount",
            coalesce(down.seconds, 0) as "downSeconds",
            coalesce(greatest(0, extract(epoch from $2::timestamptz - least(a.first_seen_at, failure.first_at))), 0)::float8
              as "observedSeconds",
            coalesce(finished.succeeded, 0) as "changesSucceeded", coalesce(finished.total, 0) as "changesFinished"
       from unnest($1::text[]) as asked(id)
       left join asset a on a.id = asked.id
       left join failure on failure.asset_id = asked.id
       left join down on down.asset_id = asked.id
       left join finished on finished.asset_id = asked.id`,
    [assetIds, now],
  );
}
