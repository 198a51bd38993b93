import './environment.js';
import { readFile } from 'node:fs/promises';
import { ConfigError, createLogger } from '@plimsoll/shared';
import { readProcessConfig } from './config.js';
import { createGateway } from './gateway.js';

/** The independent process of the gateway: serves until it is told to stop. */
async function main(): Promise<void> {
  const { logLevel, ...config } = readProcessConfig(process.env);
  const logger = createLogger('gateway', { level: logLevel });
  const supergraph = await readFile(new URL('../supergraph.graphql', import.meta.url), 'utf8');
  const gateway = await createGateway({ ...config, supergraph, logger });
  const stop = (signal: string) => {
    logger.info({ signal }, 'stopping');
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});
