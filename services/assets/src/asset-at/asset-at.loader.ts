import {
  checkPageSize,
  countStatesAt,
  decodeCursor,
  encodeCursor,
  invalid,
  pageStatesAt,
  readStatesAt,
  type ConnectionArgs,
  type Page,
  type RequestContext,
  type StateAt,
} from '@plimsoll/shared';
import { findDependencyIds, findPlacementIds } from './asset-at.store.js';
import type { AssetAt, AssetsAtArgs } from './asset-at.types.js';

const ORDER = 'ADDED ASC';

/** A dependency as it was at an instant. */
export interface DependencyAt {
  id: string;
  version: number;
  consumerId: string;
  providerId: string;
  groupName: string | null;
  strength: 'HARD' | 'SOFT';
  minUp: string | null;
  memberCount: number;
  asOf: Date;
}

/** A placement as it was at an instant. */
export interface PlacementAt {
  id: string;
  version: number;
  assetId: string;
  productId: string | null;
  podId: string | null;
  customerId: string | null;
  asOf: Date;
}

/**
 * An instant of the past.
 *
 * @throws DomainError `INVALID` for one in the future
 */
export function checkPast(context: RequestContext, at: Date): Date {
  if (at > context.now) throw invalid('`at` lies in the future.', ['at']);
  return at;
}

/** The asset as it was at an instant; null where it was not recorded yet. Staff only. Batched a request. */
export function loadAssetAt(context: RequestContext, id: string, at: Date): Promise<AssetAt | null> {
  return context
    .loader<string, AssetAt>(`asset-at:${at.toISOString()}`, async (ids) => {
      const states = await readStatesAt(context.session, { recordType: 'asset', recordIds: ids, at });
      return ids.map((one) => {
        const state = states.get(one);
        return state ? toAssetAt(state, at) : null;
      });
    })
    .load(id);
}

/** A page of the assets of an instant, by id. Staff only. One statement, and one for the count. */
export async function listAssetsAt(
  context: RequestContext,
  { at: given, filter, first, after }: AssetsAtArgs,
): Promise<Page<AssetAt>> {
  checkPageSize(first);
  const at = checkPast(context, given ?? context.now);
  const having = Object.fromEntries(
    Object.entries(filter ?? {}).filter((entry): entry is [string, string] => entry[1] != null),
  );
  const question = { recordType: 'asset', at, having };
  const states = await pageStatesAt(context.session, question, { after: placeOf(after), limit: first + 1 });
  return toPage(
    states.map((state) => toAssetAt(state, at)),
    { first, after },
    () => countStatesAt(context.session, question),
  );
}

/**
 * A page of the dependencies that an asset had at an instant as `consumer` or `provider`, by id; at most four
 * statements for all assets of a request. Staff only.
 */
export async function listDependenciesAt(
  context: RequestContext,
  role: 'consumer' | 'provider',
  assetId: string,
  at: Date,
  args: ConnectionArgs,
): Promise<Page<DependencyAt>> {
  checkPageSize(args.first);
  const all = await context
    .loader<string, DependencyAt[]>(`dependencies-at:${role}:${at.toISOString()}`, async (assetIds) => {
      const own = await dependenciesOf(context, role, assetIds, at);
      const grouped = own.filter((one) => one.groupName !== null).map((one) => one.consumerId);
      const members =
        role === 'consumer' ? own : await dependenciesOf(context, 'consumer', [...new Set(grouped)], at);
      const counts = new Map<string, number>();
      for (const one of members) counts.set(groupOf(one), (counts.get(groupOf(one)) ?? 0) + 1);
      const counted = own.map((one) =>
        one.groupName === null ? one : { ...one, memberCount: counts.get(groupOf(one)) ?? 1 },
      );
      return assetIds.map((id) => counted.filter((one) => one[`${role}Id`] === id));
    })
    .load(assetId);
  return pageOf(all ?? [], args);
}

/** A page of the placements that an asset had at an instant, by id; two statements for all assets of a request. Staff only. */
export async function listPlacementsAt(
  context: RequestContext,
  assetId: string,
  at: Date,
  args: ConnectionArgs,
): Promise<Page<PlacementAt>> {
  checkPageSize(args.first);
  const all = await context
    .loader<string, PlacementAt[]>(`placements-at:${at.toISOString()}`, async (assetIds) => {
      const recordIds = await findPlacementIds(context.session, assetIds);
      const states = await readStatesAt(context.session, { recordType: 'placement', recordIds, at });
      const placements = [...states.values()].flatMap((state) => toPlacementAt(state, at));
      return assetIds.map((id) => placements.filter((one) => one.assetId === id));
    })
    .load(assetId);
  return pageOf(all ?? [], args);
}

async function dependenciesOf(
  context: RequestContext,
  role: 'consumer' | 'provider',
  assetIds: readonly string[],
  at: Date,
): Promise<DependencyAt[]> {
  if (assetIds.length === 0) return [];
  const recordIds = await findDependencyIds(context.session, role, assetIds);
  const states = await readStatesAt(context.session, { recordType: 'dependency', recordIds, at });
  return [...states.values()].flatMap((state) => toDependencyAt(state, at));
}

function groupOf({ consumerId, groupName }: DependencyAt): string {
  return `${consumerId} ${groupName}`;
}

function toDependencyAt({ recordId, version, fields }: StateAt, at: Date): DependencyAt[] {
  if (fields['removed'] === true) return [];
  const { consumerId, providerId, strength } = fields as Pick<
    DependencyAt,
    'consumerId' | 'providerId' | 'strength'
  >;
  const groupName = (fields['group'] as string | null | undefined) ?? null;
  const minUp = (fields['minUp'] as string | null | undefined) ?? null;
  return [
    { id: recordId, version, consumerId, providerId, groupName, strength, minUp, memberCount: 1, asOf: at },
  ];
}

function toPlacementAt({ recordId, version, fields }: StateAt, at: Date): PlacementAt[] {
  if (fields['removed'] === true) return [];
  const given = fields as Partial<PlacementAt>;
  const { productId, podId, customerId } = { productId: null, podId: null, customerId: null, ...given };
  const assetId = given.assetId ?? '';
  return [{ id: recordId, version, assetId, productId, podId, customerId, asOf: at }];
}

/** An asset as its history tells it, with nothing where nothing was ever recorded. */
function toAssetAt({ recordId, version, fields }: StateAt, at: Date): AssetAt {
  return {
    externalId: null,
    source: null,
    location: null,
    make: null,
    criticality: null,
    ownerId: null,
    productId: null,
    podId: null,
    addresses: [],
    tags: [],
    attributes: {},
    ...(fields as Partial<AssetAt>),
    id: recordId,
    version,
    asOf: at,
  };
}

/** A page of records that are all at hand, in the order of their ids. */
function pageOf<Row extends { id: string }>(
  all: readonly Row[],
  { first, after }: ConnectionArgs,
): Page<Row> {
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  const behind = after ? decodeCursor(ORDER, after).id : '';
  const rest = sorted.filter(({ id }) => id > behind);
  return toPage(rest.slice(0, first + 1), { first, after }, () => Promise.resolve(all.length));
}

/** A page out of its rows and the one behind them, if any, which are in the order of their ids. */
function toPage<Row extends { id: string }>(
  found: readonly Row[],
  { first, after }: Pick<ConnectionArgs, 'first' | 'after'>,
  countAll: () => Promise<number>,
): Page<Row> {
  const rows = found.slice(0, first);
  return {
    rows,
    cursors: rows.map(({ id }) => encodeCursor(ORDER, id, id)),
    hasNextPage: found.length > rows.length,
    hasPreviousPage: Boolean(after),
    countAll,
  };
}

/** The id a page begins behind; null for the first. */
function placeOf(after: string | null | undefined): string | null {
  return after ? decodeCursor(ORDER, after).id : null;
}
