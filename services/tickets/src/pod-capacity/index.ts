export { podCapacityProjection } from './pod-capacity.projection.js';
