import { DomainError, invalid } from '@plimsoll/shared';

/** What came of asking somebody outside. */
export enum ThirdPartyOutcome {
  SOLVED = 'SOLVED',
  WORKED_AROUND = 'WORKED_AROUND',
  REFUSED = 'REFUSED',
  NO_ANSWER = 'NO_ANSWER',
}

/** The next look at a case lies ahead. @throws DomainError `INVALID` */
export function checkNextLook(nextCheckAt: Date | null | undefined, now: Date): Date | null {
  if (nextCheckAt != null && nextCheckAt <= now) throw invalid('The next check lies ahead.', ['nextCheckAt']);
  return nextCheckAt ?? null;
}

/** Refuses what is over. @throws DomainError `CASE_ENDED` */
export function checkGoesOn(endedAt: Date | null): void {
  if (endedAt === null) return;
  throw new DomainError(
    'CASE_ENDED',
    `The case ended at ${endedAt.toISOString()}; refer to the vendor anew.`,
    ['id'],
  );
}
