import type { Principal } from '@plimsoll/shared';
import { GraphQLError } from 'graphql';
import type { Gateway } from '../gateway.js';
import { gatewayBefore, tokenOf } from './gateway-before.js';

const SDL = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
scalar DateTime
scalar Decimal
type Query { usage(first: Int! = 20, after: String, filter: UsageFilter, orderBy: UsageOrder): UsageConnection! }
input UsageFilter { from: DateTime to: DateTime }
input UsageOrder { field: UsageOrderField! direction: OrderDirection! = DESC }
enum UsageOrderField { AT }
enum OrderDirection { ASC DESC }
type UsageConnection { nodes: [Usage!]! pageInfo: PageInfo! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Usage { id: ID! at: DateTime! metric: String! value: Decimal! component: String path: String customer: Customer contact: Contact }
type Customer @key(fields: "id") { id: ID! externalId: String csi: String name: String }
type Contact @key(fields: "id") { id: ID! externalId: String }
`;

/** A gateway before one service that lists as many measurements as it is told to. */
export class UsageService {
  rows = 250;
  path = '/orders, all';
  /** Fails on the page that begins here. */
  failsAt = Number.POSITIVE_INFINITY;
  /** What was asked for, a page each. */
  readonly asked: { after: string | null; filter: unknown; principal: Principal }[] = [];
  gateway!: Gateway;

  static async start(): Promise<UsageService> {
    const service = new UsageService();
    const resolvers = { Query: { usage: service.#page.bind(service) } };
    service.gateway = await gatewayBefore([{ name: 'usage', sdl: SDL, resolvers }]);
    return service;
  }

  /** Asks for an address as an admin; `null` sends no token. */
  async get(path: string, token?: string | null, signal?: AbortSignal): Promise<Response> {
    const bearer = token === undefined ? await tokenOf('admin') : token;
    return fetch(`http://127.0.0.1:${this.gateway.port}${path}`, {
      headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
      ...(signal ? { signal } : {}),
    });
  }

  #page(
    _: unknown,
    { first, after, filter }: { first: number; after: string | null; filter: unknown },
    principal: Principal,
  ) {
    this.asked.push({ after, filter, principal });
    const start = after === null ? 0 : Number(after);
    if (start >= this.failsAt) {
      throw new GraphQLError('The database is away.', { extensions: { code: 'TEMPORARILY_UNAVAILABLE' } });
    }
    const end = Math.min(start + first, this.rows);
    return {
      nodes: Array.from({ length: end - start }, (__, index) => ({
        id: `usg_${start + index}`,
        at: '2026-03-01T00:00:00.000Z',
        metric: start + index === 1 ? '=cmd|"/c calc"!A0' : 'api_calls',
        value: '-12.50',
        component: null,
        path: this.path,
        customer: { id: 'cus_1', externalId: 'C-1', csi: 'AAA-BBB-CCC', name: '@Home "Inc."' },
        contact: null,
      })),
      pageInfo: { hasNextPage: end < this.rows, endCursor: String(end) },
    };
  }
}
