import type { BusEvent, Session } from '@plimsoll/shared';
import { z } from 'zod';
import { field } from '../copy/index.js';
import { customerImpactEvent } from './ledger.events.js';
import { noteMerge } from './customer-merge.store.js';
import { addStatements, type TouchedPiece } from './ledger.store.js';

/**
 * Keep the ledger from the statements of customer impact that assets makes for each incident.
 *
 * @param touched told of the pieces that began or ceased to count
 */
export const ledgerHandlers = (
  touched: (tx: Session, pieces: readonly TouchedPiece[]) => Promise<void>,
): Record<string, (tx: Session, events: BusEvent[]) => Promise<void>> => ({
  'plimsoll.customer_impact.recorded.v1': async (tx, events) => {
    const statements = new Map(
      events.map(({ subject, version, time, data }) => [
        `${subject} ${version}`,
        { ...customerImpactEvent.parse(data), incidentId: subject, version, recordedAt: time },
      ]),
    );
    await touched(tx, await addStatements(tx, [...statements.values()]));
  },
});

const mergeEvent = z.object({ into: field.text });

/** Gives the ledger's lines of a merged customer to the one it was merged into; merges may be told in any order. */
export const customerMergeHandlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>> = {
  'plimsoll.customer.merged.v1': async (tx, events) => {
    for (const { subject, data } of events) {
      const { into } = mergeEvent.parse(data);
      if (into === subject) throw new Error('a merge names another customer');
      await noteMerge(tx, subject, into);
    }
  },
};
