export {
  RoutingDifferenceResolver,
  RoutingTrialResolver,
  TriedWayResolver,
} from './routing-trial.resolver.js';
