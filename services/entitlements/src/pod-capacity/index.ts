export {
  choosePod,
  consumeSeat,
  holdAllPods,
  noteOccupancy,
  releaseSeat,
  requireSeat,
  reserveSeat,
} from './capacity.service.js';
export {
  PlacementPreviewResolver,
  PodCapacityResolver,
  PodForecastResolver,
} from './pod-capacity.resolver.js';
export { seatsFor } from './capacity.rules.js';
