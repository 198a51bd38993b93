import { enqueue, type JobDependencies, type JobSet, type Session } from '@plimsoll/shared';
import { settleClocks } from '../sla-clock/index.js';
import { freezeTargets } from '../sla-target/index.js';
import { lockTickets, takeTurn } from '../ticket-event/index.js';
import { noteArrival, takeArrived } from './ticket-arrival.store.js';

const SETTLE_JOB = 'settle_imported_tickets';
/** A source that has sent nothing for so long has sent it all. */
const QUIET_MS = 60_000;
const AT_ONCE = 1;
const SYSTEM = { kind: 'SYSTEM' } as const;

/**
 * Freezes what was promised for imported tickets. Their clocks are settled when their logs come, or, since a file may
 * come without one, when nothing more of the source comes: settled before, they would tell breaches that were none. In
 * the import's transaction.
 */
export async function awaitLogs(
  tx: Session,
  source: string,
  ticketIds: readonly string[],
  now: Date,
): Promise<void> {
  await freezeTargets(tx, ticketIds, now);
  await noteArrival(tx, { source, at: now, ticketIds });
  await enqueue(tx, SETTLE_JOB, {}, { runAt: new Date(now.getTime() + QUIET_MS + 1_000) });
}

/** Settles the clocks of tickets whose logs have come. In the import's transaction, which holds them. */
export async function settleLogs(
  tx: Session,
  source: string,
  ticketIds: readonly string[],
  now: Date,
): Promise<void> {
  await noteArrival(tx, { source, at: now, ticketIds: [] });
  await settleClocks(tx, ticketIds, now);
}

/** Settles the clocks of imported tickets once nothing more of their source comes; on one of the replicas. */
export function ticketArrivalJobs({ database, clock }: JobDependencies): JobSet {
  const settle = async () => {
    for (let taken = true; taken;) {
      taken = await database.transaction(SYSTEM, async (tx) => {
        const now = clock();
        const arrived = await takeArrived(tx, new Date(now.getTime() - QUIET_MS), AT_ONCE);
        const ids = arrived.flat();
        if (ids.length > 0) {
          await takeTurn(tx);
          await lockTickets(tx, ids);
          await settleClocks(tx, ids, now);
        }
        return arrived.length > 0;
      });
    }
  };
  return {
    handlers: { [SETTLE_JOB]: settle },
    crons: [{ name: SETTLE_JOB, match: '* * * * *' }],
    started: settle,
  };
}
