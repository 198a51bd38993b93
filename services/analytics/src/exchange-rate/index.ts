export { loadConversion, loadUnitValues, type Reporting } from './exchange-rate.loader.js';
export { exchangeRateHandlers } from './exchange-rate.projection.js';
export { isOfSeveral, type Conversion, type SingleAmount } from './exchange-rate.rules.js';
export { clearExchangeRates } from './exchange-rate.store.js';
export { reportingIn } from './reporting.js';
