import {
  authorize,
  authorOf,
  checkText,
  column,
  conflict,
  idempotently,
  importRows,
  invalid,
  notFound,
  referencesTo,
  resolveReferences,
  type Author,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { requireCopies, toldLater } from '../account/index.js';
import { assetRecords, authorWith } from '../asset/index.js';
import { requestRestatement } from '../outage/index.js';
import {
  findCurrentCustomer,
  findPlacements,
  holdAssets,
  savePlacements,
  type PlacementRecord,
  type PlacementTerms,
} from './placement.store.js';
import type { PlaceAssetInput, RemovePlacementInput } from './placement.types.js';

/** The columns of `placements.csv`. */
export const placementColumns = z.object({
  asset: column.required.text,
  product: column.text,
  pod: column.text,
  customer: column.text,
});
/** A row of `placements.csv`, read. */
export type PlacementRow = z.infer<typeof placementColumns>;

/** Places an asset; the same placement again is the one on record. Roles: admin, manager, operator. */
export async function placeAsset(context: RequestContext, input: PlaceAssetInput): Promise<PlacementRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  checkText(input.idempotencyKey, 'idempotencyKey');
  const terms: PlacementTerms = {
    assetId: input.assetId,
    productId: input.productId ?? null,
    podId: input.podId ?? null,
    customerId: input.customerId ?? null,
  };
  if (!asksForAnything(terms)) {
    throw invalid('A placement names at least one of product, pod and customer.', ['productId']);
  }
  return context.session.transaction(async (tx) => {
    const { id } = await idempotently(
      tx,
      { principal: context.principal, mutation: 'placeAsset', key: input.idempotencyKey, body: input },
      async () => {
        terms.customerId = terms.customerId && (await findCurrentCustomer(tx, terms.customerId));
        await assetRecords.require(tx, input.assetId, ['assetId']);
        await requireCopies(tx, {
          productId: ['product', input.productId],
          podId: ['pod', input.podId],
          customerId: ['customer', input.customerId],
        });
        const before =
          (await holdAssets(tx, [input.assetId])).find((one) => keyOf(one) === keyOf(terms)) ?? null;
        if (before?.removedAt === null) return before;
        const [made] = await savePlacements(tx, await authorWith(tx, context, input), [
          { before, after: terms },
        ]);
        await requestRestatement(tx, context.now);
        return { id: made ?? '' };
      },
    );
    const [placement] = await findPlacements(tx, [id]);
    if (!placement) throw notFound('placement', id, ['idempotencyKey']);
    return placement;
  });
}

/** Ends a placement. Roles: admin, manager, operator. */
export async function removePlacement(context: RequestContext, input: RemovePlacementInput): Promise<void> {
  authorize(context, 'admin', 'manager', 'operator');
  await context.session.transaction(async (tx) => {
    const [found] = await findPlacements(tx, [input.id]);
    if (!found) throw notFound('placement', input.id);
    const before = (await holdAssets(tx, [found.assetId])).find((one) => one.id === input.id);
    if (!before || before.removedAt !== null) throw notFound('placement', input.id);
    if (before.version !== input.expectedVersion) throw conflict('placement', before.version);
    await savePlacements(tx, await authorWith(tx, context, input), [
      { before, after: before, removed: true },
    ]);
    await requestRestatement(tx, context.now);
  });
}

/**
 * Ends the placements of these assets at customers, and places them at another one instead; one that is there already
 * stays as it is.
 */
export async function movePlacements(
  tx: Session,
  author: Author,
  assetIds: readonly string[],
  customerIds: readonly string[],
  into: string,
): Promise<void> {
  const recorded = await holdAssets(tx, assetIds);
  const byKey = new Map(recorded.map((one) => [keyOf(one), one]));
  const moving = recorded.filter(
    ({ customerId, removedAt }) =>
      removedAt === null && customerId !== null && customerIds.includes(customerId),
  );
  const wanted = new Map(moving.map((one) => ({ ...one, customerId: into })).map((one) => [keyOf(one), one]));
  const placed = [...wanted].map(([key, after]) => ({ before: byKey.get(key) ?? null, after }));
  await savePlacements(tx, author, [
    ...moving.map((before) => ({ before, after: before, removed: true })),
    ...placed.filter(({ before }) => before?.removedAt !== null),
  ]);
}

/**
 * Places an asset wherever its duplicates are placed, and ends their placements. Answers how many placements the asset
 * has gained and how many have ended.
 */
export async function gatherPlacements(
  tx: Session,
  author: Author,
  duplicateIds: readonly string[],
  into: string,
): Promise<{ gained: number; ended: number }> {
  const recorded = await holdAssets(tx, [...duplicateIds, into]);
  const byKey = new Map(recorded.map((one) => [keyOf(one), one]));
  const ending = recorded.filter(
    ({ assetId, removedAt }) => removedAt === null && duplicateIds.includes(assetId),
  );
  const wanted = new Map(ending.map((one) => ({ ...one, assetId: into })).map((one) => [keyOf(one), one]));
  const gained = [...wanted]
    .map(([key, after]) => ({ before: byKey.get(key) ?? null, after }))
    .filter(({ before }) => before?.removedAt !== null);
  await savePlacements(tx, author, [
    ...ending.map((before) => ({ before, after: before, removed: true })),
    ...gained,
  ]);
  return { gained: gained.length, ended: ending.length };
}

/** Imports rows of `placements.csv`. */
export function importPlacements(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<PlacementRow>(context.session, context.principal, input, {
    columns: placementColumns,
    key: (row) => JSON.stringify([row.asset, row.product ?? null, row.pod ?? null, row.customer ?? null]),
    store: (tx, source, rows) => storePlacements(context, tx, source, rows),
  });
}

async function storePlacements(
  context: RequestContext,
  tx: Session,
  source: string,
  given: ImportRow<PlacementRow>[],
): Promise<StoredBatch> {
  const { rows, references, rejects } = await resolveReferences(tx, source, given, {
    asset: { find: referencesTo('asset', 'current_asset(id)'), of: (row) => [row.asset] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    pod: { find: referencesTo('pod'), of: (row) => [row.pod] },
    customer: { find: referencesTo('customer', 'current_customer(id)'), of: (row) => [row.customer] },
  });
  const idOf = (name: string, key: string | null | undefined) =>
    key == null ? null : (references[name]?.get(key) ?? null);
  const batch: StoredBatch = {
    created: 0,
    updated: 0,
    unchanged: 0,
    rejects: rejects.map((reject) => (reject.column === 'asset' ? reject : toldLater(reject))),
  };
  const recorded = await holdAssets(
    tx,
    rows.map(({ row }) => idOf('asset', row.asset) ?? ''),
  );
  const byKey = new Map(recorded.map((one) => [keyOf(one), one]));
  const changes = new Map<string, { before: PlacementRecord | null; after: PlacementTerms }>();
  for (const { line, row } of rows) {
    const after = {
      assetId: idOf('asset', row.asset) ?? '',
      productId: idOf('product', row.product),
      podId: idOf('pod', row.pod),
      customerId: idOf('customer', row.customer),
    };
    const key = keyOf(after);
    const before = byKey.get(key) ?? null;
    if (!asksForAnything(after)) {
      batch.rejects.push({
        line,
        column: null,
        reason: 'A placement names at least one of product, pod and customer.',
      });
    } else if (before?.removedAt === null || changes.has(key)) {
      batch.unchanged += 1;
    } else {
      changes.set(key, { before, after });
      batch.created += 1;
    }
  }
  await savePlacements(tx, authorOf(context), [...changes.values()]);
  if (changes.size > 0) await requestRestatement(tx, context.now);
  return batch;
}

function asksForAnything({ productId, podId, customerId }: PlacementTerms): boolean {
  return productId !== null || podId !== null || customerId !== null;
}

function keyOf({ assetId, productId, podId, customerId }: PlacementTerms): string {
  return JSON.stringify([assetId, productId, podId, customerId]);
}
