export { serveSubgraph, type SubgraphServer } from './subgraph-server.js';
