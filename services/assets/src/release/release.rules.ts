import { DomainError, invalid } from '@plimsoll/shared';
import { Duration } from 'luxon';

/** What opens a gate. */
export type GateKindName = 'APPROVAL' | 'PREVIOUS_STAGE' | 'NO_OPEN_INCIDENT' | 'CHANGES_APPROVED';
/** Who may open a gate of kind `APPROVAL`. */
export type GateRoleName = 'ADMIN' | 'MANAGER' | 'OPERATOR';
export type GateDecisionName = 'APPROVED' | 'REJECTED';
export type RolloutStatusName =
  'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'ROLLING_BACK' | 'ROLLED_BACK' | 'ROLLBACK_FAILED';
export type StageStatusName = 'PENDING' | RolloutStatusName;
export type ReleaseStatusName =
  'PLANNED' | 'IN_PROGRESS' | 'RELEASED' | 'FAILED' | 'ROLLED_BACK' | 'CANCELLED';

/** What has to hold before a stage begins. */
export interface Gate {
  /** Unique within its stage. */
  name: string;
  kind: GateKindName;
  /** ISO 8601: how long the stage before has to have run; only of kind `PREVIOUS_STAGE`. */
  soak: string | null;
  /** Only of kind `APPROVAL`. */
  role: GateRoleName | null;
}

/** One environment, or one region of it, that a release goes to. */
export interface Stage {
  /** 1, 2, 3 … in the order of rollout. */
  position: number;
  environmentId: string;
  /** Null: the environment as a whole. */
  region: string | null;
  gates: Gate[];
}

/** What somebody decided at a gate. */
export interface GateDecision {
  position: number;
  gate: string;
  decision: GateDecisionName;
  /** The person's id, or the subject of a caller who is no person on record. */
  by: string | null;
  /** ISO 8601. */
  at: string;
  comment: string | null;
}

/** What of a release its gates are decided by. */
export interface DecidedRelease {
  id: string;
  decisions: readonly GateDecision[];
}

/** How far a stage is: what its latest rollout says, and when that came to be. */
export interface StageStatus {
  status: StageStatusName;
  at: Date | null;
}

/** What gates ask about. */
export interface GateFacts {
  /** By position. */
  statuses: ReadonlyMap<number, StageStatus>;
  decisions: readonly GateDecision[];
  /** Ids of incidents that hold one of the release's assets at this instant. */
  openIncidentIds: readonly string[];
  /** The release's changes that nobody has agreed on, or that are cancelled. */
  changesNotApproved: readonly { id: string; title: string }[];
  now: Date;
}

/** Whether a gate is open, why, and since when or from when on, where that is known. */
export interface GateState {
  gate: Gate;
  open: boolean;
  explanation: string;
  /** Where only time is missing: when it opens. */
  opensAt: Date | null;
  decision: GateDecision | null;
}

const PENDING: StageStatus = { status: 'PENDING', at: null };

/** The state of a gate of a stage. */
export function gateState(stage: Stage, gate: Gate, facts: GateFacts): GateState {
  const shut = (explanation: string, more: Partial<GateState> = {}): GateState => ({
    gate,
    open: false,
    explanation,
    opensAt: null,
    decision: null,
    ...more,
  });
  const open = (explanation: string, decision: GateDecision | null = null): GateState => ({
    gate,
    open: true,
    explanation,
    opensAt: null,
    decision,
  });
  switch (gate.kind) {
    case 'APPROVAL': {
      const decision = decisionAt(facts.decisions, stage.position, gate.name);
      if (!decision) return shut(`It waits for the approval of one ${gate.role?.toLowerCase()}.`);
      return decision.decision === 'APPROVED'
        ? open('It was approved.', decision)
        : shut('It was rejected.', { decision });
    }
    case 'PREVIOUS_STAGE': {
      if (stage.position === 1) return open('No stage comes before.');
      const { status, at } = facts.statuses.get(stage.position - 1) ?? PENDING;
      if (status !== 'SUCCEEDED' || !at) {
        return shut(`Stage ${stage.position - 1} is ${status}; it has to be SUCCEEDED.`);
      }
      const opensAt = new Date(at.getTime() + Duration.fromISO(gate.soak ?? 'PT0S').toMillis());
      return opensAt <= facts.now
        ? open(`Stage ${stage.position - 1} has succeeded and run for ${gate.soak ?? 'PT0S'}.`)
        : shut(
            `Stage ${stage.position - 1} has succeeded; it has to run until ${opensAt.toISOString()} first.`,
            { opensAt },
          );
    }
    case 'NO_OPEN_INCIDENT': {
      const count = facts.openIncidentIds.length;
      return count === 0
        ? open('No incident is open on its assets.')
        : shut(`Open on its assets: ${listed(facts.openIncidentIds)}.`);
    }
    case 'CHANGES_APPROVED': {
      const missing = facts.changesNotApproved;
      return missing.length === 0
        ? open('All its changes have been agreed on.')
        : shut(`Not agreed on: ${listed(missing.map(({ title }) => title))}.`);
    }
  }
}

function decisionAt(decisions: readonly GateDecision[], position: number, gate: string): GateDecision | null {
  return decisions.findLast((one) => one.position === position && one.gate === gate) ?? null;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

/** A rollout's status, from its outcomes and whether it is being rolled back. */
export function rolloutStatus(rollout: {
  outcome: 'SUCCEEDED' | 'FAILED' | null;
  rollbackStartedAt: Date | null;
  rollbackOutcome: 'SUCCEEDED' | 'FAILED' | null;
}): RolloutStatusName {
  if (rollout.rollbackOutcome === 'SUCCEEDED') return 'ROLLED_BACK';
  if (rollout.rollbackOutcome === 'FAILED') return 'ROLLBACK_FAILED';
  if (rollout.rollbackStartedAt) return 'ROLLING_BACK';
  return rollout.outcome ?? 'IN_PROGRESS';
}

/**
 * How far a release is, from its stages: under way while any stage is, and as long as some have succeeded and others
 * not begun; failed or rolled back where any stage is, whatever the others are; released once all have succeeded.
 */
export function releaseStatus(stages: readonly StageStatusName[]): ReleaseStatusName {
  const some = (...statuses: StageStatusName[]) => stages.some((status) => statuses.includes(status));
  if (stages.every((status) => status === 'PENDING')) return 'PLANNED';
  if (some('IN_PROGRESS', 'ROLLING_BACK')) return 'IN_PROGRESS';
  if (some('FAILED', 'ROLLBACK_FAILED')) return 'FAILED';
  if (some('ROLLED_BACK')) return 'ROLLED_BACK';
  return some('PENDING') ? 'IN_PROGRESS' : 'RELEASED';
}

const MOST_STAGES = 100;
const MOST_GATES = 20;
const LONGEST_SOAK_DAYS = 366;

/**
 * Stages in order, numbered from 1: no environment and region twice, gates with names of their own, a soak only
 * where a stage is waited for, a role only where somebody approves.
 *
 * @throws DomainError `INVALID` naming the stage
 */
export function checkStages(given: readonly Omit<Stage, 'position'>[]): Stage[] {
  if (given.length > MOST_STAGES) {
    throw invalid(`A release has at most ${MOST_STAGES} stages.`, ['stages']);
  }
  const places = new Set<string>();
  return given.map(({ environmentId, region, gates }, index) => {
    const path = ['stages', String(index)];
    const place = JSON.stringify([environmentId, region]);
    if (places.has(place)) throw invalid('This environment and region is a stage already.', path);
    places.add(place);
    return { position: index + 1, environmentId, region, gates: checkGates(gates, path) };
  });
}

function checkGates(gates: readonly Gate[], path: readonly string[]): Gate[] {
  if (gates.length > MOST_GATES)
    throw invalid(`A stage has at most ${MOST_GATES} gates.`, [...path, 'gates']);
  const names = new Set<string>();
  return gates.map((gate) => {
    if (names.has(gate.name)) {
      throw invalid(`This stage has a gate ${JSON.stringify(gate.name)} already.`, [...path, 'gates']);
    }
    names.add(gate.name);
    if (gate.soak !== null && gate.kind !== 'PREVIOUS_STAGE') {
      throw invalid('Only a gate of kind PREVIOUS_STAGE has a soak.', [...path, 'gates']);
    }
    const days = gate.soak === null ? 0 : Duration.fromISO(gate.soak).as('days');
    if (!(days >= 0 && days <= LONGEST_SOAK_DAYS)) {
      throw invalid('A soak is a duration such as PT1H, of at most a year.', [...path, 'gates']);
    }
    if (gate.role !== null && gate.kind !== 'APPROVAL') {
      throw invalid('Only a gate of kind APPROVAL has a role.', [...path, 'gates']);
    }
    return { ...gate, role: gate.kind === 'APPROVAL' ? (gate.role ?? 'MANAGER') : null };
  });
}

/**
 * What has been rolled out stays: stages that began keep their place, environment and region.
 *
 * @param begun the positions of stages with a rollout
 * @throws DomainError `STAGE_BEGUN`
 */
export function checkStagesKept(
  before: readonly Stage[],
  after: readonly Stage[],
  begun: readonly number[],
): void {
  const moved = before.find(({ position, environmentId, region }) => {
    const now = after[position - 1];
    return begun.includes(position) && (now?.environmentId !== environmentId || now.region !== region);
  });
  if (moved) {
    throw new DomainError(
      'STAGE_BEGUN',
      `Stage ${moved.position} has begun; it stays where and what it is.`,
      ['stages'],
    );
  }
}
