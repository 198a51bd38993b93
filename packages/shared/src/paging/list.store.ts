import type { Session } from '../database/index.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { checkPageSize, type Page } from './page.rules.js';

/** Collects the parameters of a statement while its text is put together. */
export class SqlParameters {
  readonly values: unknown[] = [];

  /** Adds a value and returns how the statement names it, `$1` for the first. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** Adds a pattern for `like` and `ilike` that finds the text anywhere, `%` and `_` taken literally. */
  addContaining(text: string): string {
    return this.add(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
  }
}

/** By what a list is sorted. */
export interface OrderBy<Field extends string> {
  field: Field;
  direction: 'ASC' | 'DESC';
}

/** How a noun is listed. All SQL here is written in the store; nothing of a caller's reaches it but parameters. */
export interface ListDefinition<Filter, Field extends string> {
  /** Select list; the aliases are the properties of a row. */
  columns: string;
  /** Tables and joins; one row a record. */
  from: string;
  /** The unique id column; the last word of every order. */
  id: string;
  /** Sort expressions, never null, with their PostgreSQL type. */
  orders: Record<Field, { sql: string; type: string }>;
  defaultOrder: OrderBy<Field>;
  /** Conditions, to be joined by `and`. */
  where?: (filter: Filter, parameters: SqlParameters) => string[];
  /** For lists of many parents: the column that holds the parent's id, by the parent's name. */
  parents?: Record<string, string>;
}

/** What a caller asks of a list. */
export interface ListArguments<Filter, Field extends string> {
  first: number;
  after?: string | null;
  filter?: Filter | null;
  orderBy?: OrderBy<Field> | null;
}

interface Plan<Field extends string> {
  order: OrderBy<Field>;
  orderName: string;
  parameters: SqlParameters;
  conditions: string[];
  sort: { sql: string; type: string };
}

function plan<Filter, Field extends string>(
  definition: ListDefinition<Filter, Field>,
  args: ListArguments<Filter, Field>,
  parameters: SqlParameters,
): Plan<Field> {
  checkPageSize(args.first);
  const order = args.orderBy ?? definition.defaultOrder;
  const sort = definition.orders[order.field];
  const conditions = definition.where?.(args.filter ?? ({} as Filter), parameters) ?? [];
  return { order, orderName: `${order.field} ${order.direction}`, parameters, conditions, sort };
}

function pageSql<Filter, Field extends string>(
  definition: ListDefinition<Filter, Field>,
  { order, orderName, parameters, conditions, sort }: Plan<Field>,
  args: ListArguments<Filter, Field>,
  parent?: string,
): string {
  const all = [...conditions];
  if (parent) all.push(parent);
  if (args.after) {
    const cursor = decodeCursor(orderName, args.after);
    const comparison = order.direction === 'ASC' ? '>' : '<';
    all.push(
      `(${sort.sql}, ${definition.id}) ${comparison} (${parameters.add(cursor.sortValue)}::${sort.type}, ${parameters.add(cursor.id)})`,
    );
  }
  const ordering = `${sort.sql} ${order.direction}, ${definition.id} ${order.direction}`;
  return `select ${definition.columns}, (${sort.sql})::text as "_sort", ${definition.id} as "_id"
    from ${definition.from} ${all.length > 0 ? `where ${all.join(' and ')}` : ''}
    order by ${ordering} limit ${parameters.add(args.first + 1)}`;
}

function countSql<Filter, Field extends string>(
  definition: ListDefinition<Filter, Field>,
  conditions: string[],
): string {
  return `select count(*)::int as count from ${definition.from} ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}`;
}

type Placed<Row> = Row & { _sort: string; _id: string | number };

function toPage<Row>(
  rows: Placed<Row>[],
  orderName: string,
  first: number,
  hasPreviousPage: boolean,
  countAll: () => Promise<number>,
): Page<Row> {
  const shown = rows.slice(0, first);
  return {
    rows: shown,
    cursors: shown.map((row) => encodeCursor(orderName, row._sort, String(row._id))),
    hasNextPage: rows.length > first,
    hasPreviousPage,
    countAll,
  };
}

/** One page of a list; one statement, and one more when the whole list is counted. */
export async function listPage<Row, Filter, Field extends string>(
  session: Session,
  definition: ListDefinition<Filter, Field>,
  args: ListArguments<Filter, Field>,
): Promise<Page<Row>> {
  const planned = plan(definition, args, new SqlParameters());
  const rows = await session.query<Placed<Row>>(
    pageSql(definition, planned, args),
    planned.parameters.values,
  );
  return toPage(rows, planned.orderName, args.first, Boolean(args.after), async () => {
    const counting = plan(definition, args, new SqlParameters());
    const [row] = await session.query<{ count: number }>(
      countSql(definition, counting.conditions),
      counting.parameters.values,
    );
    return row?.count ?? 0;
  });
}

/**
 * The same page of a list for each of many parents, in the order of `parentIds`; one statement for all, and
 * one more, again for all, when the whole lists are counted.
 */
export async function listByParent<Row, Filter, Field extends string>(
  session: Session,
  definition: ListDefinition<Filter, Field>,
  parentName: string,
  parentIds: readonly string[],
  args: ListArguments<Filter, Field>,
): Promise<Page<Row>[]> {
  const column = definition.parents?.[parentName];
  if (!column) throw new Error(`This list is not kept by ${parentName}.`);
  const parameters = new SqlParameters();
  const ids = parameters.add([...new Set(parentIds)]);
  const planned = plan(definition, args, parameters);
  const inner = pageSql(definition, planned, args, `${column} = parent.id`);
  const rows = await session.query<Placed<Row> & { _parent: string }>(
    `select parent.id as "_parent", listed.* from unnest(${ids}::text[]) as parent(id) cross join lateral (select row_number() over () as "_place", page.* from (${inner}) page) listed order by parent.id, listed."_place"`,
    parameters.values,
  );
  const byParent = new Map<string, Placed<Row>[]>();
  for (const row of rows) byParent.set(row._parent, [...(byParent.get(row._parent) ?? []), row]);
  let counts: Promise<Map<string, number>> | undefined;
  const countAll = () => (counts ??= countByParent(session, definition, column, parentIds, args));
  return parentIds.map((parentId) =>
    toPage(
      byParent.get(parentId) ?? [],
      planned.orderName,
      args.first,
      Boolean(args.after),
      async () => (await countAll()).get(parentId) ?? 0,
    ),
  );
}

async function countByParent<Filter, Field extends string>(
  session: Session,
  definition: ListDefinition<Filter, Field>,
  column: string,
  parentIds: readonly string[],
  args: ListArguments<Filter, Field>,
): Promise<Map<string, number>> {
  const parameters = new SqlParameters();
  const ids = parameters.add([...new Set(parentIds)]);
  const { conditions } = plan(definition, args, parameters);
  const rows = await session.query<{ parent: string; count: number }>(
    `select ${column} as parent, count(*)::int as count from ${definition.from}
     where ${[`${column} = any(${ids}::text[])`, ...conditions].join(' and ')} group by ${column}`,
    parameters.values,
  );
  return new Map(rows.map((row) => [row.parent, row.count]));
}
