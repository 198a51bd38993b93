import type { Session } from '@plimsoll/shared';
import type { Owner } from './shadow.store.js';

/** Where a rebuilding stands. */
export type RebuildStatus = 'REQUESTED' | 'RUNNING' | 'COMPLETED' | 'REFUSED' | 'FAILED';

/** One building anew of everything that is kept from events. */
export interface Rebuild {
  number: number;
  status: RebuildStatus;
  requestedBy: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  versions: Record<string, number>;
  shape: string | null;
  differences: string[];
  failure: string | null;
}

const REBUILD = `number, status, requested_by as "requestedBy", requested_at as "requestedAt",
  started_at as "startedAt", finished_at as "finishedAt", versions, shape, differences, failure`;

/** The rebuilding under way, else the latest one; null before the first. One statement. */
export async function readLatest(session: Session): Promise<Rebuild | null> {
  const [row] = await session.query<Rebuild>(
    `select ${REBUILD} from projection_rebuild order by number desc limit 1`,
  );
  return row ?? null;
}

/** Asks for a rebuilding; where one is under way nothing more is asked for. One statement. */
export async function requestRebuild(
  tx: Session,
  versions: Record<string, number>,
  requestedBy: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into projection_rebuild (status, requested_by, requested_at, versions)
     values ('REQUESTED', $1, $2, $3) on conflict do nothing`,
    [requestedBy, at, JSON.stringify(versions)],
  );
}

/** Which version of a projection its tables were built by, and when. */
export interface BuiltVersion {
  name: string;
  version: number;
  builtAt: Date;
}

/** Which version of each projection the tables were built by. One statement. */
export async function readVersions(session: Session): Promise<BuiltVersion[]> {
  return session.query(
    'select name, version, built_at as "builtAt" from projection_version order by name collate "C"',
  );
}

/** Notes by which versions the tables are built; projections that are no more are forgotten. */
export async function keepVersions(owner: Owner, versions: Record<string, number>, at: Date): Promise<void> {
  await owner.query(
    `insert into projection_version as kept (name, version, built_at)
     select key, value::integer, $2 from jsonb_each_text($1::jsonb)
     on conflict (name) do update set version = excluded.version, built_at = excluded.built_at`,
    [JSON.stringify(versions), at],
  );
  await owner.query('delete from projection_version where name <> all($1::text[])', [Object.keys(versions)]);
}

/** By which versions the tables were built; `NEW` where no event was ever taken in. */
export async function readKnownVersions(
  owner: Owner,
  consumer: string,
): Promise<Record<string, number> | 'NEW'> {
  const { rows } = await owner.query<{ name: string; version: number }>(
    'select name, version from projection_version',
  );
  if (rows.length === 0) {
    const { rows: taken } = await owner.query(
      'select from inbox_cursor where consumer = $1 and position > 0 limit 1',
      [consumer],
    );
    if (taken.length === 0) return 'NEW';
  }
  return Object.fromEntries(rows.map(({ name, version }) => [name, version]));
}

/** Asks for a rebuilding because of the code; where one is under way nothing more is asked for. */
export async function requestByCode(owner: Owner, versions: Record<string, number>, at: Date): Promise<void> {
  await owner.query(
    `insert into projection_rebuild (status, requested_at, versions) values ('REQUESTED', $1, $2) on conflict do nothing`,
    [at, JSON.stringify(versions)],
  );
}

/** Moves a rebuilding on; `finished` where this was its end. */
export async function advanceRebuild(
  owner: Owner,
  number: number,
  to: {
    status: RebuildStatus;
    shape?: string;
    versions?: Record<string, number>;
    differences?: string[];
    failure?: string;
    at: Date;
  },
): Promise<void> {
  const isOver = to.status !== 'RUNNING';
  await owner.query(
    `update projection_rebuild
        set status = $2, shape = coalesce($3, shape), differences = coalesce($4, differences),
            failure = coalesce($5, failure), started_at = case when $6 then started_at else $7::timestamptz end,
            finished_at = case when $6 then $7::timestamptz end, versions = coalesce($8, versions)
      where number = $1`,
    [
      number,
      to.status,
      to.shape ?? null,
      to.differences === undefined ? null : JSON.stringify(to.differences),
      to.failure ?? null,
      isOver,
      to.at,
      to.versions === undefined ? null : JSON.stringify(to.versions),
    ],
  );
}

/** The rebuilding that is to be done or under way; null where none is. */
export async function readUnfinished(owner: Owner): Promise<Rebuild | null> {
  const { rows } = await owner.query<Rebuild>(
    `select ${REBUILD} from projection_rebuild where finished_at is null`,
  );
  return rows[0] ?? null;
}

/** Forgets how far a consumer had come and what it had put aside. */
export async function forgetConsumer(owner: Owner, consumer: string): Promise<void> {
  await owner.query('delete from inbox_cursor where consumer = $1', [consumer]);
  await owner.query('delete from parked_event where consumer = $1', [consumer]);
}

/** Holds a consumer where it stands until the transaction ends; answers its position at each of these producers. */
export async function holdConsumer(
  owner: Owner,
  consumer: string,
  producers: readonly string[],
): Promise<Record<string, number>> {
  await owner.query(
    `insert into inbox_cursor (consumer, producer, position)
     select $1, producer, 0 from unnest($2::text[]) as producer on conflict do nothing`,
    [consumer, producers],
  );
  const { rows } = await owner.query<{ producer: string; position: number }>(
    'select producer, position from inbox_cursor where consumer = $1 order by producer for update',
    [consumer],
  );
  return Object.fromEntries(rows.map(({ producer, position }) => [producer, position]));
}

/** What one consumer had put aside is now what the other has. */
export async function handOverParked(owner: Owner, from: string, to: string): Promise<void> {
  await owner.query('delete from parked_event where consumer = $1', [to]);
  await owner.query('update parked_event set consumer = $2 where consumer = $1', [from, to]);
  await owner.query('delete from inbox_cursor where consumer = $1', [from]);
}

/** What processes hold in memory of the tables is void. */
export async function voidMemories(owner: Owner): Promise<void> {
  await owner.query('update account_generation set number = number + 1');
}
