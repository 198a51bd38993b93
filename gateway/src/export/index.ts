export { exportRoute } from './export.route.js';
