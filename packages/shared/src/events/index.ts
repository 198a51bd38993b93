export { Consumer, type ConsumerOptions, type Projection } from './consumer.js';
export {
  toCloudEvent,
  type BusEvent,
  type CloudEvent,
  type DomainEvent,
  type EventBus,
  type OutboxEvent,
  type ProducerStanding,
} from './event.js';
export type { ParkedEvent } from './inbox.store.js';
export { emit } from './outbox.js';
export { Pump } from './pump.js';
export { PostgresBus, type PostgresBusOptions } from './postgres-bus.js';
export { Relay, type RelayOptions } from './relay.js';
