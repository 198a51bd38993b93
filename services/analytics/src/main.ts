import 'reflect-metadata';
import { runService } from '@plimsoll/shared';
import { analyticsConfig } from './config.js';
import { analyticsDatabase, createAnalyticsSubgraph } from './subgraph.js';

await runService({ database: analyticsDatabase, create: createAnalyticsSubgraph }, analyticsConfig());
