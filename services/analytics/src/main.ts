import 'reflect-metadata';
import { runService } from '@plimsoll/shared';
import { analyticsConfig } from './config.js';
import { analyticsDatabase, createAnalyticsSubgraph } from './subgraph.js';

const { reportingCurrency, ...config } = analyticsConfig();

await runService(
  {
    database: analyticsDatabase,
    create: (dependencies) =>
      createAnalyticsSubgraph({
        ...dependencies,
        ...(reportingCurrency === undefined ? {} : { reportingCurrency }),
      }),
  },
  config,
);
