export { revenueHandlers } from './revenue.projection.js';
export { clearRevenue, refreshRevenue } from './revenue-refresh.store.js';
