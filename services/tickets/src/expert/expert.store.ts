import type { Session } from '@plimsoll/shared';
import type { AssetHistory, SkilledPerson } from './expert.rules.js';

/** About what experts are looked for. */
export interface ExpertQuestion {
  /** The ticket itself is no history. */
  ticketId: string | null;
  assetIds: readonly string[];
}

/** What people have done with the assets of each question; one list a question, in order. One statement. */
export async function findAssetHistories(
  session: Session,
  questions: readonly ExpertQuestion[],
  now: Date,
): Promise<AssetHistory[][]> {
  const asked = questions.map(({ ticketId, assetIds }, place) => ({ place, ticketId, assetIds }));
  const rows = await session.query<AssetHistory & { place: number }>(
    `select had.place, had."personId", count(*)::integer as tickets, max(had.resolved_at) as "lastAt",
            sum(power(0.5, extract(epoch from $2::timestamptz - had.resolved_at) / (180 * 86400)))::float8 as weight
       from (select distinct given.place, t.id, t.assignee_id as "personId", t.resolved_at
               from jsonb_to_recordset($1::jsonb) as given(place integer, "ticketId" text, "assetIds" text[])
               join ticket_asset a on a.asset_id = any(given."assetIds")
               join ticket t on t.id = a.ticket_id
              where t.assignee_id is not null and t.id is distinct from given."ticketId"
                and t.resolved_at <= $2 and t.resolved_at > $2::timestamptz - interval '2 years') had
      group by had.place, had."personId"`,
    [JSON.stringify(asked), now],
  );
  return questions.map((_, place) => rows.filter((row) => row.place === place));
}

/** Agents who have one of these skills; one statement. */
export function findSkilledPeople(session: Session, skillIds: readonly string[]): Promise<SkilledPerson[]> {
  if (skillIds.length === 0) return Promise.resolve([]);
  return session.query<SkilledPerson>(
    `select a.person_id as "personId", a.skills from agent a
      where a.skills @> any (select jsonb_build_array(jsonb_build_object('skillId', given.id))
        from unnest($1::text[]) as given(id))`,
    [[...skillIds]],
  );
}
