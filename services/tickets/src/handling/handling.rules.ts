import { hasRole, invalid, type Principal, type Role } from '@plimsoll/shared';

/** Who takes the steps that are for staff. */
export const DESK_ROLES: readonly Role[] = ['admin', 'agent', 'operator', 'manager'];

/** Who takes the steps that customers and their partners take too. */
export const ASKING_ROLES: readonly Role[] = [...DESK_ROLES, 'partner', 'contact'];

/** Whether a caller acts for the desk rather than for a customer. */
export function actsForDesk(principal: Principal): boolean {
  return hasRole(principal, ...DESK_ROLES);
}

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

/** The longest text of an event. */
export const LONGEST_TEXT = 20_000;

/** The longest reason of a decision. */
export const LONGEST_REASON = 2_000;

/** The longest subject of a ticket. */
export const LONGEST_SUBJECT = 300;
