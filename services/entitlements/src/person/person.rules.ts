import { hasRole, type Principal, type Role } from '@plimsoll/shared';

/**
 * Rows in layers, so that a row's manager stands in an earlier layer or outside the rows. Rows whose managers
 * lead back to themselves fit nowhere and are given apart.
 */
export function managerLayers<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  managerOf: (row: Row) => string | null,
): { inOrder: Row[][]; circular: Row[] } {
  let waiting = [...rows];
  const pending = new Set(waiting.map(keyOf));
  const inOrder: Row[][] = [];
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => {
      const manager = managerOf(row);
      return manager === null || !pending.has(manager);
    });
    if (ready.length === 0) break;
    inOrder.push(ready);
    const done = new Set(ready);
    waiting = waiting.filter((row) => !done.has(row));
    for (const row of ready) pending.delete(keyOf(row));
  }
  return { inOrder, circular: waiting };
}

/** Who follows up any customer; others their own. */
const FOLLOWING_UP: readonly Role[] = ['admin', 'manager', 'operator'];

/** Whether a caller may take steps of what these people follow up: their own work, or anybody's by role. */
export function mayFollowUp(principal: Principal, ...ownerIds: (string | null)[]): boolean {
  if (hasRole(principal, ...FOLLOWING_UP)) return true;
  return principal.personId !== undefined && ownerIds.includes(principal.personId);
}
