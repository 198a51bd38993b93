import type { BusEvent, Session } from '@plimsoll/shared';
import { customerImpactEvent } from './ledger.events.js';
import { addStatements } from './ledger.store.js';

/** Keeps the ledger from the statements of customer impact that assets makes for each incident. */
export const ledgerHandlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>> = {
  'plimsoll.customer_impact.recorded.v1': async (tx, events) => {
    const statements = new Map(
      events.map(({ subject, version, time, data }) => [
        `${subject} ${version}`,
        { ...customerImpactEvent.parse(data), incidentId: subject, version, recordedAt: time },
      ]),
    );
    await addStatements(tx, [...statements.values()]);
  },
};
