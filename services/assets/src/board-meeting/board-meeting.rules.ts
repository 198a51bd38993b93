import { DomainError, invalid } from '@plimsoll/shared';

export type MeetingStatusName = 'PLANNED' | 'HELD' | 'CANCELLED';

const LONGEST_MS = 24 * 3_600_000;

/**
 * A meeting has a beginning and a later end, at most a day later.
 *
 * @throws DomainError `INVALID` at `endsAt`
 */
export function checkTimes(startsAt: Date, endsAt: Date): void {
  const length = endsAt.getTime() - startsAt.getTime();
  if (!(length > 0 && length <= LONGEST_MS)) {
    throw invalid('`endsAt` is later than `startsAt`, by a day at the most.', ['endsAt']);
  }
}

/**
 * Only what is planned is moved, held or cancelled.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requirePlanned(step: string, status: MeetingStatusName): void {
  if (status === 'PLANNED') return;
  throw new DomainError('INVALID_STATUS', `This meeting is ${status}; only a planned one can be ${step}.`, [
    'id',
  ]);
}

/** Whether as many members attended as the quorum of the board; guests do not count. */
export function isQuorate(
  attendeeIds: readonly string[],
  board: { quorum: number; members: readonly { personId: string }[] },
): boolean {
  return board.members.filter(({ personId }) => attendeeIds.includes(personId)).length >= board.quorum;
}
