import { DomainError, invalid } from '@plimsoll/shared';

const MOST_MS = 5 * 366 * 86_400_000;

/**
 * When access is to be switched on again.
 *
 * @throws DomainError `INVALID` for an instant that is not ahead, or more than five years
 */
export function checkUntil(until: Date | null, now: Date): Date | null {
  if (until === null) return null;
  const ahead = until.getTime() - now.getTime();
  if (ahead > 0 && ahead <= MOST_MS) return until;
  throw invalid('`until` is an instant ahead, at most five years.', ['until']);
}

/** What of a customer decides about its access. */
export interface AccessStanding {
  accessActive: boolean;
  accessUntil: Date | null;
  /** The first day after the grace of its termination; null: none stands. */
  terminatesOn: string | null;
}

/** Whether access is due to be switched on again by itself. */
export function isDueToReturn(
  { accessActive, accessUntil, terminatesOn }: AccessStanding,
  now: Date,
  today: string,
): boolean {
  const ended = terminatesOn !== null && terminatesOn <= today;
  return !accessActive && !ended && accessUntil !== null && accessUntil <= now;
}

/** @throws DomainError `INVALID_TRANSITION` for a customer that has been terminated */
export function refuseTerminated(
  { terminatesOn }: Pick<AccessStanding, 'terminatesOn'>,
  today: string,
): void {
  if (terminatesOn === null || today < terminatesOn) return;
  throw new DomainError(
    'INVALID_TRANSITION',
    `The customer was terminated on ${terminatesOn}; its access is not switched any more.`,
    ['id'],
  );
}
