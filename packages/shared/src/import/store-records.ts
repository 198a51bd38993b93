import type { Session } from '../database/index.js';
import type { ImportReject } from '../graphql/values.js';
import { changedFields, type Author } from '../history/index.js';
import { newId } from '../ids/index.js';
import type { KeptRecord, Records } from '../records/index.js';
import type { ImportRow, StoredBatch } from './import-rows.js';

/** Resolves references: platform ids and external ids of `source` to ids; what is missing is absent. */
export type ReferenceFinder = (
  session: Session,
  source: string,
  keys: string[],
) => Promise<Map<string, string>>;

/**
 * A finder over a table with `id`, `external_id` and `source`; one statement. Table and expression are the code's own.
 *
 * @param id expression over the table for the id that a reference stands for, where that is not the record's own
 */
export function referencesTo(table: string, id = 'id'): ReferenceFinder {
  return async (session, source, keys) => {
    if (keys.length === 0) return new Map();
    const rows = await session.query<{ key: string; id: string }>(
      `select coalesce(case when id = any($2::text[]) then id end, external_id) as key, ${id} as id from ${table}
       where id = any($2::text[]) or (source = $1 and external_id = any($2::text[]))`,
      [source, keys],
    );
    return new Map(rows.map((row) => [row.key, row.id]));
  };
}

/** The references of a batch, resolved: every reference column's texts to ids. */
export type ResolvedReferences = Record<string, Map<string, string>>;

/**
 * Resolves the reference columns of a batch, one statement a column; rows that name something missing are
 * returned as rejects and left out.
 */
export async function resolveReferences<Row>(
  tx: Session,
  source: string,
  rows: ImportRow<Row>[],
  finders: Record<string, { find: ReferenceFinder; of: (row: Row) => (string | null | undefined)[] }>,
): Promise<{ rows: ImportRow<Row>[]; references: ResolvedReferences; rejects: ImportReject[] }> {
  const references: ResolvedReferences = {};
  for (const [name, { find, of }] of Object.entries(finders)) {
    const keys = [...new Set(rows.flatMap(({ row }) => of(row)).filter((key): key is string => key != null))];
    references[name] = await find(tx, source, keys);
  }
  const rejects: ImportReject[] = [];
  const kept = rows.filter(({ line, row }) => {
    for (const [name, { of }] of Object.entries(finders)) {
      const missing = of(row).find((key) => key != null && !references[name]?.has(key));
      if (missing != null) {
        rejects.push({
          line,
          column: name,
          reason: `There is no ${name.replaceAll('_', ' ')} ${JSON.stringify(missing)} in source ${JSON.stringify(source)}.`,
        });
        return false;
      }
    }
    return true;
  });
  return { rows: kept, references, rejects };
}

/** What a row says of a record: `undefined` where its file has no such column, which leaves the record as it is. */
export type RowValues<R extends KeptRecord> = {
  [Property in Exclude<keyof R, keyof KeptRecord>]: R[Property] | undefined;
};

/**
 * The value of a column with a default: an empty cell means the default, a column the file does not have leaves
 * an existing record as it is.
 */
export function cellOr<T>(cell: T | null | undefined, fallback: T, existing: object | null): T | undefined {
  return cell === undefined && existing ? undefined : (cell ?? fallback);
}

/**
 * Creates, updates or leaves records by source and external id: what a batch says is compared with what is on
 * record, and only differences are stored.
 *
 * @param externalId of a row; its key columns joined where the file has no `external_id`. The platform id of a record on
 *   record means that record.
 * @param known finds further records by what makes a row's record the same, by `externalId` of the row
 * @param toRecord the record's properties as the row says them; for a column the file left out, `undefined`
 */
export async function storeRecords<Row, R extends KeptRecord>(
  tx: Session,
  source: string,
  rows: ImportRow<Row>[],
  options: {
    records: Records<R>;
    prefix: string;
    author: Author;
    externalId: (row: Row) => string;
    known?: (rows: Row[]) => Promise<ReadonlyMap<string, R>>;
    toRecord: (row: Row, existing: R | null) => RowValues<R>;
  },
): Promise<StoredBatch & { ids: Map<string, string> }> {
  const { records, prefix, author, externalId, known, toRecord } = options;
  const existing = await records.findImported(
    tx,
    source,
    rows.map(({ row }) => externalId(row)),
  );
  for (const [key, record] of (await known?.(rows.map(({ row }) => row))) ?? []) {
    if (!existing.has(key)) existing.set(key, record);
  }
  const fresh: R[] = [];
  const changed: [R, R][] = [];
  const ids = new Map<string, string>();
  let unchanged = 0;
  for (const { row } of rows) {
    const key = externalId(row);
    const before = existing.get(key) ?? null;
    const values = toRecord(row, before);
    if (!before) {
      const kept = { id: newId(prefix), version: 1, externalId: key, source };
      const record = { ...nullsFor(values), ...kept } as unknown as R;
      fresh.push(record);
      ids.set(key, record.id);
      continue;
    }
    ids.set(key, before.id);
    const after = { ...before, ...withoutUndefined(values) };
    if (changedFields(before, after).length === 0) unchanged += 1;
    else changed.push([before, after]);
  }
  await records.create(tx, author, fresh);
  const updated = await records.updateAll(tx, author, changed);
  return { created: fresh.length, updated: updated.length, unchanged, rejects: [], ids };
}

function nullsFor(values: object): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, (value as unknown) ?? null]),
  );
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
