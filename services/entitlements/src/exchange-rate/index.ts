export { ExchangeRateResolver } from './exchange-rate.resolver.js';
