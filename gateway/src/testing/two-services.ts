import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { createLogger, type Principal } from '@plimsoll/shared';
import { execute, GraphQLError, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { mintToken, readLocalKey } from '../authentication/index.js';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.js';
import type { LocalSubgraph, SubgraphReadiness } from '../subgraphs/index.js';
import { composeSupergraph } from '../supergraph.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

const CUSTOMERS_SDL = `${LINK}
type Query {
  customers(first: Int = 20): CustomerConnection!
  customer(id: ID!): Customer
  caller: String
  requestId: String
  domainError: String
  databaseError: String
  slow(milliseconds: Int!): String
  when(at: Instant): String
  count(ids: [ID!]!): Int
}
type Mutation { importRows(rows: [Row!]!): Int! }
input Row { name: String! }
scalar Instant
type CustomerConnection { totalCount: Int! nodes: [Customer!]! edges: [CustomerEdge!]! }
type CustomerEdge { cursor: String! node: Customer! }
type Customer @key(fields: "id") { id: ID! name: String partner: Partner }
type Partner @key(fields: "id") { id: ID! }
`;

const TICKETS_SDL = `${LINK}
type Query { tickets(first: Int = 20): [Ticket!]! }
type Ticket @key(fields: "id") { id: ID! subject: String customer: Customer tags: [Tag!] }
type Tag { name: String! }
type Customer @key(fields: "id") { id: ID! openTickets: [Ticket!] promised: Int! }
type Partner @key(fields: "id") { id: ID! name: String tier: Tag }
`;

/** What each service saw, for the test to look at. */
export interface Seen {
  principals: Principal[];
  /** Numbers of representations in each `_entities` fetch to tickets. */
  representations: number[];
  headers: IncomingHttpHeaders[];
}

interface Caller {
  principal: Principal;
  requestId: string;
}

function customersSchema(): GraphQLSchema {
  const customers = Array.from({ length: 6 }, (_, index) => ({
    id: `c${index}`,
    name: `Customer ${index}`,
    partner: { id: `p${index % 2}` },
  }));
  return buildSubgraphSchema([
    {
      typeDefs: parse(CUSTOMERS_SDL),
      resolvers: {
        Query: {
          customers: (_: unknown, { first }: { first: number }) => ({
            totalCount: customers.length,
            nodes: customers.slice(0, first),
            edges: [],
          }),
          customer: (_: unknown, { id }: { id: string }) => customers.find((one) => one.id === id) ?? null,
          caller: (_: unknown, __: unknown, { principal }: Caller) => JSON.stringify(principal),
          requestId: (_: unknown, __: unknown, { requestId }: Caller) => requestId,
          domainError: () => {
            throw new GraphQLError('The month is not closed yet.', {
              extensions: { code: 'MONTH_OPEN', path: ['month'], sql: 'select secret' },
            });
          },
          databaseError: () => {
            throw new Error('relation "secret_table" does not exist at postgres://owner:pw@10.0.0.1');
          },
          slow: async (_: unknown, { milliseconds }: { milliseconds: number }) => {
            await new Promise((resolve) => setTimeout(resolve, milliseconds));
            return 'done';
          },
          when: (_: unknown, { at }: { at: string }) => at,
          count: (_: unknown, { ids }: { ids: string[] }) => ids.length,
        },
        Mutation: { importRows: (_: unknown, { rows }: { rows: unknown[] }) => rows.length },
        Customer: { __resolveReference: ({ id }: { id: string }) => customers.find((one) => one.id === id) },
      },
    },
  ]);
}

function ticketsSchema(): GraphQLSchema {
  const ticket = (id: string) => ({
    id,
    subject: `Ticket ${id}`,
    customer: { id: 'c1', openTickets: [{ id: 'of-c1' }] },
    tags: [{ name: 'red' }],
  });
  return buildSubgraphSchema([
    {
      typeDefs: parse(TICKETS_SDL),
      resolvers: {
        Query: { tickets: () => [ticket('t1'), ticket('t2')] },
        Ticket: { __resolveReference: ({ id }: { id: string }) => ticket(id) },
        Customer: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            openTickets: [ticket(`of-${id}`)],
            promised: null,
          }),
        },
        Partner: {
          __resolveReference: async ({ id }: { id: string }) => {
            if (id === 'p1')
              throw new GraphQLError('Hidden from you.', { extensions: { code: 'FORBIDDEN' } });
            return { id, name: `Partner ${id}`, tier: { name: 'gold' } };
          },
        },
      },
    },
  ]);
}

/** The `customers` service in this process, and `tickets` over HTTP, with a gateway before them. */
export class TwoServices {
  readonly seen: Seen = { principals: [], representations: [], headers: [] };
  readonly log: string[] = [];
  readonly key = readLocalKey('a-secret-of-at-least-thirty-two-characters');
  readonly internalSecret = 'another-secret-of-thirty-two-characters';
  readiness: SubgraphReadiness = { status: 'ready', database: 'up', lagging: 3, parked: 0 };
  /** Set to make the local service fail as a whole. */
  localFailure: Error | undefined;
  /** Set to make the remote service answer so. */
  remoteAnswer: { status: number; body: string } | undefined;
  gateway!: Gateway;
  #remote: Server | undefined;
  #remotePort = 0;
  readonly #tickets = ticketsSchema();
  readonly #customers = customersSchema();

  readonly supergraph = composeSupergraph([
    { name: 'customers', sdl: CUSTOMERS_SDL, url: 'http://customers/graphql' },
    { name: 'tickets', sdl: TICKETS_SDL, url: 'http://tickets/graphql' },
  ]);

  static async start(options: Partial<GatewayOptions> = {}): Promise<TwoServices> {
    const platform = new TwoServices();
    await platform.startRemote();
    platform.gateway = await createGateway(platform.options(options));
    return platform;
  }

  options(overrides: Partial<GatewayOptions> = {}): GatewayOptions {
    return {
      supergraph: this.supergraph,
      subgraphs: [this.#local(), { name: 'tickets', url: `http://127.0.0.1:${this.#remotePort}/graphql` }],
      internalTokenSecret: this.internalSecret,
      authentication: { local: this.key },
      port: 0,
      host: '127.0.0.1',
      subgraphTimeoutMilliseconds: 1_000,
      logger: createLogger('gateway', { destination: { write: (line: string) => void this.log.push(line) } }),
      ...overrides,
    };
  }

  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.stopRemote();
  }

  async startRemote(): Promise<void> {
    this.#remote = createServer((request, response) => {
      if (request.url === '/health/ready') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ status: 'ready', database: 'up', lagging: 4, parked: 2 }));
        return;
      }
      this.seen.headers.push(request.headers);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void this.#reply(Buffer.concat(chunks).toString(), response);
      });
    });
    const server = this.#remote;
    await new Promise<void>((resolve) => server.listen(this.#remotePort, '127.0.0.1', resolve));
    this.#remotePort = (server.address() as AddressInfo).port;
  }

  async stopRemote(): Promise<void> {
    const server = this.#remote;
    this.#remote = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #reply(text: string, response: ServerResponse): Promise<void> {
    const { status, body } = await this.#answer(text);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body);
  }

  async #answer(text: string): Promise<{ status: number; body: string }> {
    if (this.remoteAnswer) return this.remoteAnswer;
    const { query, variables } = JSON.parse(text) as { query: string; variables: Record<string, unknown> };
    const { representations } = variables;
    if (Array.isArray(representations)) this.seen.representations.push(representations.length);
    const result = await execute({
      schema: this.#tickets,
      document: parse(query),
      variableValues: variables,
    });
    return { status: 200, body: JSON.stringify(result) };
  }

  #local(): LocalSubgraph {
    return {
      name: 'customers',
      ready: async () => this.readiness,
      run: async ({ document, variables, principal, requestId }): Promise<ExecutionResult> => {
        if (this.localFailure) throw this.localFailure;
        this.seen.principals.push(principal);
        const contextValue: Caller = { principal, requestId };
        return execute({ schema: this.#customers, document, variableValues: variables, contextValue });
      },
    };
  }

  token(principal: Partial<Principal> = {}): Promise<string> {
    return mintToken({ subject: 'ada', roles: ['admin'], ...principal }, this.key, 60);
  }

  /** Sends a GraphQL request as a signed-in admin, unless the headers say otherwise. */
  async ask(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const authorization = `Bearer ${await this.token()}`;
    return this.post(JSON.stringify({ query, variables }), { authorization, ...headers });
  }

  async post(body: string, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.gateway.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, ...(JSON.parse(text) as Body) };
  }
}

interface Body {
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

/** An answer of the gateway, read. */
export interface Answer extends Body {
  status: number;
  headers: Headers;
  text: string;
}
