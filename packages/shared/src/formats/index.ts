export {
  canBeKept,
  canonicalDecimal,
  checkCurrency,
  checkDecimal,
  checkText,
  checkTimeZone,
} from './format.rules.js';
export { amountCells, amountColumns, minorUnitOf, servedAmount } from './money.rules.js';
