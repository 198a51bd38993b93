import { DomainError } from '@plimsoll/shared';

/** The step cannot be ticked or taken back as things stand. */
export function stepRefused(message: string, path: readonly string[] = ['position']): DomainError {
  return new DomainError('INVALID_STATUS', message, path);
}

/** Steps of the plan are still to be done, or failed, which the outcome denies. */
export function planNotDone(outcome: string, positions: readonly number[], what: string): DomainError {
  const named = positions.slice(0, 10).join(', ');
  const more = positions.length > 10 ? ` and ${positions.length - 10} more` : '';
  const steps = positions.length === 1 ? `step ${named} is` : `steps ${named}${more} are`;
  return new DomainError(
    'PLAN_NOT_DONE',
    `A change ends ${outcome} once its plan is done; of this one ${steps} ${what}.`,
    ['outcome'],
  );
}

/** A plan that is under way is not replaced by another. */
export function planStarted(): DomainError {
  return new DomainError(
    'PLAN_STARTED',
    'Steps of the plan of this change have been ticked: it stays. Take the ticks back first, with a reason.',
    ['procedureId'],
  );
}
