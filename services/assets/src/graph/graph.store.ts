import type { Session } from '@plimsoll/shared';
import type { AssetRow, DependencyRow, MinUp, PlacementRow, SubscriptionRow } from '../impact/index.js';
import { startOfDate } from './local-date.rules.js';

/** What the tables said at one moment: everything, or what has changed since another. */
export interface GraphRows {
  /** Names the moment, for {@link readChanges}. */
  seen: string;
  assets: AssetRow[];
  /** By consumer: all its dependencies. */
  consumers: { consumerId: string; dependencies: DependencyRow[] }[];
  /** By asset: all its placements. */
  placed: { assetId: string; placements: PlacementRow[] }[];
  /** By customer: all its subscriptions. */
  customers: { customerId: string; subscriptions: SubscriptionRow[] }[];
}

interface Row {
  what: 'SNAPSHOT' | 'ASSET' | 'CONSUMER' | 'PLACED' | 'CUSTOMER';
  id: string;
  rows: string[] | null;
}

/** Everything that feeds the graph, whatever the session's scope; one statement. */
export async function readEverything(session: Session): Promise<GraphRows> {
  return toGraphRows(await session.query<Row>('select what, id, rows from graph_everything()'));
}

/** What has become visible since `seen`, whatever the session's scope; one statement. */
export async function readChanges(session: Session, seen: string): Promise<GraphRows> {
  return toGraphRows(
    await session.query<Row>('select what, id, rows from graph_changes($1::pg_snapshot)', [seen]),
  );
}

function toGraphRows(rows: readonly Row[]): GraphRows {
  const read: GraphRows = { seen: '', assets: [], consumers: [], placed: [], customers: [] };
  for (const { what, id, rows: given } of rows) {
    const own = given ?? [];
    if (what === 'SNAPSHOT') read.seen = id;
    else if (what === 'ASSET') read.assets.push({ id, live: own[0] === 'LIVE' || own[0] === 'MAINTENANCE' });
    else if (what === 'CONSUMER') {
      read.consumers.push({ consumerId: id, dependencies: own.map((text) => toDependency(id, text)) });
    } else if (what === 'PLACED') {
      read.placed.push({ assetId: id, placements: own.map((text) => toPlacement(id, text)) });
    } else {
      read.customers.push({ customerId: id, subscriptions: own.map((text) => toSubscription(id, text)) });
    }
  }
  return read;
}

/** `provider strength minUp group`, where only the group may hold spaces or be missing. */
function toDependency(consumerId: string, text: string): DependencyRow {
  const [providerId = '', strength, minUp = '-', ...group] = text.split(' ');
  return {
    consumerId,
    providerId,
    strength: strength === 'SOFT' ? 'SOFT' : 'HARD',
    minUp: toMinUp(minUp),
    group: group.length > 0 ? group.join(' ') : null,
  };
}

function toMinUp(text: string): MinUp | null {
  if (text === '-') return null;
  return text.endsWith('%') ? { percent: Number(text.slice(0, -1)) } : { count: Number(text) };
}

/** `product pod customer`, `-` for what is not asked for. */
function toPlacement(assetId: string, text: string): PlacementRow {
  const [productId, podId, customerId] = text.split(' ').map(orNull);
  return { assetId, productId: productId ?? null, podId: podId ?? null, customerId: customerId ?? null };
}

/** `product pod startedOn endedOn timeZone`; dates begin at local midnight of the customer. */
function toSubscription(customerId: string, text: string): SubscriptionRow {
  const [productId = '', pod = '-', startedOn = '', endedOn = '-', timeZone = 'UTC'] = text.split(' ');
  return {
    customerId,
    productId,
    podId: orNull(pod),
    from: startOfDate(timeZone, startedOn),
    to: endedOn === '-' ? null : startOfDate(timeZone, endedOn),
  };
}

function orNull(text: string): string | null {
  return text === '-' ? null : text;
}
