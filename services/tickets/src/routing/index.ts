export {
  describeScreening,
  leastLoadedFirst,
  obstacleOf,
  screen,
  type Candidate,
  type Demand,
} from './candidate.rules.js';
export {
  candidatesOf,
  demandOf,
  findWays,
  findWaysBy,
  readDesk,
  type Desk,
  type Routable,
  type Way,
} from './routing-desk.service.js';
export { RoutingDecisionResolver, TicketRoutingResolver } from './routing.resolver.js';
export { eventsOfRoute, holdCandidate, keepDecisions, planRoutes } from './routing.service.js';
export { findUnroutedQueue, type RoutingCauseName } from './routing.store.js';
