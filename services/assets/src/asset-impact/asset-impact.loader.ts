import { createHash } from 'node:crypto';
import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  ImpactState,
  invalid,
  toConnection,
  type ConnectionArgs,
  type ConnectionValue,
  type RequestContext,
} from '@plimsoll/shared';
import { loadAsset, type Asset } from '../asset/index.js';
import { STATE_NAMES, type State } from '../impact/index.js';
import type { AffectedAssets, AffectedPlace } from './asset-impact.rules.js';
import { findVisible } from './asset-impact.store.js';
import type { AssetImpact } from './asset-impact.types.js';

const ORDER = 'STATE DESC';

/** The state of a number, as the graph names it. */
export function stateOf(state: State): ImpactState {
  return ImpactState[STATE_NAMES[state]];
}

/**
 * A page of the affected assets the caller sees. Staff see all, which costs no statement; for others one statement
 * finds what they see.
 */
export async function affectedPage(
  context: RequestContext,
  affected: AffectedAssets,
  args: ConnectionArgs,
): Promise<ConnectionValue<AssetImpact>> {
  checkPageSize(args.first);
  const after = args.after ? placeOf(args.after) : null;
  const visible =
    context.scope.kind === 'STAFF' || context.scope.kind === 'SYSTEM'
      ? null
      : await findVisible(context.session, affected.ids);
  const { assets, hasNextPage } = affected.page(args.first, after, visible);
  return toConnection(
    {
      rows: assets,
      cursors: assets.map(({ state, assetId }) => encodeCursor(ORDER, String(state), assetId)),
      hasNextPage,
      hasPreviousPage: after !== null,
      countAll: () => Promise.resolve(affected.count(visible)),
    },
    ({ state, assetId, causeIds }) => ({ state: stateOf(state), assetId, causeIds }),
  );
}

/** An asset for an explanation: where the caller may not see it, one called `hidden` under an id of its own. */
export async function loadAssetOrHidden(context: RequestContext, id: string): Promise<Asset> {
  const seen = await loadAsset(context, id);
  if (seen) return seen;
  const name = createHash('sha256').update(id).digest('hex').slice(0, 26);
  return { id: `ast_hidden_${name}`, name: 'hidden' };
}

function placeOf(cursor: string): AffectedPlace {
  const { sortValue, id } = decodeCursor(ORDER, cursor);
  if (!/^[1-3]$/.test(sortValue)) throw invalid('`after` is not a cursor of this list.', ['after']);
  return { state: Number(sortValue) as State, assetId: id };
}
