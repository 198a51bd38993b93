import type { z } from 'zod';
import type { Session } from '../database/index.js';
import { DomainError } from '../errors/index.js';
import type { ImportInput, ImportReject, ImportReport } from '../graphql/values.js';
import { hasRole, type Principal } from '../principal/index.js';

const MOST_ROWS = 1000;

/** A row that has been read, with its place in its file. */
export interface ImportRow<Row> {
  line: number;
  row: Row;
}

/** A row's fault, found while it was being stored. */
export class RowRejected extends Error {
  constructor(
    readonly line: number,
    readonly column: string | null,
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'RowRejected';
  }
}

/** What storing a batch did. A row that cannot be stored is left out and listed. */
export interface StoredBatch {
  created: number;
  updated: number;
  unchanged: number;
  rejects: ImportReject[];
}

/** How the rows of one file become records. */
export interface ImportDefinition<Row> {
  /** One entry a column, from `column`; other columns are refused. */
  columns: z.ZodObject<Record<string, z.ZodType>>;
  /** Where columns that the file's definition does not know are kept (assets); else they are refused. */
  keepUnknown?: boolean;
  /** What makes two rows the same record, for rows of one batch that repeat it. */
  key: (row: Row) => string;
  /** Stores rows with distinct keys. Throws {@link RowRejected} or a DomainError only for a single row. */
  store: (tx: Session, source: string, rows: ImportRow<Row>[]) => Promise<StoredBatch>;
}

/**
 * Imports a batch: each row is checked by itself, and one that is refused, by its form or by a constraint of
 * the database, spoils no other. Repeating a batch changes nothing.
 *
 * @throws DomainError `FORBIDDEN` for an API key, `NOT_FOUND` without the role `admin` or `operator`, `INVALID` for more than 1,000 rows
 */
export async function importRows<Row>(
  session: Session,
  principal: Principal,
  input: ImportInput,
  definition: ImportDefinition<Row>,
): Promise<ImportReport> {
  if (principal.keyScopes !== undefined) {
    throw new DomainError('FORBIDDEN', 'An API key does not import; sign in as staff.', []);
  }
  if (!hasRole(principal, 'admin', 'operator')) {
    throw new DomainError('NOT_FOUND', 'There is nothing here that you may import into.', []);
  }
  if (input.rows.length > MOST_ROWS) {
    throw new DomainError(
      'INVALID',
      `A batch has at most ${MOST_ROWS} rows; this one has ${input.rows.length}.`,
      ['rows'],
    );
  }
  const rejects: ImportReject[] = [];
  const rows: ImportRow<Row>[] = [];
  input.rows.forEach((given, index) => {
    const read = readRow(definition, given, index + 1);
    if ('reason' in read) rejects.push(read);
    else rows.push(read);
  });
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  for (const distinct of withDistinctKeys(rows, definition.key)) {
    await storeSplitting(session, input.source, definition, distinct, total);
  }
  rejects.sort((a, b) => a.line - b.line);
  return {
    read: input.rows.length,
    created: total.created,
    updated: total.updated,
    unchanged: total.unchanged,
    rejected: rejects.length,
    rejects,
  };
}

function readRow<Row>(
  definition: ImportDefinition<Row>,
  given: Record<string, unknown>,
  position: number,
): ImportRow<Row> | ImportReject {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { line: position, column: null, reason: 'The row is not an object of columns.' };
  }
  const { _line, ...cells } = given;
  const line = typeof _line === 'number' ? _line : position;
  const texts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(cells)) {
    texts[name] = value === null || typeof value === 'string' ? (value ?? '') : JSON.stringify(value);
  }
  const unknown = Object.keys(texts).filter((name) => !(name in definition.columns.shape));
  if (unknown.length > 0 && !definition.keepUnknown) {
    return { line, column: unknown[0] ?? null, reason: `The column ${unknown[0]} is not one of this file.` };
  }
  const parsed = (definition.keepUnknown ? definition.columns.loose() : definition.columns).safeParse(texts);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = issue ? String(issue.path[0] ?? '') : '';
    return {
      line,
      column: name || null,
      reason: `${name || 'The row'} ${issue?.message ?? 'is not valid'}.`,
    };
  }
  const row = Object.fromEntries(Object.entries(parsed.data).filter(([name]) => name in texts));
  return { line, row: row as Row };
}

/** Rows in order, cut so that no key stands twice in one part: a later row then meets what the earlier stored. */
function* withDistinctKeys<Row>(
  rows: ImportRow<Row>[],
  key: (row: Row) => string,
): Generator<ImportRow<Row>[]> {
  let part: ImportRow<Row>[] = [];
  let keys = new Set<string>();
  for (const row of rows) {
    const own = key(row.row);
    if (keys.has(own)) {
      yield part;
      part = [];
      keys = new Set();
    }
    keys.add(own);
    part.push(row);
  }
  if (part.length > 0) yield part;
}

async function storeSplitting<Row>(
  session: Session,
  source: string,
  definition: ImportDefinition<Row>,
  rows: ImportRow<Row>[],
  total: StoredBatch,
): Promise<void> {
  try {
    const stored = await session.transaction((tx) => definition.store(tx, source, rows));
    total.created += stored.created;
    total.updated += stored.updated;
    total.unchanged += stored.unchanged;
    total.rejects.push(...stored.rejects);
  } catch (error) {
    const reject = rejectOf(error, rows[0]?.line ?? 0);
    if (!reject) throw error;
    if (rows.length === 1) {
      total.rejects.push(reject);
      return;
    }
    const middle = Math.ceil(rows.length / 2);
    await storeSplitting(session, source, definition, rows.slice(0, middle), total);
    await storeSplitting(session, source, definition, rows.slice(middle), total);
  }
}

/** Classes 22 (data) and 23 (integrity) of PostgreSQL's error codes are the row's fault, all else is ours. */
function rejectOf(error: unknown, line: number): ImportReject | null {
  if (error instanceof RowRejected) return { line: error.line, column: error.column, reason: error.reason };
  if (error instanceof DomainError)
    return { line, column: error.inputPath.at(-1) ?? null, reason: error.message };
  const { code, constraint, detail } = error as { code?: unknown; constraint?: string; detail?: string };
  if (error instanceof Error && typeof code === 'string' && /^2[23]/.test(code)) {
    return {
      line,
      column: null,
      reason: `The row breaks a rule of the record${constraint ? ` (${constraint})` : ''}${detail ? `: ${detail}` : '.'}`,
    };
  }
  return null;
}
