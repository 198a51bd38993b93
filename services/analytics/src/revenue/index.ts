export {
  bridgesOf,
  churnOf,
  exactAmount,
  reportedAmount,
  reportedUnits,
  type Bridges,
  type ChurnRates,
  type MovementSum,
  type RevenueBridge,
  type StockSum,
} from './bridge.rules.js';
export { dayAfter, dayFrom, dayOf, daysOf, type Days } from './revenue-day.rules.js';
export { AMOUNT_DECIMALS, type MovementKind } from './revenue-movement.rules.js';
export { revenueHandlers } from './revenue.projection.js';
export { revenueByMonth, type RevenueMonth } from './revenue-month.loader.js';
export { COUNTED, RENEWAL_DAYS } from './revenue-month.store.js';
export { clearRevenue, refreshRevenue } from './revenue-refresh.store.js';
export { movementMonths } from './movement-month.store.js';
export { renewalMonths } from './renewal-month.store.js';
