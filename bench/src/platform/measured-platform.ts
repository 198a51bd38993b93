import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import { assetsDatabase, createAssetsSubgraph } from '@plimsoll/assets';
import { createEntitlementsSubgraph, entitlementsDatabase } from '@plimsoll/entitlements';
import { createGateway, mintToken, readLocalKey } from '@plimsoll/gateway';
import { Database, PostgresBus, type Logger, type Principal, type Subgraph } from '@plimsoll/shared';
import { createTicketsSubgraph, ticketsDatabase } from '@plimsoll/tickets';
import { HttpClient } from './http-client.js';
import { PhaseRecorder } from './phases.js';

const KEY = readLocalKey('the-key-of-a-platform-that-is-only-measured');
const ADMIN: Principal = { subject: 'bench', roles: ['admin'] };
const SETTLED_POLL_MS = 100;

/** A platform in this process whose services tell when they were answering and what they asked their databases. */
export interface MeasuredPlatform {
  readonly client: HttpClient;
  /** Where it answers, and a token of an administrator. */
  readonly url: string;
  readonly token: string;
  readonly phases: PhaseRecorder;
  /** Resolves when every event has arrived everywhere. */
  settled(): Promise<void>;
  /** Statements sent by each service while `fn` runs. */
  statementsDuring(fn: () => Promise<unknown>): Promise<Record<string, string[]>>;
  stop(): Promise<void>;
}

/** Starts gateway and services in this process, the gateway over HTTP; their clock stands at `now`. */
export async function startMeasuredPlatform(options: {
  projectFolder: string;
  urlOf: (database: string) => string;
  now: Date;
  logger: Logger;
}): Promise<MeasuredPlatform> {
  const { projectFolder, urlOf, now, logger } = options;
  const phases = new PhaseRecorder();
  const bus = await PostgresBus.open({ url: urlOf('bus'), logger });
  const subgraphs: Subgraph[] = [];
  for (const { definition, create } of [
    { definition: entitlementsDatabase, create: createEntitlementsSubgraph },
    { definition: ticketsDatabase, create: createTicketsSubgraph },
    { definition: assetsDatabase, create: createAssetsSubgraph },
    { definition: analyticsDatabase, create: createAnalyticsSubgraph },
  ]) {
    const database = await Database.open({ ...definition, url: urlOf(definition.service), logger });
    const subgraph = create({ database, bus, logger, clock: () => now });
    await subgraph.start();
    subgraphs.push(subgraph);
  }
  const gateway = await createGateway({
    supergraph: await readFile(join(projectFolder, 'gateway', 'supergraph.graphql'), 'utf8'),
    subgraphs: subgraphs.map((subgraph) => ({
      name: subgraph.name,
      ready: () => subgraph.ready(),
      run: (request) => phases.during(subgraph.name, () => subgraph.run(request)),
    })),
    authentication: { local: KEY },
    port: 0,
    host: '127.0.0.1',
    logger,
  });
  const url = gateway.url.replace('localhost', '127.0.0.1');
  const token = await mintToken(ADMIN, KEY, 24 * 3600);
  const client = new HttpClient(url, token);
  return {
    client,
    url,
    token,
    phases,
    async settled() {
      for (let quiet = 0; quiet < 2;) {
        const states = await Promise.all(subgraphs.map((subgraph) => subgraph.ready()));
        quiet = states.every((state) => state.lagging === 0) ? quiet + 1 : 0;
        await sleep(SETTLED_POLL_MS);
      }
    },
    async statementsDuring(fn) {
      const statements: Record<string, string[]> = {};
      const ends = subgraphs.map(({ name, database }) => {
        const own: string[] = (statements[name] = []);
        return database.onStatement((sql) => own.push(sql));
      });
      try {
        await fn();
      } finally {
        for (const end of ends) end();
      }
      return statements;
    },
    async stop() {
      client.close();
      await gateway.stop();
      for (const subgraph of [...subgraphs].reverse()) await subgraph.stop();
      await bus.close();
    },
  };
}
