import {
  authorOf,
  cellOr,
  column,
  DomainError,
  importRows,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
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
import { checkAttributes, ensureKinds, type Attributes } from '../asset-kind/index.js';
import { requestRestatement } from '../outage/index.js';
import { storePast } from './asset-past.service.js';
import { checkTexts } from './asset.rules.js';
import { assetRecords, type AssetRecord } from './asset.store.js';

const importColumns = z.object({
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
type AssetRow = z.infer<typeof importColumns>;

type AssetValues = RowValues<AssetRecord>;

const known = new Set(Object.keys(importColumns.shape));

/**
 * Imports rows of `assets.csv`. Kinds that are not on record are created; columns that the file's definition does not
 * know become attributes. A row with `at` says what the asset was from that instant on, and becomes its history.
 */
export function importAssets(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<AssetRow>(context.session, context.principal, input, {
    columns: importColumns,
    keepUnknown: true,
    key: (row) => JSON.stringify([row.external_id, row.at ?? null]),
    store: (tx, source, rows) => storeAssets(context, tx, source, rows),
  });
}

async function storeAssets(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<AssetRow>[],
): Promise<StoredBatch> {
  const { rows, references, rejects } = await resolveReferences(tx, source, given, {
    owner: { find: referencesTo('person'), of: (row) => [row.owner] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    pod: { find: referencesTo('pod'), of: (row) => [row.pod] },
  });
  const refused = rejects.map(toldLater);
  const kinds = await ensureKinds(
    tx,
    authorOf(context),
    rows.map(({ row }) => row.kind),
  );
  const read = (row: AssetRow, before: AssetRecord | null): AssetValues => {
    const kind = kinds.get(row.kind);
    if (!kind) throw new Error(`the kind ${row.kind} was not made`);
    const attributes = { ...before?.attributes, ...attributesOf(row) };
    return { ...valuesOf(row, references, before), attributes: checkAttributes(kind, attributes) };
  };
  const past = await storePast(tx, authorOf(context), source, context.now, rows.filter(isPast), read);
  const existing = await assetRecords.findImported(
    tx,
    source,
    rows.filter(({ row }) => !row.at).map(({ row }) => row.external_id),
  );
  const values = new Map<string, AssetValues>();
  for (const { line, row } of rows) {
    if (row.at) continue;
    try {
      values.set(row.external_id, read(row, existing.get(row.external_id) ?? null));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ line, column: error.inputPath.at(-1) ?? null, reason: error.message });
    }
  }
  const stored = await storeRecords<AssetRow, AssetRecord>(
    tx,
    source,
    rows.filter(({ row }) => !row.at && values.has(row.external_id)),
    {
      records: assetRecords,
      prefix: 'ast',
      author: authorOf(context),
      externalId: (row) => row.external_id,
      toRecord: (row) => values.get(row.external_id)!,
    },
  );
  // Whether a row changed what carries impact is not told apart here: to ask once too often costs little.
  if (stored.updated + past.updated > 0) await requestRestatement(tx, context.now);
  return {
    created: stored.created + past.created,
    updated: stored.updated + past.updated,
    unchanged: stored.unchanged + past.unchanged,
    rejects: [...refused, ...past.rejects],
  };
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
