export { canonicalDecimal, checkCurrency, checkDecimal, checkTimeZone } from './format.rules.js';
export { minorUnitOf, servedAmount } from './money.rules.js';
