export { podJobs } from './drain.job.js';
export { PodMoveResolver } from './pod-move.resolver.js';
export { podOccupancyProjection } from './pod-occupancy.projection.js';
