import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../logging/index.js';
import { EmbeddedPostgres } from '../postgres/index.js';

/** Names the environment variable by which test files find the run's server: the URL of its database `postgres`. */
const SERVER_VARIABLE = 'PLIMSOLL_TEST_POSTGRES_URL';

let running: { server: EmbeddedPostgres; folder: string } | undefined;

/** Starts a throw-away server below the folder for temporary files and tells later processes of it. */
export async function startTestServer(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll test '));
  chmodSync(folder, 0o755);
  const server = await EmbeddedPostgres.start({
    dataFolder: join(folder, 'data'),
    durable: false,
    logger: createLogger('test-server', { level: 'error' }),
  });
  running = { server, folder };
  process.env[SERVER_VARIABLE] = server.url('postgres');
}

/** Stops it and removes everything it stored. */
export async function stopTestServer(): Promise<void> {
  if (!running) return;
  await running.server.stop();
  rmSync(running.folder, { recursive: true, force: true });
  running = undefined;
}

/** The URL of a database on the run's server. Throws outside of a test run. */
export function testServerUrl(database: string): string {
  const base = process.env[SERVER_VARIABLE];
  if (base === undefined) {
    throw new Error(`${SERVER_VARIABLE} is not set: run the tests with the root jest configuration`);
  }
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.href;
}
