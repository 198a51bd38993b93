import type { BusEvent, Session } from '@plimsoll/shared';
import { z } from 'zod';
import { Copies, field, newestOf } from '../copy/index.js';

const suspects = new Copies('incident_suspects', { suspects: 'jsonb' });

const suspectsEvent = z.object({
  suspects: z.array(z.object({ changeId: field.text, hops: z.number().int().min(0) })),
});

/** Keeps which changes may have caused incidents from assets' events. */
export const suspectHandlers: Record<string, (tx: Session, events: BusEvent[]) => Promise<void>> = {
  'plimsoll.incident_suspects.recorded.v1': (tx, events) =>
    suspects.keep(
      tx,
      newestOf(events).map(({ subject: id, version, data }) => ({
        id,
        version,
        suspects: suspectsEvent.parse(data).suspects,
      })),
    ),
};

/** Forgets them. */
export async function clearSuspects(tx: Session): Promise<void> {
  await tx.query('delete from incident_suspects');
}
