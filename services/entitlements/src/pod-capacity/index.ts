export {
  choosePod,
  consumeSeat,
  noteOccupancy,
  releaseSeat,
  requireSeat,
  reserveSeat,
} from './capacity.service.js';
export { PlacementPreviewResolver, PodCapacityResolver } from './pod-capacity.resolver.js';
