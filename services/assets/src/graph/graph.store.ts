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

/** What is about to be read: the moment, and how much there is, as the statistics of the tables have it. */
export interface GraphExtent {
  seen: string;
  assetCount: number;
  dependencyCount: number;
}

const PAGE_LINES = 20_000;

/**
 * Makes the transaction see one moment throughout, and says which. To be called before any other statement of it, in
 * the scope of the platform itself, so that policies do not hide what carries impact.
 */
export async function fixMoment(tx: Session): Promise<GraphExtent> {
  await tx.query('set transaction isolation level repeatable read, read only');
  const [extent] = await tx.query<{ seen: string; assets: number; dependencies: number }>(
    `select pg_current_snapshot()::text as seen,
            (select greatest(reltuples, 0) from pg_class where oid = 'asset'::regclass)::float8 as assets,
            (select greatest(reltuples, 0) from pg_class where oid = 'dependency'::regclass)::float8 as dependencies`,
  );
  return {
    seen: extent?.seen ?? '',
    assetCount: extent?.assets ?? 0,
    dependencyCount: extent?.dependencies ?? 0,
  };
}

/**
 * Everything that feeds the graph, page by page: all assets before the first dependency. A page has about so many
 * lines, and all of every consumer, asset or customer in it.
 */
export async function* readEverything(tx: Session, lines = PAGE_LINES): AsyncGenerator<GraphRows> {
  for (const [what, page] of Object.entries(PAGES)) {
    for (let after: string | null = ''; after !== null;) {
      const [read]: { last: string | null; page: string | null }[] = await tx.query(page, [after, lines]);
      after = read?.last ?? null;
      if (read?.page != null) yield toGraphRows(rowsOf(what as keyof typeof PAGES, read.page));
    }
  }
}

/**
 * What of each kind follows an id (exclusive), about so many lines: the last id, and a line a row that begins with its
 * id. A group's name is only told apart from others: its line breaks are escaped.
 */
const PAGES = {
  ASSET: `
    select max(id) as last, string_agg(id || ' ' || status, chr(10) order by id) as page
      from (select id, status from asset where id > $1 order by id limit $2) as page`,
  CONSUMER: `
    select max(consumer_id) as last,
           string_agg(concat_ws(' ', consumer_id, provider_id, strength,
             coalesce(min_up_count::text, min_up_percent || '%', '-'),
             replace(replace(group_name, chr(92), repeat(chr(92), 2)), chr(10), chr(92) || 'n')), chr(10) order by consumer_id) as page
      from (select consumer_id, provider_id, strength, min_up_count, min_up_percent, group_name from dependency
             where removed_at is null and consumer_id > $1 order by consumer_id fetch first $2 rows with ties) as page`,
  PLACED: `
    select max(asset_id) as last,
           string_agg(concat_ws(' ', asset_id, coalesce(product_id, '-'), coalesce(pod_id, '-'),
             coalesce(customer_id, '-')), chr(10) order by asset_id) as page
      from (select asset_id, product_id, pod_id, customer_id from placement
             where removed_at is null and asset_id > $1 order by asset_id fetch first $2 rows with ties) as page`,
  CUSTOMER: `
    select max(s.customer_id) as last,
           string_agg(concat_ws(' ', s.customer_id, s.product_id, coalesce(s.pod_id, '-'), s.started_on,
             coalesce(s.ended_on::text, '-'), coalesce(c.time_zone, 'UTC')), chr(10) order by s.customer_id) as page
      from (select customer_id, product_id, pod_id, started_on, ended_on from subscription
             where customer_id > $1 order by customer_id fetch first $2 rows with ties) as s
      left join customer c on c.id = s.customer_id`,
};

/** The lines of a page, put together by the id they begin with. */
function rowsOf(what: keyof typeof PAGES, page: string): Row[] {
  const rows: Row[] = [];
  let last: { id: string; rows: string[] } | undefined;
  for (const line of page.split('\n')) {
    const end = line.indexOf(' ');
    const id = line.slice(0, end);
    const rest = line.slice(end + 1);
    if (last?.id === id) last.rows.push(rest);
    else {
      last = { id, rows: [rest] };
      rows.push({ what, ...last });
    }
  }
  return rows;
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
  const provider = text.indexOf(' ');
  const strength = text.indexOf(' ', provider + 1);
  const minUp = text.indexOf(' ', strength + 1);
  return {
    consumerId,
    providerId: text.slice(0, provider),
    strength: text.startsWith('SOFT', provider + 1) ? 'SOFT' : 'HARD',
    minUp: toMinUp(text.slice(strength + 1, minUp === -1 ? text.length : minUp)),
    group: minUp === -1 ? null : text.slice(minUp + 1),
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
