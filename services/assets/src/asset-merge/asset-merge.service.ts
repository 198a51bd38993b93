import {
  authorize,
  changedFields,
  checkText,
  conflict,
  DomainError,
  emit,
  invalid,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import {
  assetRecords,
  authorWith,
  holdForEdit,
  isInUse,
  requireKind,
  requireUnmerged,
  type AssetRecord,
} from '../asset/index.js';
import { checkAttributes } from '../asset-kind/index.js';
import { changeRecords } from '../change/index.js';
import { moveDependencies } from '../dependency/index.js';
import { requestRestatement } from '../outage/index.js';
import { gatherPlacements } from '../placement/index.js';
import { filled } from './asset-merge.rules.js';
import {
  findMerges,
  giveImpacts,
  holdOpenChanges,
  noteMerges,
  noteMoves,
  queueMerges,
  type AssetMergeRecord,
} from './asset-merge.store.js';
import type { MergeAssetsInput } from './asset-merge.types.js';

const MOST_DUPLICATES = 20;
const NOT_YET_AGREED = ['DRAFT', 'ASSESSED'];

/**
 * Merges duplicates of an asset into it, in one transaction, and tells of each by `plimsoll.asset.merged.v1`. Changes that
 * are in review, agreed on or in progress keep what was agreed: while one names a duplicate, nothing is merged. Roles:
 * admin, manager, operator.
 */
export async function mergeAssets(
  context: RequestContext,
  input: MergeAssetsInput,
): Promise<{ asset: AssetRecord; merges: AssetMergeRecord[] }> {
  authorize(context, 'admin', 'manager', 'operator');
  const { into, duplicates } = input;
  if (duplicates.length < 1 || duplicates.length > MOST_DUPLICATES) {
    throw invalid(`Name 1 to ${MOST_DUPLICATES} duplicates; these are ${duplicates.length}.`, ['duplicates']);
  }
  const duplicateIds = duplicates.map(({ id }) => id);
  if (new Set([into.id, ...duplicateIds]).size <= duplicates.length) {
    throw invalid('An asset is named twice.', ['duplicates']);
  }
  const reason = checkText(input.reason, 'reason', 2000);
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    await queueMerges(tx);
    const found = await holdForEdit(tx, [into.id, ...duplicateIds]);
    const survivor = expected(found, into, ['into']);
    const others = duplicates.map((one, index) => expected(found, one, ['duplicates', String(index)]));
    await requireUnmerged(tx, [survivor, ...others]);
    const used = others.find(({ status }) => isInUse(status));
    if (used && !isInUse(survivor.status)) {
      throw new DomainError(
        'INVALID_STATUS',
        `${survivor.id} is ${survivor.status} and its duplicate ${used.id} is ${used.status}: merge the other way, or take it into use first.`,
        ['into'],
      );
    }
    await noteMerges(tx, author, { duplicateIds, into: into.id, at: context.now, reason });
    const asset = await store(tx, author, survivor, others, input.fill);
    const dependencies = await moveDependencies(tx, author, duplicateIds, into.id);
    const placements = await gatherPlacements(tx, author, duplicateIds, into.id);
    const changes = await renameInChanges(tx, author, duplicateIds, into.id);
    const impacts = await giveImpacts(tx, duplicateIds, into.id);
    await requestRestatement(tx, earliest(context.now, impacts.since));
    await noteMoves(tx, duplicateIds, {
      dependenciesGained: dependencies.gained,
      dependenciesEnded: dependencies.ended,
      placementsGained: placements.gained,
      placementsEnded: placements.ended,
      changes,
      impacts: impacts.count,
    });
    const merged = await assetRecords.findByIds(tx, duplicateIds);
    await emit(
      tx,
      [...merged.values()].map((duplicate) => {
        const event = assetRecords.event(duplicate, 'merged');
        return { ...event, data: { ...event.data, into: into.id } };
      }),
    );
    return { asset, merges: await findMerges(tx, duplicateIds) };
  });
}

function expected(
  found: ReadonlyMap<string, AssetRecord>,
  { id, expectedVersion }: { id: string; expectedVersion: number },
  path: string[],
): AssetRecord {
  const asset = found.get(id);
  if (!asset) throw notFound('asset', id, [...path, 'id']);
  if (asset.version === expectedVersion) return asset;
  const { code, message } = conflict(`asset ${id}`, asset.version);
  throw new DomainError(code, message, [...path, 'expectedVersion']);
}

/** Retires the duplicates, and gives the asset what it lacks. */
async function store(
  tx: Session,
  author: Author,
  survivor: AssetRecord,
  others: readonly AssetRecord[],
  isFilled: boolean,
): Promise<AssetRecord> {
  const changes = others
    .filter(({ status }) => status !== 'RETIRED')
    .map((other): [AssetRecord, AssetRecord] => [other, { ...other, status: 'RETIRED' }]);
  if (isFilled) {
    const full = filled(survivor, others);
    const kind = await requireKind(tx, full.kind);
    const after = { ...full, attributes: checkAttributes(kind, full.attributes) };
    if (changedFields(survivor, after).length > 0) changes.push([survivor, after]);
  }
  const stored = await assetRecords.updateAll(tx, author, changes);
  return stored.find(({ id }) => id === survivor.id) ?? survivor;
}

/**
 * Names the asset in changes that are not yet in review.
 *
 * @throws DomainError `INVALID_STATUS` where one that is further names a duplicate
 */
async function renameInChanges(
  tx: Session,
  author: Author,
  duplicateIds: readonly string[],
  into: string,
): Promise<number> {
  const open = await holdOpenChanges(tx, duplicateIds);
  const settled = open.find(({ status }) => !NOT_YET_AGREED.includes(status));
  if (settled) {
    throw new DomainError(
      'INVALID_STATUS',
      `The change ${settled.id} is ${settled.status} and names a duplicate: complete or cancel it first.`,
      ['duplicates'],
    );
  }
  const changes = await changeRecords.findByIds(
    tx,
    open.map(({ id }) => id),
  );
  const renamed = await changeRecords.updateAll(
    tx,
    author,
    [...changes.values()].map((change) => {
      const assetIds = change.assetIds.map((id) => (duplicateIds.includes(id) ? into : id));
      return [change, { ...change, assetIds: [...new Set(assetIds)] }];
    }),
  );
  return renamed.length;
}

function earliest(now: Date, since: Date | null): Date {
  return since && since < now ? since : now;
}
