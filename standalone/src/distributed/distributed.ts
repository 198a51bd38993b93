import { join } from 'node:path';
import { mintToken, readLocalKey, webhookVariables } from '@plimsoll/gateway';
import { ConfigError, createLogger } from '@plimsoll/shared';
import { openDatabases } from '../server/databases.js';
import { secretsOf } from '../server/secrets.js';
import { TOKEN_LIFETIME_SECONDS, type Platform, type PlatformOptions } from '../platform.js';
import { freePort, startProcess, type ServiceProcess } from './service-process.js';

const SERVICES = ['entitlements', 'tickets', 'assets', 'analytics'] as const;

/** The distributed platform also shows its processes, so that one can be stopped and started again. */
export interface DistributedPlatform extends Platform {
  /** Stops the process of a service, or starts it again on its port. */
  stopService(name: (typeof SERVICES)[number]): Promise<void>;
  startService(name: (typeof SERVICES)[number]): Promise<void>;
  /** The TCP port of a service on this machine. */
  portOf(name: (typeof SERVICES)[number]): number;
}

/**
 * Starts the platform as five processes on this machine, each service and the gateway on its own, over HTTP.
 *
 * @throws ConfigError or DomainError saying what is wrong: a taken port, a data folder in use or of a newer version
 */
export async function startDistributedPlatform(options: PlatformOptions): Promise<DistributedPlatform> {
  const logLevel = options.logLevel ?? 'warn';
  const logger = createLogger('plimsoll', { level: logLevel, destination: process.stderr });
  if (options.port !== 0 && (await isTaken(options.port))) {
    throw new ConfigError(`Port ${options.port} is taken; choose another one with --port.`);
  }
  const databases = await openDatabases(options, logger);
  const running = new Map<string, ServiceProcess>();
  const stop = async () => {
    const gateway = running.get('gateway');
    if (gateway) await gateway.stop();
    await Promise.all([...running.values()].map((process) => process.stop()));
    await databases.stop();
  };
  try {
    const secrets = secretsOf(options.dataFolder);
    const shared = { INTERNAL_TOKEN_SECRET: secrets.internalTokenSecret, LOG_LEVEL: logLevel };
    const ports = new Map<string, number>();
    for (const name of SERVICES) ports.set(name, await freePort());
    const startService = async (name: (typeof SERVICES)[number]) => {
      const started = await startProcess({
        name,
        entry: join(options.projectFolder, 'services', name, 'dist', 'main.js'),
        port: ports.get(name) as number,
        environment: {
          ...shared,
          [`DATABASE_URL_${name.toUpperCase()}`]: databases.urlOf(name),
          BUS_URL: databases.urlOf('bus'),
          ...(options.reportingCurrency ? { REPORTING_CURRENCY: options.reportingCurrency } : {}),
        },
      });
      running.set(name, started);
    };
    await Promise.all(SERVICES.map(startService));
    const port = options.port === 0 ? await freePort() : options.port;
    const addresses = SERVICES.map((name): [string, string] => [
      `SUBGRAPH_URL_${name.toUpperCase()}`,
      `http://127.0.0.1:${ports.get(name)}/graphql`,
    ]);
    running.set(
      'gateway',
      await startProcess({
        name: 'gateway',
        entry: join(options.projectFolder, 'gateway', 'dist', 'main.js'),
        port,
        environment: {
          ...shared,
          LOCAL_TOKEN_KEY: secrets.localTokenKey,
          ...(options.webhookSecrets ? webhookVariables(options.webhookSecrets) : {}),
          ...Object.fromEntries(addresses),
        },
      }),
    );
    const key = readLocalKey(secrets.localTokenKey);
    return {
      url: `http://localhost:${port}/graphql`,
      dataFolder: options.dataFolder,
      mintToken: (principal) => mintToken(principal, key, TOKEN_LIFETIME_SECONDS),
      stop,
      startService,
      portOf: (name) => ports.get(name) as number,
      stopService: async (name) => running.get(name)?.stop(),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isTaken(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(500) });
    return true;
  } catch (error) {
    const code = ((error as Error).cause as { code?: string } | undefined)?.code;
    return code !== 'ECONNREFUSED';
  }
}
