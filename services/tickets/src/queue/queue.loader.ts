import { crewLoaders } from '../crew/index.js';
import { queueRecords } from './queue.store.js';

/** Reads of queues, as far as the caller may see them. */
export const queueLoaders = crewLoaders('queue', queueRecords);
