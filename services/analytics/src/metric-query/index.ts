export { MetricResolver } from './metric.resolver.js';
export { runMetrics } from './metric.loader.js';
export type { Grain } from './period.rules.js';
