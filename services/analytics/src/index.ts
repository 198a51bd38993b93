import 'reflect-metadata';

export { analyticsDatabase, analyticsSchema, createAnalyticsSubgraph } from './subgraph.js';
