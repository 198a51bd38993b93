import { checkText, DomainError, invalid } from '@plimsoll/shared';

/** How far a procedure is. */
export type ProcedureStatusName = 'DRAFT' | 'PUBLISHED' | 'RETIRED';

/** One step of a procedure. Its position is its place in the list, from 1. */
export interface ProcedureStep {
  text: string;
  /** How it is done, at length. */
  details: string | null;
  /** What it looks like when it worked. */
  expectedResult: string | null;
  /** Whether it may be skipped, with a reason. */
  optional: boolean;
  /** Whether it may be done along with the step before it, instead of after it. */
  parallel: boolean;
  /** Whether it counts as done only with a link to evidence. */
  evidenceRequired: boolean;
}

/** A step as it is given. */
export interface GivenStep extends Omit<ProcedureStep, 'details' | 'expectedResult'> {
  details?: string | null;
  expectedResult?: string | null;
}

/** No procedure has more steps. */
const MOST_STEPS = 200;
const LONGEST_LINE = 500;
const LONGEST_TEXT = 10_000;

/**
 * The steps of a procedure, texts trimmed. The first has none before it to be parallel to.
 *
 * @throws DomainError `INVALID` for none, for more than {@link MOST_STEPS}, for a text that is empty or too long, or a
 *   parallel first step; the path ends in the step's position from 0
 */
export function checkSteps(given: readonly GivenStep[]): ProcedureStep[] {
  if (given.length < 1 || given.length > MOST_STEPS) {
    throw invalid(`A procedure has 1 to ${MOST_STEPS} steps.`, ['steps']);
  }
  if (given[0]?.parallel) {
    throw invalid('The first step has none before it to be parallel to.', ['steps', '0', 'parallel']);
  }
  return given.map((step, index) =>
    within(['steps', String(index)], () => ({
      text: checkText(step.text, 'text', LONGEST_LINE),
      details: optionalText(step.details, 'details'),
      expectedResult: optionalText(step.expectedResult, 'expectedResult'),
      optional: step.optional,
      parallel: step.parallel,
      evidenceRequired: step.evidenceRequired,
    })),
  );
}

/**
 * A text of up to 10,000 characters, trimmed; null for none or one that is blank.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function optionalText(value: string | null | undefined, field: string): string | null {
  return value == null || value.trim() === '' ? null : checkText(value, field, LONGEST_TEXT);
}

/**
 * What is retired stays so.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireInUse(status: ProcedureStatusName, step: string): void {
  if (status !== 'RETIRED') return;
  throw new DomainError('INVALID_STATUS', `This procedure is RETIRED; to ${step} it, write a new one.`, [
    'id',
  ]);
}

/**
 * The number of the next published version.
 *
 * @throws DomainError `INVALID_STATUS` for a retired procedure, or one of which nothing is new since it was published
 */
export function nextVersion(procedure: {
  status: ProcedureStatusName;
  edited: boolean;
  publishedVersion: number | null;
}): number {
  requireInUse(procedure.status, 'publish');
  if (!procedure.edited) {
    throw new DomainError('INVALID_STATUS', 'Nothing was edited since this procedure was published.', ['id']);
  }
  return (procedure.publishedVersion ?? 0) + 1;
}

function within<T>(path: readonly string[], check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.message, [...path, ...error.inputPath]);
  }
}
