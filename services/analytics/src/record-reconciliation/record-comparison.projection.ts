import { COUNTED, countRecords, recordCountsOf } from '@plimsoll/shared';
import type { Handlers } from '../copy/index.js';
import { COMPARED, compareCounts } from './record-comparison.rules.js';
import { keepComparison } from './record-comparison.store.js';

/** Types of events that must be taken in by themselves: what is kept is compared as of their place. */
export const COMPARED_ALONE = [COUNTED];

/** Compares what a service says it has on record with what was kept from its events up to there. */
export const comparisonHandlers: Handlers = {
  [COUNTED]: async (tx, events) => {
    for (const event of events) {
      const { request, counts } = recordCountsOf(event);
      const kept = await countRecords(tx, COMPARED[event.producer] ?? []);
      const { producer, position, time } = event;
      await keepComparison(
        tx,
        { number: request, producer, position, comparedAt: time },
        compareCounts(counts, kept),
      );
    }
  },
};
