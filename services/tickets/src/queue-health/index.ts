export { queueHealthOf } from './queue-health.loader.js';
export {
  HealthOfQueueResolver,
  QueueHealthResolver,
  TeamBreachForecastResolver,
} from './queue-health.resolver.js';
export { QueueHealth } from './queue-health.types.js';
