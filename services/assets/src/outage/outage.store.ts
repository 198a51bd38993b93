import type { Session } from '@plimsoll/shared';
import type { RecordedOutage } from './outage.rules.js';

/** An incident's impact as tickets told it last. */
export interface ToldIncident {
  id: string;
  version: number;
  planned: boolean;
  announcedFrom: string | null;
  announcedTo: string | null;
  noticeGivenAt: string | null;
  impacts: {
    assetId: string | null;
    productId: string | null;
    customerId: string | null;
    state: 'DEGRADED' | 'DOWN';
    from: string;
    to: string | null;
  }[];
}

/** An incident as kept, with its parts on record and what was last told of its customers. */
export interface KeptIncident {
  id: string;
  planned: boolean;
  announcedFrom: Date | null;
  announcedTo: Date | null;
  noticeGivenAt: Date | null;
  toldHash: string | null;
  toldVersion: number;
  /** Whether its customer impact is to be stated again; else it is only what others overlap with. */
  restated: boolean;
  outages: RecordedOutage[];
}

interface OutageRow {
  id: string;
  kind: RecordedOutage['kind'];
  planned: boolean;
  announcedFrom: Date | null;
  announcedTo: Date | null;
  noticeGivenAt: Date | null;
  state: RecordedOutage['state'];
  from: Date;
  to: Date | null;
  assetIds: string[] | null;
  productId: string | null;
  customerId: string | null;
}

/** Incidents and changes that may hold assets in [from, to), whatever the session's scope; one statement. */
export async function readOutages(session: Session, from: Date, to: Date): Promise<RecordedOutage[]> {
  const rows = await session.query<OutageRow>(
    `select id, kind, planned, announced_from as "announcedFrom", announced_to as "announcedTo",
            notice_given_at as "noticeGivenAt", state, from_at as "from", to_at as "to", asset_ids as "assetIds",
            product_id as "productId", customer_id as "customerId"
       from outages_between($1, $2)`,
    [from, to],
  );
  return rows.map((row) => ({
    ...row,
    announcedFrom: row.announcedFrom?.getTime() ?? null,
    announcedTo: row.announcedTo?.getTime() ?? null,
    noticeGivenAt: row.noticeGivenAt?.getTime() ?? null,
    from: row.from.getTime(),
    to: row.to?.getTime() ?? null,
    assetIds: row.assetIds ?? [],
  }));
}

/**
 * Keeps what tickets told; what is older than what is kept changes nothing. Answers the spans that incidents which
 * changed had before or have now, in PostgreSQL's text of ranges.
 */
export async function keepIncidents(tx: Session, told: readonly ToldIncident[]): Promise<string[]> {
  const rows = await tx.query<{ before: string | null; span: string }>(
    `with given as (
       select g.*, coalesce((select tstzrange(min(p."from"),
                case when bool_or(p."to" is null) then null else max(p."to") end)
           from jsonb_to_recordset(g.impacts) as p("from" timestamptz, "to" timestamptz)), 'empty') as span
         from jsonb_to_recordset($1::jsonb) as g(id text, version integer, planned boolean,
              "announcedFrom" timestamptz, "announcedTo" timestamptz, "noticeGivenAt" timestamptz, impacts jsonb)
     ), before as (
       select i.id, i.span from incident i where i.id in (select id from given)
     ), kept as (
       insert into incident as i (id, version, planned, announced_from, announced_to, notice_given_at, span)
       select id, version, planned, "announcedFrom", "announcedTo", "noticeGivenAt",
              case when jsonb_array_length(impacts) = 0 then 'empty' else span end from given
       on conflict (id) do update set version = excluded.version, planned = excluded.planned,
         announced_from = excluded.announced_from, announced_to = excluded.announced_to,
         notice_given_at = excluded.notice_given_at, span = excluded.span
       where i.version <= excluded.version
       returning i.id, i.span
     ), dropped as (
       delete from incident_impact p using kept k where p.incident_id = k.id
     )
     select k.id, b.span::text as before, k.span::text as span from kept k left join before b on b.id = k.id`,
    [JSON.stringify(told)],
  );
  const kept = new Set((rows as unknown as { id: string }[]).map((row) => row.id));
  await tx.query(
    `insert into incident_impact (incident_id, place, asset_id, product_id, customer_id, state, from_at, to_at)
     select "incidentId", place, "assetId", "productId", "customerId", state, "from", "to"
       from jsonb_to_recordset($1::jsonb) as p("incidentId" text, place integer, "assetId" text, "productId" text,
            "customerId" text, state text, "from" timestamptz, "to" timestamptz)`,
    [
      JSON.stringify(
        told
          .filter(({ id }) => kept.has(id))
          .flatMap(({ id, impacts }) =>
            impacts.map((impact, place) => ({ ...impact, incidentId: id, place })),
          ),
      ),
    ],
  );
  return rows.flatMap(({ before, span }) => (before === null ? [span] : [before, span]));
}

/**
 * The incidents whose customer impact depends on what happened in `spans`: those that overlap one of them
 * (`restated`), and those that overlap such an incident. Locks the former.
 */
export async function findRestatable(tx: Session, spans: readonly string[]): Promise<KeptIncident[]> {
  const rows = await tx.query<
    Omit<KeptIncident, 'outages'> & {
      parts: (Omit<OutageRow, 'from' | 'to'> & { from: string; to: string | null })[] | null;
    }
  >(
    `with changed as (
       select i.id, i.span from incident i
        where i.span && (select range_agg(given.span::tstzrange) from unnest($1::text[]) as given(span))
     ), around as (
       select range_agg(span) as spans from changed
     )
     select i.id, i.planned, i.announced_from as "announcedFrom", i.announced_to as "announcedTo",
            i.notice_given_at as "noticeGivenAt", i.told_hash as "toldHash", i.told_version as "toldVersion",
            exists (select from changed c where c.id = i.id) as restated,
            (select jsonb_agg(jsonb_build_object('state', p.state, 'from', p.from_at, 'to', p.to_at,
                      'assetIds', p.asset_ids, 'productId', p.product_id, 'customerId', p.customer_id))
               from (select state, from_at, to_at, product_id, customer_id,
                            array_agg(asset_id) filter (where asset_id is not null) as asset_ids
                       from incident_impact where incident_id = i.id
                      group by state, from_at, to_at, product_id, customer_id) as p) as parts
       from incident i, around where i.span && around.spans
      order by i.id for update of i`,
    [spans],
  );
  return rows.map(({ parts, ...incident }) => ({
    ...incident,
    outages: (parts ?? []).map((part) => ({
      id: incident.id,
      kind: 'INCIDENT',
      planned: incident.planned,
      announcedFrom: null,
      announcedTo: null,
      noticeGivenAt: null,
      state: part.state,
      from: Date.parse(part.from),
      to: part.to === null ? null : Date.parse(part.to),
      assetIds: part.assetIds ?? [],
      productId: part.productId,
      customerId: part.customerId,
    })),
  }));
}

/** The incidents with these ids of which something was told, and which no longer have any impact. */
export async function findCleared(tx: Session, ids: readonly string[]): Promise<KeptIncident[]> {
  const rows = await tx.query<Omit<KeptIncident, 'outages'>>(
    `select id, planned, announced_from as "announcedFrom", announced_to as "announcedTo",
            notice_given_at as "noticeGivenAt", told_hash as "toldHash", told_version as "toldVersion", true as restated
       from incident where id = any($1::text[]) and isempty(span) and told_version > 0 order by id for update`,
    [ids],
  );
  return rows.map((row) => ({ ...row, outages: [] }));
}

/** Notes what has been told of incidents. */
export async function noteTold(
  tx: Session,
  told: readonly { id: string; hash: string; version: number }[],
): Promise<void> {
  await tx.query(
    `update incident i set told_hash = given.hash, told_version = given.version
       from jsonb_to_recordset($1::jsonb) as given(id text, hash text, version integer) where i.id = given.id`,
    [JSON.stringify(told)],
  );
}

/** Asks that incidents which last beyond an instant be stated again; without any such incident nothing is asked. */
export async function noteRestatement(tx: Session, since: Date): Promise<void> {
  await tx.query('select request_restatement($1)', [since]);
}

/** Takes what was asked since the last time: the earliest instant, or null. */
export async function takeRestatements(tx: Session): Promise<Date | null> {
  const [row] = await tx.query<{ since: Date | null }>(
    'with taken as (delete from restatement_request returning since) select min(since) as since from taken',
  );
  return row?.since ?? null;
}
