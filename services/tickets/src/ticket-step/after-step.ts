import type { Session } from '@plimsoll/shared';
import { settleEscalations } from '../escalation/index.js';
import { settleClocks } from '../sla-clock/index.js';
import type { TicketRecord } from '../ticket/index.js';

/** What of a ticket decides about what follows; all else may differ from what an opening was given. */
type Followed = Pick<TicketRecord, 'id' | 'status'>;

/** What follows steps of tickets: seen as they are after the step, in the step's transaction, where all is seen. */
type Following = (
  tx: Session,
  tickets: readonly Followed[],
  now: Date,
  options: { areNew: boolean },
) => Promise<void>;

/**
 * All that follows every step of a ticket, in this order. Each is set-based, and takes steps of its own only by
 * appending events or by `takeStepsBySystem` of other tickets.
 */
const FOLLOWING: readonly Following[] = [
  async (tx, tickets, now, options) => {
    await settleClocks(
      tx,
      tickets.map(({ id }) => id),
      now,
      options,
    );
  },
  (tx, tickets, now) => settleEscalations(tx, tickets, now),
];

/**
 * Lets follow what follows, with the tickets as the steps left them. In the steps' transaction.
 *
 * @param options.areNew whether this transaction opened the tickets, so that nothing followed them yet
 */
export async function afterSteps(
  tx: Session,
  tickets: readonly Followed[],
  now: Date,
  options = { areNew: false },
): Promise<void> {
  if (tickets.length === 0) return;
  const follow = async () => {
    for (const following of FOLLOWING) await following(tx, tickets, now, options);
  };
  const { kind } = tx.scope;
  // A customer's step is followed by what only the platform may write.
  if (kind === 'SYSTEM' || kind === 'STAFF') await follow();
  else if (FOLLOWING.length > 0) await tx.actAs({ kind: 'SYSTEM' }, follow);
}
