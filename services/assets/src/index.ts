import 'reflect-metadata';

export { currentGraph } from './graph/index.js';
export { computeImpact, DOWN, type AssetGraph } from './impact/index.js';
export { assetsDatabase, assetsSchema, createAssetsSubgraph } from './subgraph.js';
