import { EmbeddedPostgres, type Logger } from '@plimsoll/shared';
import { DATABASES, type DatabaseName, type PlatformOptions } from '../platform.js';

/** Where each database is, and the embedded server that holds those given no address. */
export interface Databases {
  urlOf: (name: DatabaseName) => string;
  stop: () => Promise<void>;
}

/** Starts the embedded PostgreSQL unless every database has an address of its own. */
export async function openDatabases(options: PlatformOptions, logger: Logger): Promise<Databases> {
  const given = options.databaseUrls ?? {};
  const missing = DATABASES.filter((name) => !given[name]);
  if (missing.length === 0) {
    return { urlOf: (name) => given[name] as string, stop: async () => undefined };
  }
  const server = await EmbeddedPostgres.start({ dataFolder: options.dataFolder, logger });
  try {
    for (const name of missing) await server.createDatabaseIfMissing(name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { urlOf: (name) => given[name] ?? server.url(name), stop: () => server.stop() };
}
