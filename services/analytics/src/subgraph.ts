import {
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type Logger,
  type Subgraph,
} from '@plimsoll/shared';
import { analyticsWork } from './jobs.js';
import { analyticsConsumer } from './projections.js';
import { analyticsSchema } from './schema.js';

export { analyticsDatabase } from './database/index.js';
export { analyticsConsumer, clearProjections } from './projections.js';
export { analyticsSchema } from './schema.js';

/** The name of this service: its subgraph, its database, its place on the bus. */
const SERVICE = 'analytics';

/** The analytics service on its database and the bus. */
export function createAnalyticsSubgraph(dependencies: {
  database: Database;
  bus: EventBus;
  logger: Logger;
  clock?: () => Date;
  /** The company's own currency, ISO 4217; EUR where it is absent. */
  reportingCurrency?: string;
}): Subgraph {
  const { database, bus, logger, clock, reportingCurrency } = dependencies;
  const now = clock ?? (() => new Date());
  return createSubgraph({
    name: SERVICE,
    federated: analyticsSchema(reportingCurrency),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      analyticsConsumer({
        database,
        bus,
        logger,
        clock: now,
        ...(reportingCurrency ? { reportingCurrency } : {}),
      }),
      analyticsWork({ database, logger, clock: now }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
