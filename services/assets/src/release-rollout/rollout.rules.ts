import { DomainError, invalid } from '@plimsoll/shared';
import { rolloutStatus, type RolloutStatusName } from '../release/index.js';

export type RolloutOutcomeName = 'SUCCEEDED' | 'FAILED';

/** A gate that was shut when a rollout began all the same. */
export interface BypassedGate {
  gate: string;
  explanation: string;
}

/** What a rollout has been through. */
export interface RolloutLife {
  status: RolloutStatusName;
  startedAt: Date;
  outcome: RolloutOutcomeName | null;
  endedAt: Date | null;
  rollbackStartedAt: Date | null;
  rollbackReason: string | null;
  rollbackOutcome: RolloutOutcomeName | null;
  rollbackEndedAt: Date | null;
}

/** The steps of a rollout's life after it has begun. */
export type RolloutStep =
  | { kind: 'complete'; outcome: RolloutOutcomeName; at: Date }
  | { kind: 'startRollback'; reason: string; at: Date }
  | { kind: 'completeRollback'; outcome: RolloutOutcomeName; at: Date };

const FROM: Record<RolloutStep['kind'], { from: readonly RolloutStatusName[]; words: string }> = {
  complete: { from: ['IN_PROGRESS'], words: 'complete it' },
  startRollback: {
    from: ['IN_PROGRESS', 'SUCCEEDED', 'FAILED', 'ROLLBACK_FAILED'],
    words: 'take it back',
  },
  completeRollback: { from: ['ROLLING_BACK'], words: 'complete taking it back' },
};

/**
 * What a step makes of a rollout. One that is taken back while it is under way has failed then. Taking it back a
 * second time, after that has failed, forgets the first attempt; the history keeps it.
 *
 * @throws DomainError `INVALID_STATUS` where the step does not follow from the status, `INVALID` for an instant before the step before
 */
export function afterStep(rollout: RolloutLife, step: RolloutStep): Omit<RolloutLife, 'startedAt'> {
  const { from, words } = FROM[step.kind];
  if (!from.includes(rollout.status)) {
    throw new DomainError(
      'INVALID_STATUS',
      `This rollout is ${rollout.status}; to ${words}, it has to be ${from.join(' or ')}.`,
      ['id'],
    );
  }
  const before = rollout.rollbackEndedAt ?? rollout.rollbackStartedAt ?? rollout.endedAt ?? rollout.startedAt;
  if (step.at < before) {
    throw invalid(`\`at\` is before ${before.toISOString()}, when the step before was.`, ['at']);
  }
  const change = changeOf(rollout, step);
  return { ...change, status: rolloutStatus({ ...rollout, ...change }) };
}

function changeOf(rollout: RolloutLife, step: RolloutStep): Omit<RolloutLife, 'startedAt' | 'status'> {
  const { outcome, endedAt, rollbackStartedAt, rollbackReason, rollbackOutcome, rollbackEndedAt } = rollout;
  const now = { outcome, endedAt, rollbackStartedAt, rollbackReason, rollbackOutcome, rollbackEndedAt };
  switch (step.kind) {
    case 'complete':
      return { ...now, outcome: step.outcome, endedAt: step.at };
    case 'startRollback':
      return {
        outcome: outcome ?? 'FAILED',
        endedAt: endedAt ?? step.at,
        rollbackStartedAt: step.at,
        rollbackReason: step.reason,
        rollbackOutcome: null,
        rollbackEndedAt: null,
      };
    case 'completeRollback':
      return { ...now, rollbackOutcome: step.outcome, rollbackEndedAt: step.at };
  }
}
