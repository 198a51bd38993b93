export { MetricResolver } from './metric.resolver.js';
export { runMetrics } from './metric-answers.js';
