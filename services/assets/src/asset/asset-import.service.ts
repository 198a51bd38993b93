import {
  authorOf,
  cellOr,
  changedFields,
  column,
  DomainError,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type Author,
  type ImportInput,
  type ImportReject,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type ResolvedReferences,
  type RowValues,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { toldLater } from '../account/index.js';
import { checkAttributes, ensureKinds, type Attributes, type CheckedKind } from '../asset-kind/index.js';
import { requestRestatement } from '../outage/index.js';
import { storePast } from './asset-past.service.js';
import { checkTold } from './asset-life.rules.js';
import { checkTexts, columnOf } from './asset.rules.js';
import { assetRecords, findMerged, type AssetRecord } from './asset.store.js';

/** The columns of `assets.csv`; others are attributes. */
export const assetColumns = z.object({
  external_id: column.required.text,
  name: column.required.text,
  kind: column.required.text,
  status: column.oneOf('PLANNED', 'LIVE', 'MAINTENANCE', 'RETIRED'),
  owner: column.text,
  location: column.text,
  ip: column.list,
  make: column.text,
  product: column.text,
  pod: column.text,
  criticality: column.text,
  tags: column.list,
  at: column.instant,
});
/** A row of `assets.csv`, read. */
export type AssetRow = z.infer<typeof assetColumns>;

type AssetValues = RowValues<AssetRecord>;

const known = new Set(Object.keys(assetColumns.shape));

/**
 * Imports rows of `assets.csv`. Kinds that are not on record are created; columns that the file's definition does not
 * know become attributes. A row with `at` says what the asset was from that instant on, and becomes its history.
 */
export function importAssets(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<AssetRow>(context.session, context.principal, input, {
    columns: assetColumns,
    keepUnknown: true,
    key: (row) => JSON.stringify([row.external_id, row.at ?? null]),
    store: (tx, source, rows) => storeAssets(context, tx, source, rows),
  });
}

/** Rows of assets whose references are known, and how they are read beside what is on record of their asset. */
export interface ReadableAssetRows {
  rows: ImportRow<AssetRow>[];
  rejects: ImportReject[];
  /** What a row says; may throw a DomainError. */
  read: (row: AssetRow, before: AssetRecord | null) => RowValues<AssetRecord>;
}

/**
 * Resolves what rows of assets name, three statements and those of the kinds.
 *
 * @param kindsOf the kinds of these names; all of them
 */
export async function readAssetRows(
  tx: Session,
  source: string,
  given: ImportRow<AssetRow>[],
  kindsOf: (names: string[]) => Promise<ReadonlyMap<string, CheckedKind>>,
): Promise<ReadableAssetRows> {
  const { rows, references, rejects } = await resolveReferences(tx, source, given, {
    owner: { find: referencesTo('person'), of: (row) => [row.owner] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    pod: { find: referencesTo('pod'), of: (row) => [row.pod] },
  });
  const kinds = await kindsOf(rows.map(({ row }) => row.kind));
  const read = (row: AssetRow, before: AssetRecord | null): AssetValues => {
    const kind = kinds.get(row.kind);
    if (!kind) throw new Error(`the kind ${row.kind} is missing`);
    const attributes = { ...before?.attributes, ...attributesOf(row) };
    return { ...valuesOf(row, references, before), attributes: checkAttributes(kind, attributes) };
  };
  return { rows, rejects: rejects.map(toldLater), read };
}

async function storeAssets(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<AssetRow>[],
): Promise<StoredBatch> {
  const { rows, rejects, read } = await readAssetRows(tx, source, given, (names) =>
    ensureKinds(tx, authorOf(context), names),
  );
  const refused = [...rejects];
  const past = await storePast(tx, authorOf(context), source, context.now, rows.filter(isPast), read);
  const present = rows.filter(({ row }) => !row.at);
  const existing = await assetRecords.findImported(
    tx,
    source,
    present.map(({ row }) => row.external_id),
  );
  const survivors = await findSurvivors(tx, [...existing.values()]);
  const sets: Record<'told' | 'revived' | 'merged', Map<string, RowResult>> = {
    told: new Map(),
    revived: new Map(),
    merged: new Map(),
  };
  for (const { line, row } of present) {
    try {
      const duplicate = existing.get(row.external_id);
      const survivor = duplicate && survivors.get(duplicate.id);
      if (survivor) requireOther(source, row.external_id, survivor, sets.merged);
      const before = survivor ?? duplicate ?? null;
      const values = read(row, before);
      if (before && values.status) checkTold(before.status, values.status);
      const isRevived = before?.status === 'RETIRED' && values.status && values.status !== 'RETIRED';
      const set = survivor ? 'merged' : isRevived ? 'revived' : 'told';
      sets[set].set(survivor?.id ?? row.external_id, { before, values });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ line, column: columnOf(error), reason: error.message });
    }
  }
  const author = authorOf(context);
  const batches: StoredBatch[] = [past, await storeMerged(tx, author, sets.merged)];
  for (const [set, reason] of [
    ['told', null],
    ['revived', `It is named again by ${source}.`],
  ] as const) {
    const stored = await storeRecords<AssetRow, AssetRecord>(
      tx,
      source,
      present.filter(({ row }) => sets[set].has(row.external_id)),
      {
        records: assetRecords,
        prefix: 'ast',
        author: { ...author, reason },
        externalId: (row) => row.external_id,
        toRecord: (row) => sets[set].get(row.external_id)!.values,
      },
    );
    batches.push(stored);
  }
  const sum = (count: (batch: StoredBatch) => number) =>
    batches.reduce((total, batch) => total + count(batch), 0);
  const updated = sum((batch) => batch.updated);
  // Whether a row changed what carries impact is not told apart here: to ask once too often costs little.
  if (updated > 0) await requestRestatement(tx, context.now);
  return {
    created: sum((batch) => batch.created),
    updated,
    unchanged: sum((batch) => batch.unchanged),
    rejects: [...refused, ...past.rejects],
  };
}

interface RowResult {
  before: AssetRecord | null;
  values: AssetValues;
}

/** What assets that were merged turned out to be, by the id of the one that was. */
async function findSurvivors(tx: Session, found: AssetRecord[]): Promise<Map<string, AssetRecord>> {
  const merged = await findMerged(
    tx,
    found.filter(({ status }) => status === 'RETIRED').map(({ id }) => id),
  );
  const assets = await assetRecords.findByIds(tx, [...new Set(merged.values())]);
  return new Map([...merged].map(([id, into]) => [id, assets.get(into)!]));
}

/** A file says of an asset once what it is: its rows of duplicates are left out, or they would undo one another. */
function requireOther(
  source: string,
  externalId: string,
  survivor: AssetRecord,
  told: ReadonlyMap<string, RowResult>,
): void {
  if (survivor.source !== source && !told.has(survivor.id)) return;
  throw new DomainError(
    'MERGED',
    `${JSON.stringify(externalId)} was merged into the asset ${survivor.externalId ?? survivor.id}, of which this source says what it is already: leave the row out.`,
    ['external_id'],
  );
}

async function storeMerged(
  tx: Session,
  author: Author,
  rows: ReadonlyMap<string, RowResult>,
): Promise<StoredBatch> {
  const changes: [AssetRecord, AssetRecord][] = [];
  for (const { before, values } of rows.values()) {
    if (!before) continue;
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    const after = { ...before, ...(Object.fromEntries(given) as Partial<AssetRecord>) };
    if (changedFields(before, after).length > 0) changes.push([before, after]);
  }
  const updated = await assetRecords.updateAll(tx, author, changes);
  return { created: 0, updated: updated.length, unchanged: rows.size - changes.length, rejects: [] };
}

function isPast(given: ImportRow<AssetRow>): given is ImportRow<AssetRow & { at: Date }> {
  return given.row.at != null;
}

function valuesOf(
  row: AssetRow,
  references: ResolvedReferences,
  before: AssetRecord | null,
): Omit<AssetValues, 'attributes'> {
  const reference = (name: string, key: string | null | undefined) =>
    key == null ? key : (references[name]?.get(key) ?? null);
  const texts = (value: string[] | undefined, field: string) => value && checkTexts(value, field);
  return {
    name: row.name,
    kind: row.kind,
    status: cellOr(row.status, 'LIVE', before),
    ownerId: reference('owner', row.owner),
    location: row.location,
    addresses: texts(cellOr(row.ip, [], before), 'ip'),
    make: row.make,
    criticality: row.criticality,
    productId: reference('product', row.product),
    podId: reference('pod', row.pod),
    tags: texts(cellOr(row.tags, [], before), 'tags'),
  };
}

/** The columns that are attributes; an empty cell removes one. */
function attributesOf(row: AssetRow): Attributes {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !known.has(name))
      .map(([name, value]) => [name, value === '' ? null : value]),
  );
}
