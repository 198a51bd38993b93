import {
  changedFields,
  DomainError,
  referencesTo,
  resolveReferences,
  type ImportRow,
  type Session,
} from '@plimsoll/shared';
import {
  assetRecords,
  blankAsset,
  checkTold,
  findMerged,
  readAssetRows,
  type AssetRecord,
  type AssetRow,
} from '../asset/index.js';
import { findKinds, type CheckedKind } from '../asset-kind/index.js';
import type { DependencyRow } from '../dependency/index.js';
import type { PlacementRow } from '../placement/index.js';
import {
  assetFields,
  dependencyDifferences,
  refKey,
  type AssetRef,
  type FedDependency,
  type PlacementTarget,
  type PlannedDifference,
  type ProblemRow,
} from './difference.rules.js';
import { readDependencies, readPlacements, readScopedAssets } from './estate.store.js';
import { requireRows } from './reconciliation-rows.service.js';
import { readFeedRows, readUnreadRows, type ReconciliationRecord } from './reconciliation.store.js';

/** How a feed differs from the record, and which of its rows are left out. */
export interface Plan {
  differences: PlannedDifference[];
  problems: ProblemRow[];
}

/** What the feed says of assets: what differs, which are yet to be, and which of those on record are gone. */
interface AssetPlan extends Plan {
  newIds: Set<string>;
  goneIds: Set<string>;
}

/**
 * Compares a feed with the record as it is in this transaction. It changes nothing.
 *
 * @throws DomainError `INVALID` where a noun of the feed has no row
 */
export async function planDifferences(tx: Session, record: ReconciliationRecord): Promise<Plan> {
  const assets = await planAssets(tx, record);
  const plans: Plan[] = [assets];
  if (record.nouns.includes('DEPENDENCY')) plans.push(await planDependencies(tx, record, assets));
  if (record.nouns.includes('PLACEMENT')) plans.push(await planPlacements(tx, record, assets));
  return {
    differences: plans.flatMap((plan) => plan.differences),
    problems: plans.flatMap((plan) => plan.problems),
  };
}

async function planAssets(tx: Session, record: ReconciliationRecord): Promise<AssetPlan> {
  const plan: AssetPlan = { differences: [], problems: [], newIds: new Set(), goneIds: new Set() };
  if (!record.nouns.includes('ASSET')) return plan;
  const given = (await readFeedRows(tx, record.id, 'ASSET')) as ImportRow<AssetRow>[];
  requireRows('ASSET', given);
  const source = record.feedSource;
  const { rows, rejects, read } = await readAssetRows(tx, source, given, async (names) => {
    const known = await findKinds(tx, [...new Set(names)]);
    return new Map(names.map((name): [string, CheckedKind] => [name, known.get(name) ?? newKind(name)]));
  });
  const unread = await readUnreadRows<Pick<AssetRow, 'external_id'>>(tx, record.id, 'ASSET');
  const problem = (line: number, reason: string) => plan.problems.push({ noun: 'ASSET', line, reason });
  for (const { line, fault } of unread) problem(line, fault);
  for (const { line, reason } of rejects) problem(line, reason);
  const names = [...given, ...unread].map(({ row }) => row.external_id);
  const existing = await assetRecords.findImported(tx, source, names);
  const merged = await findMerged(
    tx,
    idsOf([...existing.values()].filter(({ status }) => status === 'RETIRED')),
  );
  for (const { line, row } of rows) {
    const before = existing.get(row.external_id) ?? null;
    if (before && merged.has(before.id)) {
      problem(line, `It was merged into the asset ${merged.get(before.id)}, and is told of there.`);
      continue;
    }
    try {
      const difference = differenceOf(source, row, before, read(row, before));
      if (difference?.kind === 'NEW') plan.newIds.add(row.external_id);
      if (difference) plan.differences.push(difference);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problem(line, error.message);
    }
  }
  const told = new Set(idsOf([...existing.values()]));
  for (const asset of await readScopedAssets(tx, record)) {
    if (told.has(asset.id)) continue;
    plan.goneIds.add(asset.id);
    plan.differences.push({
      noun: 'ASSET',
      kind: 'GONE',
      name: asset.externalId,
      recordId: asset.id,
      recordVersion: asset.version,
      fields: [{ name: 'status', before: asset.status, after: 'RETIRED' }],
      target: { status: 'RETIRED' },
    });
  }
  return plan;
}

function newKind(name: string): CheckedKind {
  return { name, attributeSchema: null };
}

function idsOf(assets: readonly AssetRecord[]): string[] {
  return assets.map(({ id }) => id);
}

/** What exists is in use: one that was retired is back, unless the feed says what it is. */
function differenceOf(
  source: string,
  row: AssetRow,
  before: AssetRecord | null,
  values: Partial<AssetRecord>,
): PlannedDifference | null {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const says = Object.fromEntries(given) as Partial<AssetRecord>;
  if (!before) {
    const blank = blankAsset({ id: '', externalId: row.external_id, source });
    const { id: _, version: __, ...target } = { ...blank, ...says };
    return {
      noun: 'ASSET',
      kind: 'NEW',
      name: row.external_id,
      recordId: null,
      recordVersion: null,
      fields: assetFields(null, target),
      target,
    };
  }
  if (says.status) checkTold(before.status, says.status);
  else if (before.status === 'RETIRED') says.status = 'LIVE';
  const changed = new Set(changedFields(before, { ...before, ...says }).map(({ name }) => name));
  if (changed.size === 0) return null;
  return {
    noun: 'ASSET',
    kind: 'DRIFTED',
    name: row.external_id,
    recordId: before.id,
    recordVersion: before.version,
    fields: assetFields(before, { ...before, ...says }),
    target: Object.fromEntries(Object.entries(says).filter(([name]) => changed.has(name))),
  };
}

/** Finds the asset that a row of the feed names: one on record, or one the feed itself has as new. */
async function refsTo(
  tx: Session,
  record: ReconciliationRecord,
  assets: AssetPlan,
  names: readonly string[],
): Promise<(name: string) => AssetRef | null> {
  const existing = await assetRecords.findImported(tx, record.feedSource, [...new Set(names)]);
  const merged = await findMerged(
    tx,
    idsOf([...existing.values()].filter(({ status }) => status === 'RETIRED')),
  );
  return (name) => {
    const found = existing.get(name);
    if (found) return { id: merged.get(found.id) ?? found.id };
    return assets.newIds.has(name) ? { externalId: name } : null;
  };
}

async function planDependencies(tx: Session, record: ReconciliationRecord, assets: AssetPlan): Promise<Plan> {
  const given = (await readFeedRows(tx, record.id, 'DEPENDENCY')) as ImportRow<DependencyRow>[];
  requireRows('DEPENDENCY', given);
  const unread = await readUnreadRows<Pick<DependencyRow, 'consumer' | 'provider'>>(
    tx,
    record.id,
    'DEPENDENCY',
  );
  const refOf = await refsTo(
    tx,
    record,
    assets,
    [...given, ...unread].flatMap(({ row }) => [row.consumer, row.provider]),
  );
  const problems = unread.map(({ line, fault }): ProblemRow => ({ noun: 'DEPENDENCY', line, reason: fault }));
  const fed: FedDependency[] = [];
  for (const { line, row } of given) {
    const consumer = refOf(row.consumer);
    const provider = refOf(row.provider);
    if (!consumer || !provider) {
      const missing = consumer ? row.provider : row.consumer;
      problems.push({ noun: 'DEPENDENCY', line, reason: missingAsset(record, missing) });
      continue;
    }
    fed.push({
      line,
      consumer,
      provider,
      group: row.group?.trim() || null,
      strength: row.strength === null ? 'HARD' : row.strength,
      minUp: row.min_up,
      names: { consumer: row.consumer, provider: row.provider },
    });
  }
  const ends = (consumer: AssetRef | null, provider: AssetRef | null) =>
    consumer && provider && `${refKey(consumer)} ${refKey(provider)}`;
  const unsure = new Set(unread.map(({ row }) => ends(refOf(row.consumer), refOf(row.provider))));
  const recorded = (await readDependencies(tx, record)).map((one) => ({
    ...one,
    // What an asset that is gone needed stays on record with it and counts no more.
    expected:
      one.expected &&
      !assets.goneIds.has(one.consumerId) &&
      !unsure.has(ends({ id: one.consumerId }, { id: one.providerId })),
  }));
  const compared = dependencyDifferences(fed, recorded);
  return { differences: compared.differences, problems: [...problems, ...compared.problems] };
}

function missingAsset({ feedSource }: ReconciliationRecord, name: string): string {
  return `There is no asset ${JSON.stringify(name)} in source ${JSON.stringify(feedSource)}, nor in the feed.`;
}

async function planPlacements(tx: Session, record: ReconciliationRecord, assets: AssetPlan): Promise<Plan> {
  const given = (await readFeedRows(tx, record.id, 'PLACEMENT')) as ImportRow<PlacementRow>[];
  requireRows('PLACEMENT', given);
  const unread = await readUnreadRows<Pick<PlacementRow, 'asset'>>(tx, record.id, 'PLACEMENT');
  const { rows, references, rejects } = await resolveReferences(tx, record.feedSource, given, {
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    pod: { find: referencesTo('pod'), of: (row) => [row.pod] },
    customer: { find: referencesTo('customer', 'current_customer(id)'), of: (row) => [row.customer] },
  });
  const refOf = await refsTo(
    tx,
    record,
    assets,
    [...rows, ...unread].map(({ row }) => row.asset),
  );
  const idOf = (name: string, key: string | null | undefined) =>
    key == null ? null : (references[name]?.get(key) ?? null);
  const leftOut = [...unread.map(({ line, fault }) => ({ line, reason: fault })), ...rejects];
  const problems = leftOut.map(({ line, reason }): ProblemRow => ({ noun: 'PLACEMENT', line, reason }));
  const recorded = await readPlacements(tx, record);
  const byKey = new Map(recorded.map((one) => [placementKey({ ...one, asset: { id: one.assetId } }), one]));
  const differences: PlannedDifference[] = [];
  const told = new Set<string>();
  const unsure = new Set(unread.map(({ row }) => refKey(refOf(row.asset) ?? { externalId: row.asset })));
  for (const { line, row } of rows) {
    const asset = refOf(row.asset);
    const ids = {
      productId: idOf('product', row.product),
      podId: idOf('pod', row.pod),
      customerId: idOf('customer', row.customer),
    };
    if (!asset) problems.push({ noun: 'PLACEMENT', line, reason: missingAsset(record, row.asset) });
    else if (ids.productId === null && ids.podId === null && ids.customerId === null) {
      const reason = 'A placement names at least one of product, pod and customer.';
      problems.push({ noun: 'PLACEMENT', line, reason });
    } else {
      const target: PlacementTarget = { asset, ...ids };
      const key = placementKey(target);
      const before = byKey.get(key);
      if (before?.removed !== false && !told.has(key)) {
        differences.push(placementDifference('NEW', row.asset, before ?? null, target));
      }
      told.add(key);
    }
  }
  for (const one of recorded) {
    const target: PlacementTarget = { ...termsOf(one), asset: { id: one.assetId } };
    if (one.removed || !one.expected || told.has(placementKey(target))) continue;
    if (assets.goneIds.has(one.assetId) || unsure.has(one.assetId)) continue;
    differences.push(placementDifference('GONE', one.assetName, one, target));
  }
  return { differences, problems };
}

function placementDifference(
  kind: 'NEW' | 'GONE',
  asset: string,
  before: { id: string; version: number } | null,
  target: PlacementTarget,
): PlannedDifference {
  const terms = termsOf(target);
  return {
    noun: 'PLACEMENT',
    kind,
    name: `${asset} for ${Object.values(terms)
      .filter((id) => id !== null)
      .join(' and ')}`,
    recordId: before?.id ?? null,
    recordVersion: before?.version ?? null,
    fields: kind === 'NEW' ? changedFields(null, terms) : changedFields(terms, {}),
    target,
  };
}

function termsOf({ productId, podId, customerId }: Omit<PlacementTarget, 'asset'>) {
  return { productId, podId, customerId };
}

/** What makes two placements the same. */
function placementKey({ asset, productId, podId, customerId }: PlacementTarget): string {
  return JSON.stringify([refKey(asset), productId, podId, customerId]);
}
