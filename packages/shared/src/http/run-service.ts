import { z } from 'zod';
import { readConfig } from '../config/index.js';
import { Database, type DatabaseOptions } from '../database/index.js';
import { PostgresBus, type EventBus } from '../events/index.js';
import type { Subgraph } from '../graphql/index.js';
import { createLogger, type Logger } from '../logging/index.js';
import { serveSubgraph } from './subgraph-server.js';

/** How the process of a service is configured. */
export interface ServiceConfig {
  /** `postgres://` URL of the owner of the service's database. */
  databaseUrl: string;
  /** `postgres://` URL of the database of the event bus. */
  busUrl: string;
  /** Shared with the gateway, at least 32 characters. */
  secret: string;
  port: number;
  logLevel: string;
}

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is no postgres:// URL' });

/**
 * The configuration of a service's process: `databaseVariable`, `BUS_URL`, `INTERNAL_TOKEN_SECRET`, `PORT` and
 * `LOG_LEVEL` (`info` by default). Throws `ConfigError` naming every variable that is missing or malformed.
 *
 * @param databaseVariable such as `DATABASE_URL_ENTITLEMENTS`
 */
export function readServiceConfig(
  databaseVariable: string,
  environment: Record<string, string | undefined>,
): ServiceConfig {
  const schema = z.object({
    DATABASE_URL: postgresUrl,
    BUS_URL: postgresUrl,
    INTERNAL_TOKEN_SECRET: z.string({ error: 'is missing' }).min(32, 'has fewer than 32 characters'),
    PORT: z.coerce.number({ error: 'is no port number' }).int().min(0).max(65_535),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  });
  const { DATABASE_URL, ...others } = schema.shape;
  const read = readConfig(z.object({ [databaseVariable]: DATABASE_URL, ...others }), environment) as Record<
    string,
    unknown
  >;
  return {
    databaseUrl: String(read[databaseVariable]),
    busUrl: String(read['BUS_URL']),
    secret: String(read['INTERNAL_TOKEN_SECRET']),
    port: Number(read['PORT']),
    logLevel: String(read['LOG_LEVEL']),
  };
}

/** A service as its process runs it. */
export interface ServiceDefinition {
  /** What its database needs; the service's name is the process's. */
  database: Pick<DatabaseOptions, 'service' | 'entities' | 'migrations'>;
  create: (dependencies: {
    database: Database;
    bus: EventBus;
    logger: Logger;
  }) => Subgraph | Promise<Subgraph>;
}

/** A service that is running in this process. */
export interface RunningService {
  port: number;
  /** Stops accepting, lets running requests finish, and closes database and bus. */
  stop(): Promise<void>;
}

/** Opens a service's database and bus and serves its subgraph. Whatever was opened is closed when it fails. */
export async function startService(
  definition: ServiceDefinition,
  config: ServiceConfig,
): Promise<RunningService> {
  const logger = createLogger(definition.database.service, { level: config.logLevel });
  const database = await Database.open({ ...definition.database, url: config.databaseUrl, logger });
  let bus: EventBus | undefined;
  try {
    const opened = await PostgresBus.open({ url: config.busUrl, logger });
    bus = opened;
    const subgraph = await definition.create({ database, bus, logger });
    const server = await serveSubgraph({ subgraph, port: config.port, secret: config.secret });
    return {
      port: server.port,
      async stop() {
        logger.info('stopping');
        await server.stop();
        await opened.close();
      },
    };
  } catch (error) {
    await bus?.close();
    await database.close();
    throw error;
  }
}

/**
 * Runs a service as a process of its own until SIGTERM or SIGINT. A failure to start is thrown, so that the process
 * ends with its message and code 1.
 */
export async function runService(definition: ServiceDefinition, config: ServiceConfig): Promise<void> {
  const running = await startService(definition, config);
  await terminationRequested();
  await running.stop();
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process the default way. */
function terminationRequested(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.off('SIGTERM', stop);
      process.off('SIGINT', stop);
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
