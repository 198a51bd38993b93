import 'reflect-metadata';

export { metricGuide } from './metric-guide/index.js';
export { analyticsDatabase, analyticsSchema, createAnalyticsSubgraph } from './subgraph.js';
