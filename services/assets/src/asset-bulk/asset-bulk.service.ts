import {
  authorize,
  changedFields,
  conflict,
  DomainError,
  invalid,
  notFound,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import {
  assetRecords,
  authorWith,
  edited,
  findMerged,
  holdForEdit,
  isInUse,
  mergedAway,
  requireKind,
  requireOthers,
  type AssetRecord,
} from '../asset/index.js';
import { findKinds } from '../asset-kind/index.js';
import { requestRestatement } from '../outage/index.js';
import type { UpdateAssetsInput } from './asset-bulk.types.js';

const MOST_ASSETS = 1000;

/** What became of one asset: as it is now, or why it cannot be changed. */
export interface BulkResult {
  id: string;
  asset: AssetRecord | null;
  fault: DomainError | null;
}

/**
 * Makes the same changes to 1 to 1,000 assets in one transaction; one that is so already keeps its version. Answers each
 * in the order of the input; where one is at fault and all were asked for or none, none has an asset. Roles: admin,
 * manager, operator.
 *
 * @throws DomainError where the input itself is at fault
 */
export async function updateAssets(context: RequestContext, input: UpdateAssetsInput): Promise<BulkResult[]> {
  authorize(context, 'admin', 'manager', 'operator');
  const { assets } = input;
  if (assets.length < 1 || assets.length > MOST_ASSETS) {
    throw invalid(`Name 1 to ${MOST_ASSETS} assets; these are ${assets.length}.`, ['assets']);
  }
  if (new Set(assets.map((asset) => asset.id)).size < assets.length) {
    throw invalid('An asset is named twice.', ['assets']);
  }
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    await requireOthers(tx, input);
    if (input.kind != null) await requireKind(tx, input.kind);
    const planned = await plan(tx, input);
    const results = planned.map(({ id, before, after, fault }): BulkResult => ({
      id,
      asset: after ?? before,
      fault,
    }));
    const isRefused = input.mode === 'ALL_OR_NONE' && planned.some(({ fault }) => fault !== null);
    if (isRefused) return results.map((result) => ({ ...result, asset: null }));
    const changes = planned.flatMap(({ before, after }): [AssetRecord, AssetRecord][] =>
      before && after ? [[before, after]] : [],
    );
    const stored = await assetRecords.updateAll(tx, author, changes);
    if (changes.some(([before, after]) => isInUse(before.status) !== isInUse(after.status))) {
      await requestRestatement(tx, context.now);
    }
    const byId = new Map(stored.map((asset) => [asset.id, asset]));
    return results.map((result) => ({ ...result, asset: byId.get(result.id) ?? result.asset }));
  });
}

interface Planned {
  id: string;
  /** Null where it cannot be changed. */
  before: AssetRecord | null;
  /** Null where nothing changes. */
  after: AssetRecord | null;
  fault: DomainError | null;
}

async function plan(tx: Session, input: UpdateAssetsInput): Promise<Planned[]> {
  const ids = input.assets.map(({ id }) => id);
  const found = await holdForEdit(tx, ids);
  const merged = await findMerged(
    tx,
    ids.filter((id) => found.get(id)?.status === 'RETIRED'),
  );
  const kinds = await findKinds(tx, [
    ...new Set([...found.values()].map((asset) => input.kind ?? asset.kind)),
  ]);
  return input.assets.map(({ id, expectedVersion }, index): Planned => {
    const place = ['assets', String(index)];
    try {
      const before = found.get(id);
      if (!before) throw notFound('asset', id, ['id']);
      const into = merged.get(id);
      if (into !== undefined) throw mergedAway(id, into);
      if (before.version !== expectedVersion) throw conflict(`asset ${id}`, before.version);
      const kind = kinds.get(input.kind ?? before.kind);
      if (!kind) throw new Error(`the kind ${before.kind} is not on record`);
      const after = edited(before, input, kind);
      return { id, before, after: changedFields(before, after).length > 0 ? after : null, fault: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const fault = new DomainError(error.code, error.message, [...place, ...error.inputPath]);
      return { id, before: null, after: null, fault };
    }
  });
}
