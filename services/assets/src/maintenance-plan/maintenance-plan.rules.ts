import { invalid } from '@plimsoll/shared';
import { planNotDone, stepRefused } from './maintenance-plan.errors.js';

/** How far a step is. */
export type StepStatusName = 'PENDING' | 'DONE' | 'FAILED' | 'SKIPPED';

/** What somebody says of a step: everything but that it is still to be done. */
export interface Tick {
  status: Exclude<StepStatusName, 'PENDING'>;
  result: string | null;
  evidenceUrl: string | null;
}

/** A step as far as its order and its rules go. */
export interface StepState {
  /** From 1, without gaps. */
  position: number;
  status: StepStatusName;
  optional: boolean;
  parallel: boolean;
  evidenceRequired: boolean;
}

/** How far a plan is. */
export interface PlanProgress {
  stepCount: number;
  doneCount: number;
  skippedCount: number;
  failedCount: number;
  pendingCount: number;
  /** Positions that may be ticked next, in order; empty once no step is left. */
  next: number[];
}

/**
 * The number of each step's stage, from 0, in order of the steps. A parallel step stands in the stage of the step
 * before it, every other one begins the next.
 */
export function stagesOf(steps: readonly Pick<StepState, 'parallel'>[]): number[] {
  let stage = -1;
  return steps.map(({ parallel }, index) => (stage += parallel && index > 0 ? 0 : 1));
}

/**
 * The positions that may be ticked: pending steps of the first stage that has any. A step that failed was tried,
 * and does not hold up the next.
 */
export function openPositions(steps: readonly StepState[]): number[] {
  const stages = stagesOf(steps);
  const first = steps.findIndex(({ status }) => status === 'PENDING');
  return steps
    .filter(({ status }, index) => status === 'PENDING' && stages[index] === stages[first])
    .map(({ position }) => position);
}

/**
 * Refuses a tick that is out of order, or lacks what the step demands: evidence where it is required, a reason for
 * what is skipped or failed.
 *
 * @throws DomainError `INVALID_STATUS` for a step that is ticked already or whose turn it is not; `INVALID`
 */
export function checkTick(steps: readonly StepState[], position: number, tick: Tick): void {
  const step = stepAt(steps, position);
  if (step.status !== 'PENDING') {
    throw stepRefused(`Step ${position} is ${step.status} already; take that back first, with a reason.`);
  }
  const open = openPositions(steps);
  if (!open.includes(position)) {
    throw stepRefused(`Step ${position} comes later: ${open.join(', ')} has to be ticked before.`);
  }
  if (tick.status === 'SKIPPED' && !step.optional) {
    throw stepRefused(`Step ${position} is not optional: it is done, or it fails.`, ['status']);
  }
  if (tick.status !== 'DONE' && tick.result === null) {
    throw invalid(`\`result\` says why step ${position} is ${tick.status}.`, ['result']);
  }
  if (tick.status === 'DONE' && step.evidenceRequired && tick.evidenceUrl === null) {
    throw invalid(`Step ${position} is done only with a link to evidence.`, ['evidenceUrl']);
  }
}

/**
 * Refuses to take back the tick of a step that steps of a later stage build on.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function checkUntick(steps: readonly StepState[], position: number): void {
  const step = stepAt(steps, position);
  if (step.status === 'PENDING') throw stepRefused(`Step ${position} is not ticked.`);
  const stages = stagesOf(steps);
  const own = stages[steps.indexOf(step)] ?? 0;
  const later = steps.find(({ status }, index) => status !== 'PENDING' && (stages[index] ?? 0) > own);
  if (later) {
    throw stepRefused(`Step ${later.position} was ticked after step ${position}: take that back first.`);
  }
}

/** How far a plan with these steps is. */
export function progressOf(steps: readonly StepState[]): PlanProgress {
  const count = (wanted: StepStatusName) => steps.filter(({ status }) => status === wanted).length;
  return {
    stepCount: steps.length,
    doneCount: count('DONE'),
    skippedCount: count('SKIPPED'),
    failedCount: count('FAILED'),
    pendingCount: count('PENDING'),
    next: openPositions(steps),
  };
}

/**
 * Refuses an outcome that the plan denies. `SUCCEEDED` demands every step done or skipped, `SUCCEEDED_WITH_ISSUES`
 * that none is left; `FAILED` and `ROLLED_BACK` demand nothing.
 *
 * @throws DomainError `PLAN_NOT_DONE`
 */
export function checkOutcome(steps: readonly StepState[], outcome: string): void {
  if (outcome !== 'SUCCEEDED' && outcome !== 'SUCCEEDED_WITH_ISSUES') return;
  const positions = (wanted: StepStatusName) =>
    steps.filter(({ status }) => status === wanted).map(({ position }) => position);
  const pending = positions('PENDING');
  if (pending.length > 0) throw planNotDone(outcome, pending, 'still to be done');
  const failed = positions('FAILED');
  if (outcome === 'SUCCEEDED' && failed.length > 0) throw planNotDone(outcome, failed, 'FAILED');
}

/**
 * The address of evidence: http or https, at most 2,000 characters; null for none.
 *
 * @throws DomainError `INVALID`
 */
export function checkEvidence(url: string | null | undefined): string | null {
  if (url == null || url.trim() === '') return null;
  const trimmed = url.trim();
  if (trimmed.length > 2_000 || !/^https?:$/.test(protocolOf(trimmed))) {
    throw invalid('`evidenceUrl` is an address that begins with https:// or http://.', ['evidenceUrl']);
  }
  return trimmed;
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

function stepAt(steps: readonly StepState[], position: number): StepState {
  const step = steps.find((one) => one.position === position);
  if (!step) throw invalid(`This plan has steps 1 to ${steps.length}.`, ['position']);
  return step;
}
