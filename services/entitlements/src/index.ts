import 'reflect-metadata';

export { createEntitlementsSubgraph, entitlementsDatabase, entitlementsSchema } from './subgraph.js';
