import type { Session } from '../database/index.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
/** Codes by which a caller is refused, as opposed to being told to correct something. */
const DENIALS: readonly string[] = ['NOT_FOUND', 'FORBIDDEN'];
const MOST_IDS = 50;
const ID = /^[a-z]{2,8}_[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** What is recorded of an attempt that was refused. */
export interface DeniedAttempt {
  /** The name of the mutation; `authenticate` for an API key that was not accepted. */
  action: string;
  code: string;
  /** The caller's stable name. */
  subject: string;
  /** The person behind the caller, if any. */
  actorId: string | null;
  /** The records it named, at most 50. */
  recordIds: readonly string[];
  requestId: string | null;
}

/** Whether a failure of this code means that the caller was refused. */
export function isDenial(code: string): boolean {
  return DENIALS.includes(code);
}

/** The ids of records anywhere in an input, each once, in order, at most 50; nothing else of the input. */
export function idsWithin(input: unknown): string[] {
  const found = new Set<string>();
  const waiting: unknown[] = [input];
  for (let next = 0; next < waiting.length && found.size < MOST_IDS; next += 1) {
    const value = waiting[next];
    if (typeof value === 'string') {
      if (ID.test(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      for (const inner of Object.values(value)) waiting.push(inner);
    }
  }
  return [...found];
}

/**
 * Records an attempt in a transaction of its own, so that it stays when what was attempted is undone. The session
 * is in no transaction.
 */
export async function recordDeniedAttempt(session: Session, attempt: DeniedAttempt): Promise<void> {
  await session.transactionAs(SYSTEM, (tx) =>
    tx.query(
      `insert into denied_attempt (at, action, code, subject, actor_id, record_ids, request_id)
       values (now(), $1, $2, $3, $4, $5, $6)`,
      [
        attempt.action,
        attempt.code,
        attempt.subject,
        attempt.actorId,
        [...attempt.recordIds],
        attempt.requestId,
      ],
    ),
  );
}
