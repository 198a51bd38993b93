export { metricGuide } from './metric-guide.rules.js';
