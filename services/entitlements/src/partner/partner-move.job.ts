import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { makeMove, MOVE_JOB, type PartnerBooks } from './partner-move.service.js';
import { findWaitingPartners } from './partner-move.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const SWEEP_JOB = 'sweep_partner_moves';
/** A job that has not made its move by then was lost with its worker. */
const PATIENCE_MS = 5 * 60_000;

/** Moves partners with large books: by a job each, and by a sweep for those whose worker ended. */
export function partnerMoveJobs({ database, logger, clock }: JobDependencies, books: PartnerBooks): JobSet {
  const move = async (partnerId: string) => {
    const refusal = await database.transaction(SYSTEM, (tx) => makeMove(tx, books, partnerId));
    if (refusal) logger.warn({ partnerId, code: refusal.code }, 'a partner cannot be moved any more');
  };
  return {
    handlers: {
      [MOVE_JOB]: (payload) => move(String(payload['partnerId'])),
      [SWEEP_JOB]: async () => {
        const before = new Date(clock().getTime() - PATIENCE_MS);
        const waiting = await database.transaction(SYSTEM, (tx) => findWaitingPartners(tx, before));
        for (const partnerId of waiting) await move(partnerId);
      },
    },
    crons: [{ name: SWEEP_JOB, match: '*/5 * * * *' }],
  };
}
