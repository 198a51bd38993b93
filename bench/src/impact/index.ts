export { impactReport, measureImpact } from './impact.js';
