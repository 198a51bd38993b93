export { runService, serviceVariables, type ServiceVariables } from './run-service.js';
export { serveSubgraph, type SubgraphServer } from './subgraph-server.js';
