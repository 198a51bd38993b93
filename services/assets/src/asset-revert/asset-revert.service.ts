import {
  authorize,
  DomainError,
  readHistory,
  stateAt,
  type HistoryEntry,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import {
  assetRecords,
  authorWith,
  blankAsset,
  isInUse,
  requireKind,
  requireOthers,
  requireUnmerged,
  type AssetRecord,
} from '../asset/index.js';
import { checkAttributes } from '../asset-kind/index.js';
import { requestRestatement } from '../outage/index.js';
import type { RevertAssetInput } from './asset-revert.types.js';

const MOST_ENTRIES = 1_000;

/**
 * Makes an asset again what it was at an earlier version, as an edit of its own; dependencies and placements stay as they
 * are. What it was may stand anywhere in its life, but has to satisfy its kind as that is today, and to name nothing
 * that is gone. Roles: admin, manager, operator.
 */
export async function revertAsset(context: RequestContext, input: RevertAssetInput): Promise<AssetRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const author = await authorWith(tx, context, input);
    let wasInUse = false;
    const stored = await assetRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      wasInUse = isInUse(current.status);
      await requireUnmerged(tx, [current]);
      const before = await stateOf(tx, current, input.toVersion);
      const kind = await requireKind(tx, before.kind);
      await requireOthers(tx, {
        ownerId: before.ownerId === current.ownerId ? null : before.ownerId,
        productId: before.productId === current.productId ? null : before.productId,
        podId: before.podId === current.podId ? null : before.podId,
      });
      return { ...before, attributes: checkAttributes(kind, before.attributes) };
    });
    if (wasInUse !== isInUse(stored.status)) await requestRestatement(tx, context.now);
    return stored;
  });
}

/** What was on record when the asset had this version. */
async function stateOf(tx: Session, current: AssetRecord, version: number): Promise<AssetRecord> {
  if (version >= current.version) throw noVersion(current, version);
  const entries: HistoryEntry[] = [];
  let below = version + 1;
  for (;;) {
    const [page = []] = await readHistory(tx, {
      recordType: 'asset',
      recordIds: [current.id],
      limit: MOST_ENTRIES,
      below,
    });
    entries.push(...page);
    if (page.length < MOST_ENTRIES) break;
    below = page.at(-1)!.version;
  }
  const state = stateAt(entries);
  if (entries[0]?.version !== version || !state) throw noVersion(current, version);
  const { id, externalId, source } = current;
  return {
    ...blankAsset({ id, externalId, source }),
    ...state.fields,
    id,
    externalId,
    source,
    version: current.version,
  };
}

function noVersion(current: AssetRecord, version: number): DomainError {
  return new DomainError('NOT_FOUND', `This asset has no version ${version} before ${current.version}.`, [
    'toVersion',
  ]);
}
