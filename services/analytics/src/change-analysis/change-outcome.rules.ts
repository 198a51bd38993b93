import { ratioOf } from '../executive/index.js';

/** How many changes of one kind came to which end. */
export interface OutcomeCounts {
  readonly succeeded: number;
  readonly succeededWithIssues: number;
  readonly failed: number;
  readonly rolledBack: number;
  readonly cancelled: number;
}

/** Outcomes by kind of change; a kind that is not on record is ''. */
export type OutcomesByKind = Readonly<Record<string, OutcomeCounts>>;

const NONE: OutcomeCounts = { succeeded: 0, succeededWithIssues: 0, failed: 0, rolledBack: 0, cancelled: 0 };

/** The sum of counts. */
function sumOfOutcomes(counts: Iterable<OutcomeCounts>): OutcomeCounts {
  let sum = NONE;
  for (const one of counts) {
    sum = {
      succeeded: sum.succeeded + one.succeeded,
      succeededWithIssues: sum.succeededWithIssues + one.succeededWithIssues,
      failed: sum.failed + one.failed,
      rolledBack: sum.rolledBack + one.rolledBack,
      cancelled: sum.cancelled + one.cancelled,
    };
  }
  return sum;
}

/** How many came to an end: cancelled ones did not. */
export function finishedOf(counts: OutcomeCounts): number {
  return counts.succeeded + counts.succeededWithIssues + counts.failed + counts.rolledBack;
}

/** Outcomes with the rates that follow: success of the finished ones, and emergencies among them (domain glossary, KPI definitions). */
export function outcomesOf(parts: readonly OutcomesByKind[]) {
  const total = sumOfOutcomes(parts.flatMap((part) => Object.values(part)));
  const emergencies = sumOfOutcomes(parts.flatMap((part) => part['EMERGENCY'] ?? []));
  const finished = finishedOf(total);
  return {
    ...total,
    finished,
    successRate: ratioOf(total.succeeded + total.succeededWithIssues, finished),
    emergencyShare: ratioOf(finishedOf(emergencies), finished),
  };
}
