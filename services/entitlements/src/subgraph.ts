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
import { PartnerEntity, PartnerResolver, partnerRecords } from './partner/index.js';
import { CreateAccounts1790000000010 } from './database/create-accounts.migration.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
export const SERVICE = 'entitlements';

/** What the service's database needs. */
export const entitlementsDatabase = {
  service: SERVICE,
  entities: [PartnerEntity],
  migrations: [CreateAccounts1790000000010],
};

/** The federated schema of accounts, contracts and pods. */
export function entitlementsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [new PartnerResolver()],
    references: {
      Partner: (references, context) =>
        partnerRecords.findInOrder(context.session, references.map((reference) => reference.id)),
    },
  });
}

/** The entitlements service on its database and the bus. */
export function createEntitlementsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  return createSubgraph({
    name: SERVICE,
    federated: entitlementsSchema(),
    database,
    background: [new Relay({ database, bus, producer: SERVICE, logger })],
    logger,
    ...(clock ? { clock } : {}),
  });
}
