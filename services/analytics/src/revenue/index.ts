export { revenueHandlers } from './revenue.projection.js';
export { revenueByMonth, type RevenueMonth } from './revenue-month.loader.js';
export { clearRevenue, refreshRevenue } from './revenue-refresh.store.js';
