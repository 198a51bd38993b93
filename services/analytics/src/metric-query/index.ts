export { MetricResolver } from './metric.resolver.js';
export { runMetrics } from './metric-answers.js';
export type { Grain } from './period.rules.js';
