/**
 * The service as a process of its own that ends as if its machine had: by SIGKILL, in the middle of what it does.
 * `KILL_AT` counts, once it moves requests, the moments at which dying makes a difference to what is stored: before a
 * COMMIT is sent, and before the first statement after it. 0 lets it live until SIGTERM, when it prints how many there
 * were.
 */
import { createLogger, Database, PostgresBus } from '@plimsoll/shared';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../../../dist/index.js';

const killAt = Number(process.env.KILL_AT ?? 0);
const logger = createLogger('crashing', { level: process.env.PLIMSOLL_TEST_LOG ?? 'silent' });
const database = await Database.open({ ...entitlementsDatabase, url: process.env.DATABASE_URL, logger });
const bus = await PostgresBus.open({ url: process.env.BUS_URL, logger });

let moments = 0;
let committed = false;
let moving = false;
database.onStatement((sql) => {
  moving ||= sql.includes('provisioning_');
  const commits = sql.toUpperCase() === 'COMMIT';
  if (moving && (commits || committed)) moments += 1;
  committed = commits;
  // No handler runs and nothing is flushed: this statement is not sent, what came before it is.
  if (moments > 0 && moments === killAt) process.kill(process.pid, 'SIGKILL');
});

const subgraph = createEntitlementsSubgraph({
  database,
  bus,
  logger,
  provisioning: { retry: { attempts: 5, baseMs: 20, longestMs: 100 } },
});
process.once('SIGTERM', () => {
  process.stdout.write(`${moments}\n`, () => process.exit(0));
});
await subgraph.start();
