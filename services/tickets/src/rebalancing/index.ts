export { RebalancingMoveResolver, RebalancingResolver } from './rebalancing.resolver.js';
