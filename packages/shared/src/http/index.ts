export {
  readServiceConfig,
  runService,
  startService,
  type RunningService,
  type ServiceConfig,
  type ServiceDefinition,
} from './run-service.js';
export { serveSubgraph, type SubgraphServer } from './subgraph-server.js';
