import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyticsDatabase, createAnalyticsSubgraph } from '@plimsoll/analytics';
import { assetsDatabase, createAssetsSubgraph } from '@plimsoll/assets';
import { createEntitlementsSubgraph, entitlementsDatabase } from '@plimsoll/entitlements';
import { createGateway, mintToken, readLocalKey, type Gateway } from '@plimsoll/gateway';
import {
  createLogger,
  Database,
  PostgresBus,
  type EventBus,
  type Logger,
  type Subgraph,
} from '@plimsoll/shared';
import { createTicketsSubgraph, ticketsDatabase } from '@plimsoll/tickets';
import { openDatabases, type Databases } from './server/databases.js';
import { secretsOf } from './server/secrets.js';
import {
  TOKEN_LIFETIME_SECONDS,
  type DatabaseName,
  type Platform,
  type PlatformOptions,
} from './platform.js';

/**
 * Starts the whole platform in this process: gateway and four subgraphs without HTTP between them, on an
 * embedded PostgreSQL where no other is given.
 *
 * @throws ConfigError or DomainError saying what is wrong: a taken port, a data folder in use or of a newer version
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const logger = createLogger('plimsoll', { level: options.logLevel ?? 'warn', destination: process.stderr });
  const parts: { stop: () => Promise<void> }[] = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  try {
    const databases = await openDatabases(options, logger);
    parts.push(databases);
    const secrets = secretsOf(options.dataFolder);
    const bus = await PostgresBus.open({ url: databases.urlOf('bus'), logger });
    parts.push({ stop: () => bus.close() });
    const subgraphs = await openSubgraphs(options, databases, bus, logger, parts);
    const key = readLocalKey(secrets.localTokenKey);
    const gateway: Gateway = await createGateway({
      supergraph: await readFile(join(options.projectFolder, 'gateway', 'supergraph.graphql'), 'utf8'),
      subgraphs,
      authentication: { local: key },
      webhookSecrets: options.webhookSecrets,
      port: options.port,
      logger,
    });
    parts.push(gateway);
    return {
      url: gateway.url,
      dataFolder: options.dataFolder,
      mintToken: (principal) => mintToken(principal, key, TOKEN_LIFETIME_SECONDS),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openSubgraphs(
  { reportingCurrency }: PlatformOptions,
  databases: Databases,
  bus: EventBus,
  logger: Logger,
  parts: { stop: () => Promise<void> }[],
): Promise<Subgraph[]> {
  const services = [
    { definition: entitlementsDatabase, create: createEntitlementsSubgraph },
    { definition: ticketsDatabase, create: createTicketsSubgraph },
    { definition: assetsDatabase, create: createAssetsSubgraph },
    {
      definition: analyticsDatabase,
      create: (dependencies: Parameters<typeof createAnalyticsSubgraph>[0]) =>
        createAnalyticsSubgraph({ ...dependencies, ...(reportingCurrency ? { reportingCurrency } : {}) }),
    },
  ];
  const subgraphs: Subgraph[] = [];
  for (const { definition, create } of services) {
    const own = logger.child({ service: definition.service });
    const url = databases.urlOf(definition.service as DatabaseName);
    const database = await Database.open({ ...definition, url, logger: own });
    const subgraph = create({ database, bus, logger: own });
    parts.push(subgraph);
    await subgraph.start();
    subgraphs.push(subgraph);
  }
  return subgraphs;
}
