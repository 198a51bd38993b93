import {
  buildFederatedSchema,
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type Logger,
  type Subgraph,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { CreateEstate1790000000100 } from './database/create-estate.migration.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'assets';

/** What the service's database needs. */
export const assetsDatabase = {
  service: SERVICE,
  entities: [],
  migrations: [CreateEstate1790000000100],
};

/** The federated schema of assets, what they depend on, and what happens to them. */
export function assetsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [],
    references: {},
  });
}

/** The assets service on its database and the bus. */
export function createAssetsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: assetsSchema(),
    database,
    background: [new Relay({ database, bus, producer: SERVICE, logger })],
    logger,
    ...(clock ? { clock } : {}),
  });
}
