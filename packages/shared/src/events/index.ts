export {
  toCloudEvent,
  type BusEvent,
  type CloudEvent,
  type DomainEvent,
  type EventBus,
  type OutboxEvent,
} from './event.js';
export { emit } from './outbox.js';
