import { createHash } from 'node:crypto';
import type { Principal } from '@plimsoll/shared';
import { GraphQLError } from 'graphql';
import type { Gateway } from '../gateway.js';
import type { LocalSubgraph } from '../subgraphs/index.js';
import { gatewayBefore, ready, tokenOf } from './gateway-before.js';

const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
scalar DateTime
type Query {
  changes(first: Int! = 20, after: String, filter: ChangeFilter, orderBy: ChangeOrder): ChangeConnection!
  customer(id: ID!): Customer
}
input ChangeFilter { assetId: ID region: String from: DateTime to: DateTime }
input ChangeOrder { field: ChangeOrderField! direction: OrderDirection! = ASC }
enum ChangeOrderField { STARTS_AT }
enum OrderDirection { ASC DESC }
type ChangeConnection { nodes: [Change!]! pageInfo: PageInfo! }
type CustomerChangeConnection { nodes: [CustomerChange!]! pageInfo: PageInfo! }
type CustomerChange { change: Change! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Customer @key(fields: "id") { id: ID! upcomingChanges(first: Int! = 20, after: String): CustomerChangeConnection }
type Change @key(fields: "id") {
  id: ID! version: Int title: String kind: String status: String expectedState: String window: ChangeWindow assets: [Asset!]
}
type ChangeWindow { from: DateTime! to: DateTime! }
type Asset @key(fields: "id") { id: ID! name: String }
`;

/** The only API key that is accepted; it may read. */
export const API_KEY = `plk_0123456789ab_${'a'.repeat(43)}`;
const CALLER = { keyId: 'key_1', partnerId: 'par_1', scopes: ['READ'], validUntil: '2999-01-01T00:00:00Z' };

/** A change as the service answers it. */
export interface ServedChange {
  id: string;
  version: number;
  title: string;
  kind: string;
  status: string;
  expectedState: string;
  window: { from: string; to: string } | null;
  assets: { id: string; name: string }[];
}

/** A gateway before one service with changes. */
export class ChangeService {
  changes: ServedChange[] = [];
  /** The changes that hit the customer `cus_1`. */
  hitting: string[] = [];
  fails = false;
  /** What was asked for, a page each. */
  readonly asked: { after: string | null; filter: unknown; principal: Principal }[] = [];
  gateway!: Gateway;

  static async start(): Promise<ChangeService> {
    const service = new ChangeService();
    const resolvers = {
      Query: { changes: service.#page.bind(service), customer: service.#customer.bind(service) },
    };
    const keeper: LocalSubgraph = {
      name: 'entitlements',
      ready,
      run: async ({ variables }) => {
        const { hash } = variables['attempt'] as { hash: string };
        const known = hash === createHash('sha256').update(API_KEY).digest('hex');
        return { data: { apiKeyCaller: known ? CALLER : null } };
      },
    };
    service.gateway = await gatewayBefore([{ name: 'assets', sdl: SDL, resolvers }], { subgraphs: [keeper] });
    return service;
  }

  /** Asks for an address as an admin; `null` sends no token. */
  async get(path: string, token?: string | null, headers: Record<string, string> = {}): Promise<Response> {
    const bearer = token === undefined ? await tokenOf('admin') : token;
    return fetch(`http://127.0.0.1:${this.gateway.port}${path}`, {
      headers: { ...headers, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }) },
    });
  }

  #page(
    _: unknown,
    { first, after, filter }: { first: number; after: string | null; filter: unknown },
    principal: Principal,
  ) {
    this.asked.push({ after, filter, principal });
    if (this.fails) {
      throw new GraphQLError('The database is away.', { extensions: { code: 'TEMPORARILY_UNAVAILABLE' } });
    }
    const start = after === null ? 0 : Number(after);
    const end = Math.min(start + first, this.changes.length);
    return {
      nodes: this.changes.slice(start, end),
      pageInfo: { hasNextPage: end < this.changes.length, endCursor: String(end) },
    };
  }

  #customer(_: unknown, { id }: { id: string }) {
    if (id !== 'cus_1') return null;
    const nodes = this.changes.filter((change) => this.hitting.includes(change.id));
    return {
      id,
      upcomingChanges: {
        nodes: nodes.map((change) => ({ change })),
        pageInfo: { hasNextPage: false, endCursor: null },
      },
    };
  }
}
