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
  const visible = seesEverything(context) ? null : await findVisible(context.session, affected.ids);
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
  return (await loadAsset(context, id)) ?? hiddenAsset(hiddenIdOf(id));
}

/** Chains of asset ids, in which those that the caller may not see have their hidden ids. At most one statement. */
export async function hideUnseen(
  context: RequestContext,
  chains: readonly (readonly string[])[],
): Promise<string[][]> {
  const visible = seesEverything(context)
    ? null
    : await findVisible(context.session, [...new Set(chains.flat())]);
  return chains.map((chain) => chain.map((id) => (!visible || visible.has(id) ? id : hiddenIdOf(id))));
}

/** The asset behind an id that {@link hideUnseen} gave; null for any other id. */
export function findHidden(id: string): Asset | null {
  return /^ast_hidden_[0-9a-f]{26}$/.test(id) ? hiddenAsset(id) : null;
}

/** Those of the ids that are no asset the caller may see, each once, in order. At most one statement. */
export async function findUnseen(context: RequestContext, ids: readonly string[]): Promise<string[]> {
  if (seesEverything(context)) return [];
  const visible = await findVisible(context.session, ids);
  return [...new Set(ids)].filter((id) => !visible.has(id));
}

function seesEverything({ scope }: RequestContext): boolean {
  return scope.kind === 'STAFF' || scope.kind === 'SYSTEM';
}

function hiddenIdOf(id: string): string {
  return `ast_hidden_${createHash('sha256').update(id).digest('hex').slice(0, 26)}`;
}

function hiddenAsset(id: string): Asset {
  return { id, name: 'hidden' };
}

function placeOf(cursor: string): AffectedPlace {
  const { sortValue, id } = decodeCursor(ORDER, cursor);
  if (!/^[1-3]$/.test(sortValue)) throw invalid('`after` is not a cursor of this list.', ['after']);
  return { state: Number(sortValue) as State, assetId: id };
}
