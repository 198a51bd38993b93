export { measureMetrics, metricsReport } from './metrics.js';
