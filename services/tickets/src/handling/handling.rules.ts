import { DomainError, invalid } from '@plimsoll/shared';

const FOR_STAFF = ['priority', 'severity', 'tier', 'teamId', 'queueId', 'assigneeId', 'assetIds'] as const;

/** Refuses what only the desk decides. @throws DomainError `INVALID` naming the field */
export function refuseStaffFields(input: Partial<Record<(typeof FOR_STAFF)[number], unknown>>): void {
  const given = FOR_STAFF.find((field) => input[field] != null);
  if (given) throw invalid(`\`${given}\` is decided by the support desk; leave it out.`, [given]);
}

const MOST_ASSETS = 100;

/** The assets of a ticket, each once. @throws DomainError `INVALID` for more than 100 */
export function checkAssetIds(assetIds: readonly string[]): string[] {
  const distinct = [...new Set(assetIds)];
  if (distinct.length > MOST_ASSETS) {
    throw invalid(`A ticket is about at most ${MOST_ASSETS} assets.`, ['assetIds']);
  }
  return distinct;
}

const RATING_DAYS = 14;

/** Refuses a rating that comes more than 14 days after the closing. @throws DomainError `RATING_OVER` */
export function checkRatingTime(closedAt: Date | null, now: Date): void {
  if (closedAt !== null && now.getTime() - closedAt.getTime() <= RATING_DAYS * 86_400_000) return;
  throw new DomainError('RATING_OVER', `A ticket is rated within ${RATING_DAYS} days of its closing.`, [
    'id',
  ]);
}
