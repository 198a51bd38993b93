import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgres, isReachableByServer, type Logger } from '@plimsoll/shared';
import { DATABASES, type DatabaseName, type PlatformOptions } from '../platform.js';

const SYSTEM_FOLDER = '/var/lib/plimsoll';

/** Where each database is, and the embedded server that holds those given no address. */
export interface Databases {
  urlOf: (name: DatabaseName) => string;
  stop: () => Promise<void>;
}

/** Starts the embedded PostgreSQL unless every database has an address of its own. */
export async function openDatabases(options: PlatformOptions, logger: Logger): Promise<Databases> {
  mkdirSync(options.dataFolder, { recursive: true });
  const given = options.databaseUrls ?? {};
  const missing = DATABASES.filter((name) => !given[name]);
  if (missing.length === 0) {
    return { urlOf: (name) => given[name] as string, stop: async () => undefined };
  }
  const server = await EmbeddedPostgres.start({ dataFolder: clusterFolder(options.dataFolder), logger });
  try {
    for (const name of missing) await server.createDatabaseIfMissing(name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { urlOf: (name) => given[name] ?? server.url(name), stop: () => server.stop() };
}

/**
 * PostgreSQL refuses to run as root, and the unprivileged user it then runs as cannot enter root's own folders.
 * The database of such a data folder lives below `/var/lib`, under a name derived from the folder's.
 */
function clusterFolder(dataFolder: string): string {
  const folder = resolve(dataFolder);
  if (isReachableByServer(dirname(folder))) return folder;
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  return join(SYSTEM_FOLDER, createHash('sha256').update(folder).digest('hex').slice(0, 16));
}
