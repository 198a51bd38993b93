export { measureProjection, projectionReport } from './projection.js';
