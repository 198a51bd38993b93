import { decodeCursor, encodeCursor, type ConnectionArgs, type Page, type StateAt } from '@plimsoll/shared';
import type { AssetAt } from './asset-at.types.js';

const ORDER = 'ADDED ASC';

/** An asset as its history tells it, with nothing where nothing was ever recorded. */
export function toAssetAt({ recordId, version, fields }: StateAt, at: Date): AssetAt {
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
export function pageOf<Row extends { id: string }>(
  all: readonly Row[],
  { first, after }: ConnectionArgs,
): Page<Row> {
  const sorted = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
  const behind = after ? decodeCursor(ORDER, after).id : '';
  const rest = sorted.filter(({ id }) => id > behind);
  return toPage(rest.slice(0, first + 1), { first, after }, () => Promise.resolve(all.length));
}

/** A page out of its rows and the one behind them, if any, which are in the order of their ids. */
export function toPage<Row extends { id: string }>(
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
export function placeOf(after: string | null | undefined): string | null {
  return after ? decodeCursor(ORDER, after).id : null;
}
