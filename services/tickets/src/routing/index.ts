export {
  describeScreening,
  leastLoadedFirst,
  obstacleOf,
  screen,
  type Candidate,
} from './candidate.rules.js';
export {
  candidatesOf,
  demandOf,
  findWays,
  readDesk,
  type Desk,
  type Routable,
  type Way,
} from './routing-desk.service.js';
export { RoutingDecisionResolver, TicketRoutingResolver } from './routing.resolver.js';
export { planRoutes, recordRoutes, type Route } from './routing.service.js';
export { findUnroutedQueue, type RoutingCauseName } from './routing.store.js';
