import pg from 'pg';
import { columnTypes, roleOf, toDatabaseError } from '../database/index.js';

const BATCH = 200;

/** Whatever sends statements: a session, or a connection of its own. */
interface Reader {
  query<Row>(sql: string, params: unknown[]): Promise<Row[]>;
}

/** What is wrong with a seal. */
export type SealFault =
  /** Its number, its beginning or its previous hash does not continue the seal before it. */
  | 'CHAIN_BROKEN'
  /** The seal itself was changed: its hash is not that of what it says. */
  | 'SEAL_CHANGED'
  /** It covers more or fewer entries than it did when it was set. */
  | 'ENTRIES_ADDED_OR_REMOVED'
  /** As many entries as it says, but at least one was changed or exchanged. */
  | 'ENTRY_CHANGED'
  /** No seal has the hash that was noted earlier: the chain was cut or written anew. */
  | 'KNOWN_HASH_MISSING';

/** What recomputing the audit log of one service found. */
export interface AuditVerification {
  /** Whether every seal agrees with its entries and with the seal before it. */
  intact: boolean;
  /** Seals found, those after the first fault included. */
  seals: number;
  /** Entries under the seals that agree. */
  sealedEntries: number;
  /** Entries no seal covers yet, and the oldest of them. */
  unsealedEntries: number;
  oldestUnsealedAt: Date | null;
  /** The latest seal: worth noting outside the database. */
  latestSeal: { number: number; hash: string; sealedAt: Date } | null;
  /** The first seal that does not agree; null where all do. */
  firstFault: { seal: number | null; sealedAt: Date | null; fault: SealFault } | null;
}

interface SealRow {
  number: number;
  sealedAt: Date;
  fromXid: string;
  toXid: string;
  entries: number;
  previousHash: string;
  hash: string;
  entriesHash: string;
  computedHash: string;
  foundEntries: number;
  foundHash: string;
}

/**
 * The entries' digests are written out here once more, not taken from the function that seals: what is in the
 * database is what is being checked.
 */
const SEALS = `
  select s.number, s.sealed_at as "sealedAt", s.from_xid::text as "fromXid", s.to_xid::text as "toXid", s.entries,
         encode(s.previous_hash, 'hex') as "previousHash", encode(s.hash, 'hex') as hash,
         encode(s.entries_hash, 'hex') as "entriesHash",
         encode(sha256(s.previous_hash || s.entries_hash || convert_to(jsonb_build_array(s.number, s.from_xid::text,
           s.to_xid::text, s.entries, (extract(epoch from s.sealed_at) * 1000000)::bigint)::text, 'UTF8')), 'hex')
           as "computedHash",
         found.entries as "foundEntries", encode(found.hash, 'hex') as "foundHash"
    from audit_seal s
   cross join lateral (
     select count(*) as entries,
            sha256(coalesce(string_agg(e.digest, ''::bytea order by e.xid, e.seq), ''::bytea)) as hash
       from (
         select h.xid, h.seq, sha256(convert_to(jsonb_build_array('history', h.seq, h.xid::text, h.record_type,
                  h.record_id, h.version, (extract(epoch from h.at) * 1000000)::bigint, h.actor_id, h.change_id,
                  h.reason, h.subject, h.request_id, h.fields)::text, 'UTF8')) as digest
           from history h where h.xid >= s.from_xid and h.xid < s.to_xid
         union all
         select d.xid, d.seq, sha256(convert_to(jsonb_build_array('denied_attempt', d.seq, d.xid::text, d.action,
                  d.code, d.subject, (extract(epoch from d.at) * 1000000)::bigint, d.actor_id, d.record_ids,
                  d.request_id)::text, 'UTF8'))
           from denied_attempt d where d.xid >= s.from_xid and d.xid < s.to_xid
       ) as e
   ) as found
   where s.number > $1 order by s.number limit ${BATCH}`;

const UNSEALED = `
  select count(*) as entries, min(at) as "oldestAt"
    from (select at from history where xid >= $1::xid8
          union all select at from denied_attempt where xid >= $1::xid8) as e`;

/**
 * Recomputes the audit log of the session's database and compares it with its seals, in time proportional to the
 * log. The session is of a scope that sees the whole log: `SYSTEM`, or staff.
 *
 * @param knownHash the hash of a seal noted earlier outside the database, in hexadecimal: without one, a log whose
 *   seals were all written anew cannot be told from the true one
 */
export async function verifyAuditLog(session: Reader, knownHash?: string | null): Promise<AuditVerification> {
  let last: SealRow | undefined;
  let seals = 0;
  let sealedEntries = 0;
  let firstFault: AuditVerification['firstFault'] = null;
  let known = knownHash == null;
  for (;;) {
    const rows: SealRow[] = await session.query<SealRow>(SEALS, [last?.number ?? -1]);
    for (const row of rows) {
      const fault = faultOf(row, last);
      if (fault && !firstFault) firstFault = { seal: row.number, sealedAt: row.sealedAt, fault };
      if (!firstFault) sealedEntries += row.foundEntries;
      known ||= row.hash === knownHash?.toLowerCase();
      seals += 1;
      last = row;
    }
    if (rows.length < BATCH) break;
  }
  if (!known) firstFault ??= { seal: null, sealedAt: null, fault: 'KNOWN_HASH_MISSING' };
  const [unsealed] = await session.query<{ entries: number; oldestAt: Date | null }>(UNSEALED, [
    last?.toXid ?? '0',
  ]);
  return {
    intact: firstFault === null,
    seals,
    sealedEntries,
    unsealedEntries: unsealed?.entries ?? 0,
    oldestUnsealedAt: unsealed?.oldestAt ?? null,
    latestSeal: last ? { number: last.number, hash: last.hash, sealedAt: last.sealedAt } : null,
    firstFault,
  };
}

function faultOf(seal: SealRow, before: SealRow | undefined): SealFault | null {
  const continues =
    seal.number === (before?.number ?? 0) + 1 &&
    seal.fromXid === (before?.toXid ?? '0') &&
    seal.previousHash === (before?.hash ?? '');
  if (!continues) return 'CHAIN_BROKEN';
  if (seal.hash !== seal.computedHash) return 'SEAL_CHANGED';
  if (seal.entries !== seal.foundEntries) return 'ENTRIES_ADDED_OR_REMOVED';
  return seal.entriesHash === seal.foundHash ? null : 'ENTRY_CHANGED';
}

/**
 * Recomputes the audit log in the database of a service, without the service: on a connection of its own, read only,
 * under the service's role, however long it takes.
 *
 * @param url connection string of the owner of the database
 * @throws DatabaseError when the database cannot be reached
 */
export async function verifyAuditLogAt(
  url: string,
  service: string,
  knownHash?: string | null,
): Promise<AuditVerification> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `plimsoll-${service}-audit`,
    types: columnTypes,
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(`set local role ${roleOf(service)}`);
    await client.query(`set local plimsoll.viewer = 'SYSTEM'`);
    const reader: Reader = {
      query: async <Row>(sql: string, params: unknown[]) => (await client.query(sql, params)).rows as Row[],
    };
    return await verifyAuditLog(reader, knownHash);
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    await client.end();
  }
}
