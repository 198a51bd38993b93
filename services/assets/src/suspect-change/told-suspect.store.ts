import type { Session } from '@plimsoll/shared';

/** An incident whose suspects are to be looked at, and what was told of them last. */
export interface AskedIncident {
  id: string;
  /** 0 where nothing was told. */
  toldVersion: number;
  toldHash: string | null;
}

/** Takes what asks for suspects to be looked at again; the incidents it is about, in order. Two statements. */
export async function takeAsked(tx: Session): Promise<AskedIncident[]> {
  const taken = await tx.query<{ stretches: string }>(
    'delete from suspect_request returning stretches::text as stretches',
  );
  if (taken.length === 0) return [];
  return tx.query<AskedIncident>(
    `select i.id, coalesce(t.version, 0) as "toldVersion", t.hash as "toldHash"
       from incident i left join told_suspects t on t.incident_id = i.id
      where not isempty(i.span)
        and lower(i.span) <@ (select range_agg(one) from unnest($1::text[]) as given, unnest(given::tstzmultirange) as one)
      order by i.id`,
    [taken.map(({ stretches }) => stretches)],
  );
}

/** Notes what was told. One statement. */
export async function noteTold(
  tx: Session,
  told: readonly { id: string; version: number; hash: string }[],
): Promise<void> {
  await tx.query(
    `insert into told_suspects (incident_id, version, hash)
     select id, version, hash from jsonb_to_recordset($1::jsonb) as given(id text, version integer, hash text)
     on conflict (incident_id) do update set version = excluded.version, hash = excluded.hash`,
    [JSON.stringify(told)],
  );
}
