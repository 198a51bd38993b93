import { createHash } from 'node:crypto';
import type { Session } from '../database/index.js';
import { DomainError } from '../errors/index.js';

/** How long a key is remembered, in days. */
export const IDEMPOTENCY_RETENTION_DAYS = 30;

/** What identifies a repeated request: the key counts for one caller and one mutation only. */
export interface IdempotentRequest {
  principal: { subject: string };
  /** The mutation's name. */
  mutation: string;
  /** The caller's `idempotencyKey`. */
  key: string;
  /** The whole input; the order of its keys does not matter. */
  body: unknown;
}

/**
 * Runs `fn` once for a key, in the caller's transaction, and answers the id it made; the same request again gets
 * that id with `repeated` true and runs nothing. Of two at the same moment the second waits for the first. Throws
 * DomainError IDEMPOTENCY_MISMATCH for a key used before with another body.
 */
export async function idempotently(
  tx: Session,
  request: IdempotentRequest,
  fn: () => Promise<{ id: string }>,
): Promise<{ id: string; repeated: boolean }> {
  if (!tx.inTransaction) throw new Error('idempotently() needs a transaction');
  const where = [request.principal.subject, request.mutation, request.key];
  const hash = bodyHash(request.body);
  // Where the key is being used by an open transaction, this waits for its end.
  const [fresh] = await tx.query(
    `insert into idempotency_record (principal, mutation, key, body_hash) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [...where, hash],
  );
  if (!fresh) {
    const [found] = await tx.query<{ body_hash: string; result_id: string | null }>(
      `select body_hash, result_id from idempotency_record where principal = $1 and mutation = $2 and key = $3`,
      where,
    );
    if (found && found.body_hash !== hash) {
      throw new DomainError(
        'IDEMPOTENCY_MISMATCH',
        'This idempotencyKey was used before with another input. Use a new key for a new request.',
        ['idempotencyKey'],
      );
    }
    if (found?.result_id) return { id: found.result_id, repeated: true };
  }
  const { id } = await fn();
  await tx.query(
    `update idempotency_record set result_id = $4 where principal = $1 and mutation = $2 and key = $3`,
    [...where, id],
  );
  return { id, repeated: false };
}

/** Forgets keys older than the retention; answers how many. */
export async function pruneIdempotencyRecords(session: Session): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `with pruned as (
       delete from idempotency_record where created_at < now() - make_interval(days => $1) returning 1)
     select count(*) as count from pruned`,
    [IDEMPOTENCY_RETENTION_DAYS],
  );
  return row?.count ?? 0;
}

function bodyHash(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(body)) ?? '')
    .digest('hex');
}

/** The same value with the keys of its objects in order, as JSON would carry it. */
function canonical(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, field]) => [name, canonical(field)]));
}
