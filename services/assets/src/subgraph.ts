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
import { accountProjection } from './account/index.js';
import { assessmentProjection, ledgerMoveProjection } from './change-assessment/index.js';
import { customerMergeProjection } from './customer-merge/index.js';
import { GraphAtStart } from './graph/index.js';
import { assetsWork } from './jobs.js';
import { incidentProjection } from './outage/index.js';
import { assetsSchema } from './schema.js';

export { assetsDatabase } from './database/index.js';
export { assetsSchema } from './schema.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'assets';
/** Whose records are counted for a comparison with what others know of them. */
const COUNTED_NOUNS = ['asset', 'change'];

/** The assets service on its database and the bus. */
export function createAssetsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
}): Subgraph {
  const { database, bus, logger, clock } = dependencies;
  const now = clock ?? (() => new Date());
  return createSubgraph({
    name: SERVICE,
    federated: assetsSchema(),
    database,
    background: [
      new GraphAtStart({ database, logger }),
      new Relay({ database, bus, producer: SERVICE, logger }),
      recordCounting({ database, bus, logger, service: SERVICE, asker: 'analytics', nouns: COUNTED_NOUNS }),
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
      new Consumer({
        database,
        bus,
        name: 'change-assessments',
        projections: [assessmentProjection, ledgerMoveProjection],
        logger,
      }),
      assetsWork({ database, logger, clock: now }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
