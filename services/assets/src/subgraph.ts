import {
  buildFederatedSchema,
  Consumer,
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type KeptRecord,
  type Logger,
  type Records,
  type ReferenceResolver,
  type Subgraph,
  type SubgraphSchema,
} from '@plimsoll/shared';
import { accountProjection, customerReferences } from './account/index.js';
import { AuditResolver } from './audit/index.js';
import { AssetEntity, assetRecords, AssetResolver } from './asset/index.js';
import { AssetHistoryEntryResolver, AssetHistoryResolver } from './asset-history/index.js';
import { AssetImpactResolver, findHidden } from './asset-impact/index.js';
import { AssetKindEntity, assetKindRecords, AssetKindResolver } from './asset-kind/index.js';
import { AssetOutageResolver, AssetStateResolver, CustomerAssetsResolver } from './asset-state/index.js';
import {
  AssetChangesResolver,
  ChangeEntity,
  changeRecords,
  ChangeResolver,
  ChangeStepsResolver,
  CustomerChangesResolver,
} from './change/index.js';
import { customerMergeProjection } from './customer-merge/index.js';
import { CreateChanges1790000000110 } from './database/create-changes.migration.js';
import { CreateEstate1790000000100 } from './database/create-estate.migration.js';
import { CreateOutages1790000000120 } from './database/create-outages.migration.js';
import { FollowCustomerMerges1790000000170 } from './database/follow-customer-merges.migration.js';
import { ShowCustomersToResellers1790000000150 } from './database/show-customers-to-resellers.migration.js';
import { AssetDependenciesResolver, DependencyResolver } from './dependency/index.js';
import { incidentProjection, restatementWork } from './outage/index.js';
import { AssetPlacementsResolver, PlacementResolver } from './placement/index.js';
import { WhatIfResolver } from './what-if/index.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'assets';

/** What the service's database needs. */
export const assetsDatabase = {
  service: SERVICE,
  entities: [AssetEntity, AssetKindEntity, ChangeEntity],
  migrations: [
    CreateEstate1790000000100,
    CreateChanges1790000000110,
    CreateOutages1790000000120,
    ShowCustomersToResellers1790000000150,
    FollowCustomerMerges1790000000170,
  ],
};

/** The federated schema of assets, what they depend on, and what happens to them. */
export function assetsSchema(): SubgraphSchema {
  return buildFederatedSchema({
    resolvers: [
      new AuditResolver(),
      new AssetChangesResolver(),
      new AssetDependenciesResolver(),
      new AssetHistoryEntryResolver(),
      new AssetHistoryResolver(),
      new AssetImpactResolver(),
      new AssetKindResolver(),
      new AssetOutageResolver(),
      new AssetPlacementsResolver(),
      new AssetResolver(),
      new AssetStateResolver(),
      new ChangeResolver(),
      new ChangeStepsResolver(),
      new CustomerAssetsResolver(),
      new CustomerChangesResolver(),
      new DependencyResolver(),
      new PlacementResolver(),
      new WhatIfResolver(),
    ],
    references: {
      Asset: async (references, context) =>
        (await referencesOf(assetRecords)(references, context)).map(
          (asset, index) => asset ?? findHidden(references[index]?.id ?? ''),
        ),
      AssetKind: referencesOf(assetKindRecords),
      Change: referencesOf(changeRecords),
      Customer: customerReferences,
      // An answer is kept nowhere. Composition wants the key resolvable, since analytics requires a field of it.
      OutageImpact: (references) => Promise.resolve(references.map(() => null)),
    },
  });
}

/** References by id, to what the caller's scope sees. */
function referencesOf<R extends KeptRecord>(records: Records<R>): ReferenceResolver {
  return (references, context) =>
    records.findInOrder(
      context.session,
      references.map((reference) => reference.id),
    );
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
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      new Consumer({
        database,
        bus,
        name: SERVICE,
        projections: [accountProjection, incidentProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'customer-merges',
        projections: [customerMergeProjection],
        logger,
      }),
      restatementWork(database, logger),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
