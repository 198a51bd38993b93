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
import { accountProjections } from './account/index.js';
import { caseAllowanceProjection } from './asker/index.js';
import { assetMergeProjection } from './asset-merge/index.js';
import { customerLifeProjection } from './customer-life/index.js';
import { impactAssessmentProjection } from './impact-assessment/index.js';
import { subscriptionProjection } from './enhancement/index.js';
import { ticketsWork } from './jobs.js';
import { podCapacityProjection } from './pod-capacity/index.js';
import { responseTargetProjection } from './sla-target/index.js';
import { ticketsSchema } from './schema.js';

export { ticketsDatabase } from './database/index.js';
export { ticketsSchema } from './schema.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'tickets';
/** Whose records are counted for a comparison with what others know of them. */
const COUNTED_NOUNS = ['escalation', 'queue', 'team', 'ticket'];

/** The tickets service on its database and the bus. */
export function createTicketsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  const now = clock ?? (() => new Date());
  return createSubgraph({
    name: SERVICE,
    federated: ticketsSchema(),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      recordCounting({ database, bus, logger, service: SERVICE, asker: 'analytics', nouns: COUNTED_NOUNS }),
      new Consumer({ database, bus, name: SERVICE, projections: accountProjections, logger }),
      new Consumer({
        database,
        bus,
        name: 'customer-life',
        projections: [customerLifeProjection(now)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'hosting-operations',
        projections: [podCapacityProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'case-allowances',
        projections: [caseAllowanceProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'asset-merges',
        projections: [assetMergeProjection(now)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'response-targets',
        projections: [responseTargetProjection],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'impact-assessments',
        projections: [impactAssessmentProjection(now)],
        logger,
      }),
      new Consumer({
        database,
        bus,
        name: 'subscription-revenue',
        projections: [subscriptionProjection],
        logger,
      }),
      ticketsWork({ database, logger, clock: now }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
