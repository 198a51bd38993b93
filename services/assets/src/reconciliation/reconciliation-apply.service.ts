import { DomainError, newId, type Author, type Session } from '@plimsoll/shared';
import { assetRecords, findMerged, type AssetRecord } from '../asset/index.js';
import { ensureKinds } from '../asset-kind/index.js';
import { holdConsumers, removeDependencies, saveDependencies } from '../dependency/index.js';
import { checkDependencies } from '../impact/index.js';
import { holdAssets, savePlacements } from '../placement/index.js';
import { refKey, type AssetRef, type DependencyTarget, type PlacementTarget } from './difference.rules.js';
import type { DifferenceRecord } from './reconciliation.store.js';

const MOST_NAMED = 5;

/** What an applied plan touched. */
export interface Applied {
  /** The assets it made, changed, retired or tied, each once. */
  assetIds: string[];
}

/**
 * Stores what differences say, each edit by this author. The record has to be as the plan has seen it: what was
 * changed, made or ended since is named, and nothing is stored.
 *
 * @throws DomainError `CONFLICT` where the record moved, `INVALID` where what is selected does not hold together
 */
export async function applyDifferences(
  tx: Session,
  author: Author,
  source: string,
  differences: readonly DifferenceRecord[],
): Promise<Applied> {
  const of = (noun: DifferenceRecord['noun']) => differences.filter((one) => one.noun === noun);
  const moved = await mergedSince(tx, differences);
  const made = await applyAssets(tx, author, source, of('ASSET'), moved);
  const idOf = (ref: AssetRef, name: string): string => {
    const id = 'id' in ref ? ref.id : made.get(ref.externalId);
    if (id === undefined) {
      throw new DomainError(
        'INVALID',
        `${name}: ${refKey(ref).slice(4)} is new and has to be selected too.`,
        ['id'],
      );
    }
    return id;
  };
  const tied = await applyDependencies(tx, author, of('DEPENDENCY'), idOf, moved);
  const placed = await applyPlacements(tx, author, of('PLACEMENT'), idOf, moved);
  if (moved.length > 0) throw movedSince(moved);
  const touched = of('ASSET').flatMap(({ recordId }) => recordId ?? []);
  return { assetIds: [...new Set([...made.values(), ...touched, ...tied, ...placed])] };
}

/** Which differences name an asset that turned out to be another one: it may have been retired before, and look the same. */
async function mergedSince(tx: Session, differences: readonly DifferenceRecord[]): Promise<string[]> {
  const named = differences.map((one) => ({ name: one.name, ids: assetIdsOf(one) }));
  const merged = await findMerged(tx, [...new Set(named.flatMap(({ ids }) => ids))]);
  return named.filter(({ ids }) => ids.some((id) => merged.has(id))).map(({ name }) => name);
}

function assetIdsOf({ noun, recordId, target }: DifferenceRecord): string[] {
  if (noun === 'ASSET') return recordId === null ? [] : [recordId];
  const { consumer, provider, asset } = target as Partial<DependencyTarget & PlacementTarget>;
  return [consumer, provider, asset].flatMap((ref) => (ref && 'id' in ref ? [ref.id] : []));
}

function movedSince(moved: readonly string[]): DomainError {
  const names = [...new Set(moved)];
  const others = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return new DomainError(
    'CONFLICT',
    `The record moved since the plan was made: ${names.slice(0, MOST_NAMED).join(', ')}${others}. Plan again.`,
    ['id'],
  );
}

/** Answers the ids of the new ones by their external ids. */
async function applyAssets(
  tx: Session,
  author: Author,
  source: string,
  differences: readonly DifferenceRecord[],
  moved: string[],
): Promise<Map<string, string>> {
  const fresh = differences.filter(({ kind }) => kind === 'NEW');
  const taken = await assetRecords.findByExternalIds(
    tx,
    source,
    fresh.map(({ name }) => name),
  );
  moved.push(...taken.keys());
  const targets = differences.map(({ target }) => target as Partial<AssetRecord>);
  await ensureKinds(
    tx,
    author,
    targets.flatMap(({ kind }) => kind ?? []),
  );
  const records = fresh
    .filter(({ name }) => !taken.has(name))
    .map(({ target }) => ({ ...(target as AssetRecord), id: newId('ast'), version: 1 }));
  await assetRecords.create(tx, author, records);

  const changing = differences.filter(({ kind }) => kind !== 'NEW');
  const current = await assetRecords.findByIds(
    tx,
    changing.map(({ recordId }) => recordId ?? ''),
  );
  const changes: [AssetRecord, AssetRecord][] = [];
  for (const { name, recordId, recordVersion, target } of changing) {
    const before = current.get(recordId ?? '');
    if (before?.version !== recordVersion || !before) moved.push(name);
    else changes.push([before, { ...before, ...(target as Partial<AssetRecord>) }]);
  }
  const stored = new Set((await assetRecords.updateAll(tx, author, changes)).map(({ id }) => id));
  moved.push(
    ...changes.filter(([{ id }]) => !stored.has(id)).map(([{ externalId, id }]) => externalId ?? id),
  );
  return new Map(records.map((record) => [record.externalId ?? '', record.id]));
}

type IdOf = (ref: AssetRef, name: string) => string;

/** Answers the consumers. */
async function applyDependencies(
  tx: Session,
  author: Author,
  differences: readonly DifferenceRecord[],
  idOf: IdOf,
  moved: string[],
): Promise<string[]> {
  if (differences.length === 0) return [];
  const wanted = differences.map((difference) => {
    const { consumer, provider, group, strength, minUp } = difference.target as DependencyTarget;
    const terms = {
      consumerId: idOf(consumer, difference.name),
      providerId: idOf(provider, difference.name),
      group,
      strength,
      minUp,
    };
    return { difference, terms };
  });
  const consumerIds = [...new Set(wanted.map(({ terms }) => terms.consumerId))];
  const held = new Map((await holdConsumers(tx, consumerIds)).map((one) => [dependencyKey(one), one]));
  const after = new Map(
    [...held].filter(([, one]) => one.removedAt === null).map(([key, one]) => [key, one as object]),
  );
  const saving: Parameters<typeof saveDependencies>[2][number][] = [];
  const ending: Parameters<typeof removeDependencies>[2][number][] = [];
  for (const { difference, terms } of wanted) {
    const key = dependencyKey(terms);
    const before = held.get(key) ?? null;
    if ((before?.version ?? null) !== difference.recordVersion) moved.push(difference.name);
    else if (difference.kind !== 'GONE') {
      saving.push({ before, after: terms });
      after.set(key, terms);
    } else if (before) {
      ending.push(before);
      after.delete(key);
    }
  }
  if (moved.length > 0) return consumerIds;
  const [violation] = checkDependencies([...after.values()] as (typeof wanted)[number]['terms'][]);
  if (violation) {
    throw new DomainError(
      'INVALID',
      `What is selected would leave a group that does not hold together: ${violation.message}`,
      ['id'],
    );
  }
  await saveDependencies(tx, author, saving);
  await removeDependencies(tx, author, ending);
  return consumerIds;
}

function dependencyKey(one: { consumerId: string; group: string | null; providerId: string }): string {
  return JSON.stringify([one.consumerId, one.group, one.providerId]);
}

/** Answers the assets. */
async function applyPlacements(
  tx: Session,
  author: Author,
  differences: readonly DifferenceRecord[],
  idOf: IdOf,
  moved: string[],
): Promise<string[]> {
  if (differences.length === 0) return [];
  const wanted = differences.map((difference) => {
    const { asset, productId, podId, customerId } = difference.target as PlacementTarget;
    return { difference, terms: { assetId: idOf(asset, difference.name), productId, podId, customerId } };
  });
  const assetIds = [...new Set(wanted.map(({ terms }) => terms.assetId))];
  const held = new Map((await holdAssets(tx, assetIds)).map((one) => [placementKey(one), one]));
  const changes = wanted.flatMap(({ difference, terms }) => {
    const before = held.get(placementKey(terms)) ?? null;
    if ((before?.version ?? null) !== difference.recordVersion) {
      moved.push(difference.name);
      return [];
    }
    return [{ before, after: terms, removed: difference.kind === 'GONE' }];
  });
  if (moved.length === 0) await savePlacements(tx, author, changes);
  return assetIds;
}

function placementKey(one: {
  assetId: string;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
}): string {
  return JSON.stringify([one.assetId, one.productId, one.podId, one.customerId]);
}
