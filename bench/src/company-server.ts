import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgres, type Logger } from '@plimsoll/shared';
import { DATABASES } from '@plimsoll/standalone';
import pg from 'pg';
import { company, MEASURED_COMPANY } from './company/index.js';
import { Peer } from './peer/peer.js';
import { loadCompany } from './platform/load-company.js';
import type { MeasuredPlatform } from './platform/measured-platform.js';

const PEER = 'peer';

/** The PostgreSQL server of a run: the platform's databases and the peer's. */
export async function startServer(dataFolder: string, logger: Logger): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start({ dataFolder, logger });
  for (const name of DATABASES) await server.createDatabaseIfMissing(name);
  return server;
}

/** Loads the company into the platform, and from there into the peer, unless an earlier run has done both. */
export async function ensureCompany(
  platform: MeasuredPlatform,
  server: EmbeddedPostgres,
  folders: { data: string; peer: string },
  print: (line: string) => void,
): Promise<void> {
  const loaded = join(folders.data, 'company-loaded');
  if (!existsSync(loaded)) {
    await loadCompany(platform.client, company(MEASURED_COMPANY), () => platform.settled(), print);
    for (const name of DATABASES) await run(server.url(name), 'vacuum analyze');
    writeFileSync(loaded, '');
  }
  const filled = join(folders.data, 'peer-filled');
  const sql = await Promise.all(['schema.sql', 'copy.sql'].map((file) => readFile(join(folders.peer, file))));
  const version = createHash('sha256').update(Buffer.concat(sql)).digest('hex');
  if (existsSync(filled) && readFileSync(filled, 'utf8') === version) return;
  await run(server.url('postgres'), `drop database if exists ${PEER}`);
  await server.createDatabaseIfMissing(PEER);
  await Peer.fill(server.url(PEER), (service) => server.url(service), folders.peer);
  writeFileSync(filled, version);
}

/** Opens the peer of a company that is there. */
export function openPeer(server: EmbeddedPostgres, folder: string): Promise<Peer> {
  return Peer.open(server.url(PEER), folder);
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
