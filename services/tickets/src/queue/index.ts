export { QueueEntity } from './queue.entity.js';
export { queueLoaders } from './queue.loader.js';
export { QueueResolver } from './queue.resolver.js';
export { ensureQueues, queueRecords } from './queue.store.js';
export { Queue } from './queue.types.js';
