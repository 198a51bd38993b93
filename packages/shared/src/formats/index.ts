export { canonicalDecimal, checkCurrency, checkDecimal, checkTimeZone } from './format.rules.js';
