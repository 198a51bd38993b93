import type { ImportInput, ImportReport, RequestContext } from '@plimsoll/shared';
import { createCrew, importCrews, updateCrew, type CrewRecord, type Crews } from '../crew/index.js';
import { queueRecords } from './queue.store.js';
import type { CreateQueueInput, UpdateQueueInput } from './queue.types.js';

const queues: Crews = { records: queueRecords, prefix: 'que', createMutation: 'createQueue' };

/** Creates a queue. Roles: admin, manager, operator. */
export function createQueue(context: RequestContext, input: CreateQueueInput): Promise<CrewRecord> {
  return createCrew(context, queues, input);
}

/** Changes a queue. Roles: admin, manager, operator. */
export function updateQueue(context: RequestContext, input: UpdateQueueInput): Promise<CrewRecord> {
  return updateCrew(context, queues, input);
}

/** Imports rows of `queues.csv`. */
export function importQueues(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importCrews(context, queues, input);
}
