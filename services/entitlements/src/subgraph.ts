import {
  Consumer,
  createSubgraph,
  recordCounting,
  Relay,
  type Database,
  type EventBus,
  type Logger,
  type Subgraph,
} from '@plimsoll/shared';
import { apiKeyUsageWork } from './api-key/index.js';
import { contactNumberProjection } from './call-routing/index.js';
import { caseAllowanceProjections } from './case-allowance/index.js';
import { deploymentProjection } from './deployment/index.js';
import { entitlementsWork, type ProvisioningOptions } from './jobs.js';
import { podOccupancyProjection } from './pod-move/index.js';
import { impliedEntitlementProjection } from './subscription/index.js';
import { entitlementsSchema } from './schema.js';

export { entitlementsDatabase } from './database/index.js';
export { entitlementsSchema } from './schema.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'entitlements';
/** Whose records are counted for a comparison with what others know of them. */
const COUNTED_NOUNS = [
  'agreement',
  'customer',
  'deployment',
  'entitlement',
  'opportunity',
  'partner',
  'plan',
  'pod',
  'product',
  'subscription',
  'support_level',
];

/** The entitlements service on its database and the bus. */
export function createEntitlementsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
  provisioning?: ProvisioningOptions;
}): Subgraph {
  const { database, bus, logger, clock, provisioning } = dependencies;
  const now = clock ?? (() => new Date());
  return createSubgraph({
    name: SERVICE,
    federated: entitlementsSchema(),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      recordCounting({ database, bus, logger, service: SERVICE, asker: 'analytics', nouns: COUNTED_NOUNS }),
      new Consumer({
        database,
        bus,
        name: 'implied-entitlements',
        projections: [impliedEntitlementProjection(SERVICE)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'call-routing',
        projections: [contactNumberProjection(SERVICE)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'case-allowances',
        projections: caseAllowanceProjections(SERVICE, now),
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'onboarding',
        projections: [deploymentProjection(SERVICE)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'pod-occupancy',
        projections: [podOccupancyProjection(SERVICE, now)],
        logger,
      }),
      apiKeyUsageWork({ database, logger }),
      entitlementsWork({
        database,
        logger,
        clock: now,
        ...(provisioning ? { provisioning } : {}),
      }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
