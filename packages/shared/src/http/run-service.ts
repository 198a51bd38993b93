import { z } from 'zod';
import type { Subgraph } from '../graphql/index.js';
import { createLogger, type Logger } from '../logging/index.js';
import { serveSubgraph } from './subgraph-server.js';

/** What the environment of every service process says; a service adds the URL of its own database. */
export const serviceVariables = {
  BUS_URL: z.url({ protocol: /^(postgres|postgresql|nats)$/, error: 'is no postgres:// or nats:// URL' }),
  INTERNAL_TOKEN_SECRET: z.string().min(32, 'has fewer than 32 characters'),
  PORT: z.coerce.number({ error: 'is no port number' }).int().min(0).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
};

/** The parsed form of {@link serviceVariables}. */
export type ServiceVariables = z.infer<z.ZodObject<typeof serviceVariables>>;

/**
 * Runs one subgraph as a process of its own until SIGTERM or SIGINT: then it stops accepting, lets running
 * requests finish and ends with code 0. A failure to start is logged and ends the process with code 1.
 *
 * @param options.config reads the configuration; a `ConfigError` is printed as it is
 * @param options.create opens what the subgraph needs; `close` is called last
 */
export async function runService<Config extends ServiceVariables>(options: {
  name: string;
  config: () => Config;
  create: (config: Config, logger: Logger) => Promise<{ subgraph: Subgraph; close: () => Promise<void> }>;
}): Promise<void> {
  let logger = createLogger(options.name);
  try {
    const config = options.config();
    logger = createLogger(options.name, { level: config.LOG_LEVEL });
    const { subgraph, close } = await options.create(config, logger);
    const server = await serveSubgraph({ subgraph, port: config.PORT, secret: config.INTERNAL_TOKEN_SECRET });
    await terminationRequested();
    logger.info('stopping');
    await server.stop();
    await close();
  } catch (error) {
    logger.fatal({ err: error }, `${options.name} cannot run`);
    process.exitCode = 1;
    throw error;
  }
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
