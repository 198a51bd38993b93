import type { Session } from '@plimsoll/shared';
import type { TrackRecord } from './change-risk.rules.js';

/** Whose and which changes count as like a change. */
export interface LikeChanges {
  id: string;
  assetIds: readonly string[];
  teamName: string | null;
  requestedBy: string | null;
}

/** Track records by the id of the change that they are like. */
export interface TrackRecords {
  id: string;
  onAssets: TrackRecord;
  byTeam: TrackRecord;
}

/** Changes completed in the two years before an instant, with how much of each failed. Cancelled ones never count. */
const COMPLETED = `
  select id, team_name, requested_by,
         case outcome when 'SUCCEEDED' then 0 when 'SUCCEEDED_WITH_ISSUES' then 0.5 else 1 end as failed
    from change
   where status = 'COMPLETED' and outcome is not null
     and coalesce(ended_at, window_to) > $2::timestamptz - interval '2 years' and coalesce(ended_at, window_to) <= $2`;

/** The track records of changes like these, themselves left out; one statement. */
export function readTrackRecords(
  session: Session,
  changes: readonly LikeChanges[],
  now: Date,
): Promise<TrackRecords[]> {
  return session.query<TrackRecords>(
    `with completed as materialized (${COMPLETED}),
       asked as (select * from jsonb_to_recordset($1::jsonb)
         as a(id text, "assetIds" text[], "teamName" text, "requestedBy" text)),
       on_assets as (
         select l.asked_id as id, count(*)::integer as completed, sum(c.failed)::float8 as failed
           from (select distinct a.id as asked_id, ca.change_id
                   from asked a join change_asset ca on ca.asset_id = any(a."assetIds") and ca.change_id <> a.id) l
           join completed c on c.id = l.change_id
          group by l.asked_id),
       by_team as (
         select a.id, count(*)::integer as completed, sum(c.failed)::float8 as failed
           from asked a
           join completed c on c.id <> a.id and case when a."teamName" is null then c.requested_by = a."requestedBy"
                                                     else c.team_name = a."teamName" end
          group by a.id)
     select a.id,
            jsonb_build_object('completed', coalesce(o.completed, 0), 'failed', coalesce(o.failed, 0)) as "onAssets",
            jsonb_build_object('completed', coalesce(t.completed, 0), 'failed', coalesce(t.failed, 0)) as "byTeam"
       from asked a left join on_assets o using (id) left join by_team t using (id)`,
    [JSON.stringify(changes), now],
  );
}
