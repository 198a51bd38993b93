import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import { assetsDatabase, createAssetsSubgraph } from '@plimsoll/assets';
import { createEntitlementsSubgraph, entitlementsDatabase } from '@plimsoll/entitlements';
import { createGateway, mintToken, readLocalKey, type Gateway } from '@plimsoll/gateway';
import { PostgresBus, type Principal, type Subgraph } from '@plimsoll/shared';
import { emptyTestDatabase, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '@plimsoll/tickets';

const KEY = readLocalKey('a-key-of-this-test-run-and-of-no-other-platform');
const SUPERGRAPH = join(__dirname, '../../../gateway/supergraph.graphql');
const SETTLED_TIMEOUT_MS = 60_000;

/** An answer of the graph, as it came. */
export interface Answer<Data> {
  data: Data | null;
  errors: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** The platform in the test's own process: four services on cloned databases, a bus, and the gateway over HTTP. */
export interface TestPlatform {
  /** By service name; readable from the first `beforeAll` after the declaration. */
  readonly subgraphs: ReadonlyMap<string, Subgraph>;
  readonly url: string;
  /** Sends an operation as a caller; `null` sends no token. */
  ask<Data = Record<string, unknown>>(
    principal: Principal | null,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<Answer<Data>>;
  /** Reads a path of the gateway, such as an export, as a caller. */
  get(principal: Principal, path: string): Promise<Response>;
  /** Imports rows of a native file as the administrator; throws when a row is rejected. */
  import(mutation: string, rows: Record<string, string>[], source?: string): Promise<void>;
  /** Resolves when every event has arrived everywhere. */
  settled(): Promise<void>;
  /**
   * Puts new subgraphs and a new gateway in the place of the running ones, on the same data: they hold nothing in
   * memory yet, and no background work of theirs sends statements.
   */
  startCold(): Promise<void>;
  /** Statements sent by all services while `fn` runs. */
  statementsDuring(fn: () => Promise<unknown>): Promise<string[]>;
}

/** A caller who may do everything. */
export const ADMIN: Principal = { subject: 'admin', roles: ['admin'] };

/** Declares a platform for the test file (or the `describe`) it is called in. */
export function testPlatform(): TestPlatform {
  const subgraphs = new Map<string, Subgraph>();
  let gateway: Gateway;
  let bus: PostgresBus;

  // Hooks run in the order of their declaration: everything lets go of its database before that is dropped.
  const stop = async () => {
    await gateway?.stop();
    for (const subgraph of [...subgraphs.values()].reverse()) await subgraph.stop();
  };
  afterAll(async () => {
    await stop();
    await bus?.close();
  });

  const services = [
    { definition: entitlementsDatabase, create: createEntitlementsSubgraph },
    { definition: ticketsDatabase, create: createTicketsSubgraph },
    { definition: assetsDatabase, create: createAssetsSubgraph },
    { definition: analyticsDatabase, create: createAnalyticsSubgraph },
  ].map(({ definition, create }) => {
    const { service, ...rest } = definition;
    return { service, create, database: testDatabase({ name: service, ...rest }) };
  });
  const busDatabase = emptyTestDatabase('bus');
  const logger = testLogger();
  const openGateway = () =>
    createGateway({
      supergraph: readFileSync(SUPERGRAPH, 'utf8'),
      subgraphs: [...subgraphs.values()],
      authentication: { local: KEY },
      port: 0,
      host: '127.0.0.1',
      logger,
    });
  beforeAll(async () => {
    bus = await PostgresBus.open({ url: busDatabase.url, logger });
    for (const { service, create, database } of services) {
      const subgraph = create({ database: database.database, bus, logger });
      subgraphs.set(service, subgraph);
      await subgraph.start();
    }
    gateway = await openGateway();
  }, 60_000);

  const tokens = new Map<string, { token: string; until: number }>();
  /** One token serves a caller for minutes. */
  const tokenOf = async (principal: Principal): Promise<string> => {
    const key = JSON.stringify(principal);
    const known = tokens.get(key);
    if (known && known.until > Date.now()) return known.token;
    const token = await mintToken(principal, KEY, 600);
    tokens.set(key, { token, until: Date.now() + 300_000 });
    return token;
  };

  const platform: TestPlatform = {
    subgraphs,
    get url() {
      return gateway.url;
    },
    async ask(principal, query, variables = {}) {
      const token = principal && (await tokenOf(principal));
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      });
      const body = (await response.json()) as { data?: never; errors?: Answer<never>['errors'] };
      return { data: body.data ?? null, errors: body.errors ?? [] };
    },
    async get(principal, path) {
      const headers = { authorization: `Bearer ${await tokenOf(principal)}` };
      return fetch(new URL(path, gateway.url), { headers });
    },
    async import(mutation, rows, source = 'test') {
      for (let start = 0; start < rows.length; start += 1000) {
        const { data, errors } = await platform.ask<{ report: { rejects: unknown[] } }>(
          ADMIN,
          `mutation Import($input: ImportInput!) { report: ${mutation}(input: $input) { rejects { line column reason } } }`,
          { input: { source, rows: rows.slice(start, start + 1000) } },
        );
        if (errors.length > 0 || data?.report.rejects.length !== 0) {
          throw new Error(`${mutation}: ${JSON.stringify(data?.report.rejects ?? errors).slice(0, 2000)}`);
        }
      }
    },
    async settled() {
      const deadline = Date.now() + SETTLED_TIMEOUT_MS;
      for (let quiet = 0; quiet < 2;) {
        const states = await Promise.all([...subgraphs.values()].map((subgraph) => subgraph.ready()));
        const lagging = states.reduce((sum, state) => sum + state.lagging, 0);
        quiet = lagging === 0 ? quiet + 1 : 0;
        if (Date.now() > deadline) throw new Error(`${lagging} events have not arrived in time`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
    async startCold() {
      await stop();
      for (const { service, create, database } of services) {
        subgraphs.set(service, create({ database: await database.openReplica(), bus, logger }));
      }
      gateway = await openGateway();
    },
    async statementsDuring(fn) {
      const statements: string[] = [];
      const ends = [...subgraphs.values()].map(({ database }) =>
        database.onStatement((sql) => statements.push(sql)),
      );
      try {
        await fn();
      } finally {
        for (const end of ends) end();
      }
      return statements;
    },
  };
  return platform;
}
