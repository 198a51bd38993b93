export { BreachForecastResolver } from './breach-forecast.resolver.js';
