import type { BusEvent, Session } from '@plimsoll/shared';
import { takeTurn } from '../ticket-event/index.js';
import { takeStepsBySystem } from '../ticket-step/index.js';
import { lockTicketsAbout, noteMerge } from './asset-merge.store.js';

const PLATFORM = { actorId: null, reason: 'The asset was merged into another one.' };

/** Lets tickets about an asset that turned out to be another one be about that one. A merge may be told again. */
export async function followMerges(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  await takeTurn(tx);
  for (const { subject, data } of events) {
    const { into } = data;
    if (typeof into !== 'string' || into === subject) throw new Error('a merge names another asset');
    await noteMerge(tx, subject, into);
    const ids = await lockTicketsAbout(tx, subject);
    await takeStepsBySystem(tx, PLATFORM, ids, now, (ticket) => ({
      changes: { assetIds: [...new Set(ticket.assetIds.map((id) => (id === subject ? into : id)))] },
      events: [],
    }));
  }
}
