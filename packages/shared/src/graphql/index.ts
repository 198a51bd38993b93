export * from './authorization.js';
export * from './connection.js';
export * from './context.js';
export * from './errors.js';
export * from './history.js';
export * from './scalars.js';
export * from './subgraph.js';
export * from './values.js';
