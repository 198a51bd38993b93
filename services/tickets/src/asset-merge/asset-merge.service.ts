import type { BusEvent, Session } from '@plimsoll/shared';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { lockTicketsAbout, noteMerge } from './asset-merge.store.js';

const PLATFORM = { actorId: null, reason: 'The asset was merged into another one.' };
const AT_ONCE = 500;

/** Lets tickets about an asset that turned out to be another one be about that one. A merge may be told again. */
export async function followMerges(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  for (const { subject, data } of events) {
    const { into } = data;
    if (typeof into !== 'string' || into === subject) throw new Error('a merge names another asset');
    await noteMerge(tx, subject, into);
    const ids = await lockTicketsAbout(tx, subject);
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const tickets = await ticketRecords.findByIds(tx, ids.slice(at, at + AT_ONCE));
      await ticketRecords.updateAll(
        tx,
        PLATFORM,
        [...tickets.values()].map((ticket): [TicketRecord, TicketRecord] => [
          ticket,
          {
            ...ticket,
            assetIds: [...new Set(ticket.assetIds.map((id) => (id === subject ? into : id)))],
            touchedAt: new Date(Math.max(now.getTime(), ticket.touchedAt.getTime() + 1)),
          },
        ]),
      );
    }
  }
}
