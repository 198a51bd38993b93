import { GraphQLError } from 'graphql';
import { pagesOf, type GraphAsking, type Page } from '../http/index.js';
import type { CalendarFilter } from './calendar-filter.rules.js';
import type { CalendarChange } from './calendar.writer.js';

/** The most changes in one calendar. */
const MOST_CHANGES = 5_000;

const PAGE = 'pageInfo { hasNextPage endCursor }';
const CHANGE = 'id version title kind status expectedState window { from to } assets { name }';
const CHANGES = `query ChangeCalendar($after: String, $filter: ChangeFilter!) {
  list: changes(first: 100, after: $after, filter: $filter, orderBy: { field: STARTS_AT, direction: ASC }) {
    ${PAGE} nodes { ${CHANGE} }
  }
}`;
const OF_CUSTOMER = `query ChangesOfCustomer($after: String, $id: ID!) {
  customer(id: $id) { list: upcomingChanges(first: 100, after: $after) { ${PAGE} nodes { change { ${CHANGE} } } } }
}`;

/**
 * The changes of a calendar that the caller sees, by when they begin. Of a customer, those agreed on that would degrade
 * one of its products or take it down, as whoever sees the customer sees them: also where the assets are hidden.
 *
 * @throws GraphQLError BAD_REQUEST where there are more than 5,000, and what the graph refuses
 */
export async function readChanges(
  { assetId, customerId, region, from, to }: CalendarFilter,
  { ask, signal }: Pick<GraphAsking, 'ask' | 'signal'>,
): Promise<CalendarChange[]> {
  const hitting = customerId === null ? null : await readHitting(customerId, { ask, signal });
  if (hitting && (hitting.length === 0 || (assetId === null && region === null))) return hitting;
  const filter = { assetId, region, from, to };
  const changes = await readAll<CalendarChange>(async (after) => {
    const { list } = await ask<{ list: Page<CalendarChange> }>(CHANGES, { after, filter });
    return list;
  }, signal);
  if (!hitting) return changes;
  const found = new Set(changes.map(({ id }) => id));
  return hitting.filter(({ id }) => found.has(id));
}

async function readHitting(
  id: string,
  { ask, signal }: Pick<GraphAsking, 'ask' | 'signal'>,
): Promise<CalendarChange[]> {
  type Hit = { change: CalendarChange };
  const hits = await readAll<Hit>(async (after) => {
    type Answer = { customer: { list: Page<Hit> | null } | null };
    const { customer } = await ask<Answer>(OF_CUSTOMER, { after, id });
    return customer?.list ?? { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
  }, signal);
  return hits.map(({ change }) => change);
}

async function readAll<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
  signal: AbortSignal,
): Promise<Node[]> {
  const all: Node[] = [];
  for await (const nodes of pagesOf(read, signal)) {
    all.push(...nodes);
    if (all.length > MOST_CHANGES) {
      throw new GraphQLError(
        `There are more than ${MOST_CHANGES} changes; ask for those of one asset, customer or region.`,
        { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
      );
    }
  }
  return all;
}
