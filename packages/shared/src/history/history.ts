import type { Session } from '../database/index.js';
import type { ChangedField } from './changed-fields.rules.js';

/** Who changes records and why, for their history. */
export interface Author {
  /** The person who does it; null for the platform itself. */
  actorId: string | null;
  /** The change request it is part of, if any. */
  changeId?: string | null;
  /** Why, in the author's own words. */
  reason?: string | null;
  /** The stable name of the caller who asked for it; null for the platform itself. */
  subject?: string | null;
  /** The request in which it was asked for. */
  requestId?: string | null;
}

/** What is recorded of one change of one record. */
export interface NewHistoryEntry {
  /** The noun: `customer`, `asset` … */
  recordType: string;
  recordId: string;
  /** The version the record has since this change; each is recorded once. */
  version: number;
  /** When it happened; when absent, the transaction's time, or that of the version before where that is later. */
  at?: Date;
  author: Author;
  fields: readonly ChangedField[];
}

/** A recorded change. */
export interface HistoryEntry extends Omit<NewHistoryEntry, 'author'>, Required<Author> {
  at: Date;
}

/**
 * Records changes in the caller's transaction, with one statement however many. A transaction that began before
 * another one, and changed the record after it, does not go back in time by that.
 */
export async function recordHistory(tx: Session, entries: readonly NewHistoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into history
       (record_type, record_id, version, at, actor_id, change_id, reason, subject, request_id, fields)
     select e."recordType", e."recordId", e.version,
            coalesce(e.at, greatest(now(), (select b.at from history b where b.record_type = e."recordType"
              and b.record_id = e."recordId" and b.version = e.version - 1))),
            e."actorId", e."changeId", e.reason, e.subject, e."requestId", e.fields
       from jsonb_to_recordset($1::jsonb) as e("recordType" text, "recordId" text, version integer,
            at timestamptz, "actorId" text, "changeId" text, reason text, subject text, "requestId" text,
            fields jsonb)`,
    [JSON.stringify(entries.map(({ author, ...entry }) => ({ ...entry, ...author })))],
  );
}

/**
 * The history of records of one type, newest first, at most `limit` (1 to 1,000) entries a record; with `below`
 * only versions below it. One slot a record, in the order of `recordIds`. Viewers other than staff see none.
 */
export async function readHistory(
  session: Session,
  question: { recordType: string; recordIds: readonly string[]; limit: number; below?: number },
): Promise<HistoryEntry[][]> {
  const rows = await session.query<HistoryEntry>(
    `select h.record_type as "recordType", h.record_id as "recordId", h.version, h.at,
            h.actor_id as "actorId", h.change_id as "changeId", h.reason, h.subject,
            h.request_id as "requestId", h.fields
       from unnest($2::text[]) as wanted(id)
       cross join lateral (
         select * from history
          where record_type = $1 and record_id = wanted.id and ($3::integer is null or version < $3)
          order by version desc limit $4) as h`,
    [
      question.recordType,
      [...new Set(question.recordIds)],
      question.below ?? null,
      Math.min(Math.max(question.limit, 1), 1_000),
    ],
  );
  const byRecord = new Map<string, HistoryEntry[]>();
  for (const row of rows) byRecord.set(row.recordId, [...(byRecord.get(row.recordId) ?? []), row]);
  return question.recordIds.map((id) => byRecord.get(id) ?? []);
}
