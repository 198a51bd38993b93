export { clearRevenue, refreshRevenue } from './revenue-refresh.store.js';
