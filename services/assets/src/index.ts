import 'reflect-metadata';

export { assetsDatabase, assetsSchema, createAssetsSubgraph } from './subgraph.js';
