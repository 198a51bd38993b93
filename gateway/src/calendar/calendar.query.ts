import type { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../subgraphs/index.js';
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

interface Page<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: Node[];
}

/**
 * The changes of a calendar that the caller sees, by when they begin. Of a customer, those agreed on that would degrade
 * one of its products or take it down, as whoever sees the customer sees them: also where the assets are hidden.
 *
 * @throws GraphQLError BAD_REQUEST where there are more than 5,000, and what the graph refuses
 */
export async function readChanges(
  apollo: ApolloServer<RequestContext>,
  { assetId, customerId, region, from, to }: CalendarFilter,
  context: RequestContext,
): Promise<CalendarChange[]> {
  const hitting = customerId === null ? null : await readHitting(apollo, customerId, context);
  if (hitting && (hitting.length === 0 || (assetId === null && region === null))) return hitting;
  const filter = { assetId, region, from, to };
  const changes = await readAll<CalendarChange>(
    (after) =>
      ask<{ list: Page<CalendarChange> }>(apollo, CHANGES, { after, filter }, context).then(
        ({ list }) => list,
      ),
    context,
  );
  if (!hitting) return changes;
  const found = new Set(changes.map(({ id }) => id));
  return hitting.filter(({ id }) => found.has(id));
}

async function readHitting(
  apollo: ApolloServer<RequestContext>,
  id: string,
  context: RequestContext,
): Promise<CalendarChange[]> {
  type Hit = { change: CalendarChange };
  const hits = await readAll<Hit>(async (after) => {
    type Answer = { customer: { list: Page<Hit> | null } | null };
    const { customer } = await ask<Answer>(apollo, OF_CUSTOMER, { after, id }, context);
    return customer?.list ?? { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
  }, context);
  return hits.map(({ change }) => change);
}

async function readAll<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
  { signal }: RequestContext,
): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null, more = true; more && !signal.aborted;) {
    const { pageInfo, nodes }: Page<Node> = await read(after);
    all.push(...nodes);
    if (all.length > MOST_CHANGES) {
      throw new GraphQLError(
        `There are more than ${MOST_CHANGES} changes; ask for those of one asset, customer or region.`,
        { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
      );
    }
    more = pageInfo.hasNextPage;
    after = pageInfo.endCursor;
  }
  return all;
}

async function ask<Data>(
  apollo: ApolloServer<RequestContext>,
  query: string,
  variables: Record<string, unknown>,
  context: RequestContext,
): Promise<Data> {
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue: context });
  if (body.kind !== 'single') throw new Error('a calendar is answered in parts');
  const { data, errors } = body.singleResult;
  const [error] = errors ?? [];
  if (error) throw new GraphQLError(error.message, { extensions: { ...error.extensions } });
  if (!data) throw new Error('a calendar has no answer');
  return data as Data;
}
