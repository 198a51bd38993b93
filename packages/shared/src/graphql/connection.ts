import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import type { Page } from '../paging/index.js';
import { PageInfo } from './values.js';

/** How much of a list, and from where. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many records, 1–100.' })
  first!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Return what follows this cursor (an `endCursor` of the same list).',
  })
  after?: string | null;
}

/** What a resolver returns for a connection field; made by {@link toConnection}. */
export interface ConnectionValue<Node> {
  edges: { cursor: string; node: Node }[];
  nodes: Node[];
  pageInfo: PageInfo;
  countAll: () => Promise<number>;
}

/**
 * The Relay connection and edge types of a node type. `totalCount` is only computed when it is asked for.
 *
 * @param node the GraphQL object class
 * @param name the prefix of both types' names: `<name>Connection`, `<name>Edge`
 * @param options.shareable where several subgraphs have the same connection of a value type
 */
export function connectionOf<Node extends object>(
  node: () => ClassType<Node>,
  name: string,
  options: { shareable?: boolean } = {},
) {
  const sharing: ClassDecorator = options.shareable ? Directive('@shareable') : () => undefined;

  @sharing
  @ObjectType(`${name}Edge`, { description: `One place in a list of type ${name}Connection.` })
  class Edge {
    @Field(() => String, { description: 'Opaque place of this record in the list, for `after`.' })
    cursor!: string;

    @Field(node, { description: 'The record.' })
    node!: Node;
  }

  @sharing
  @ObjectType(`${name}Connection`, {
    description: `A page of a list, in a total order that does not change between pages.`,
  })
  class Connection {
    @Field(() => [Edge], { description: 'The records with their cursors.' })
    edges!: Edge[];

    @Field(() => [node()], { description: 'The records.' })
    nodes!: Node[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;

    countAll!: () => Promise<number>;

    @Field(() => Int, {
      description: 'How many records the whole list has, under its filter; counted only when asked for.',
    })
    totalCount(): Promise<number> {
      return this.countAll();
    }
  }

  return { Edge, Connection };
}

/** The connection value of a page of rows. */
export function toConnection<Row, Node>(page: Page<Row>, toNode: (row: Row) => Node): ConnectionValue<Node> {
  const edges = page.rows.map((row, index) => ({ cursor: page.cursors[index] ?? '', node: toNode(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.cursors[0] ?? null,
      endCursor: page.cursors.at(-1) ?? null,
    },
    countAll: page.countAll,
  };
}

/** A record's name in the system it was imported from. */
@ArgsType()
export class ExternalIdArgs {
  @Field(() => String, { description: 'The system it was imported from.' })
  source!: string;

  @Field(() => String, { description: 'Its identifier in that system.' })
  externalId!: string;
}
