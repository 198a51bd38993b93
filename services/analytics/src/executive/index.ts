export { ExecutiveResolver, intelligenceById } from './executive.resolver.js';
export { OperationsIntelligence, PeriodArgs } from './executive.types.js';
export { checkPeriod, monthsOf, type MonthSlice, type Period } from './period.rules.js';
export { ratioOf } from './ratio.rules.js';
export { uptimeOf } from './uptime.rules.js';
