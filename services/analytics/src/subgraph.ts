import {
  createSubgraph,
  Relay,
  type Database,
  type EventBus,
  type Logger,
  type Subgraph,
} from '@plimsoll/shared';
import { reportPost } from './config.js';
import { reportingIn } from './exchange-rate/index.js';
import { BiViewKeeper } from './bi-view/index.js';
import { analyticsWork } from './jobs.js';
import { analyticsConsumer, settleProjections } from './projections.js';
import { PROJECTIONS, ProjectionRebuild } from './rebuild/index.js';
import type { ReportPost } from './report-delivery/index.js';
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
  /** How reports leave the platform; as the environment says where it is absent. */
  post?: ReportPost;
}): Subgraph {
  const { database, bus, logger, clock, reportingCurrency, post = reportPost() } = dependencies;
  const reporting = reportingIn(reportingCurrency);
  const now = clock ?? (() => new Date());
  const events = { database, bus, logger, clock: now, ...(reportingCurrency ? { reportingCurrency } : {}) };
  const consumer = analyticsConsumer(events);
  const rebuild = new ProjectionRebuild({
    database,
    logger,
    clock: now,
    projections: PROJECTIONS,
    builderOf: (building) => analyticsConsumer({ ...events, building }),
    settle: settleProjections(now),
  });
  return createSubgraph({
    name: SERVICE,
    federated: analyticsSchema(reportingCurrency, { bus, consumer, rebuild }, post),
    database,
    background: [
      new Relay({ database, bus, producer: SERVICE, logger }),
      new BiViewKeeper({ database, logger }),
      // Before the consumer: it must see whether any event was ever taken in.
      rebuild,
      consumer,
      analyticsWork({ database, logger, clock: now, reporting, post }),
    ],
    logger,
    ...(clock ? { clock } : {}),
  });
}
