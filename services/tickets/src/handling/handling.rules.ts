import { invalid } from '@plimsoll/shared';

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
