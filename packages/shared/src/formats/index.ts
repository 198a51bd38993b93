export { canonicalDecimal, checkCurrency, checkDecimal, checkText, checkTimeZone } from './format.rules.js';
export { minorUnitOf, servedAmount } from './money.rules.js';
