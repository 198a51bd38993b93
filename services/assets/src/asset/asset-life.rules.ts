import { DomainError } from '@plimsoll/shared';

/** Where an asset stands in its life. */
export type AssetStatusName = 'PLANNED' | 'LIVE' | 'MAINTENANCE' | 'RETIRED';

/** Where each step of a life leads; what is retired comes back by being revived alone. */
const NEXT: Record<AssetStatusName, readonly AssetStatusName[]> = {
  PLANNED: ['LIVE', 'RETIRED'],
  LIVE: ['MAINTENANCE', 'RETIRED'],
  MAINTENANCE: ['LIVE', 'RETIRED'],
  RETIRED: [],
};

/** Whether an asset carries impact and counts in groups. */
export function isInUse(status: AssetStatusName): boolean {
  return status === 'LIVE' || status === 'MAINTENANCE';
}

/**
 * Checks one step of a life; to stay is no step.
 *
 * @throws DomainError `INVALID_STATUS` naming what is possible instead
 */
export function checkStep(from: AssetStatusName, to: AssetStatusName): void {
  if (from === to || NEXT[from].includes(to)) return;
  const possible =
    from === 'RETIRED' ? 'revive it, and say why' : `from there it can become ${NEXT[from].join(' or ')}`;
  throw new DomainError('INVALID_STATUS', `This asset is ${from} and cannot become ${to}: ${possible}.`, [
    'status',
  ]);
}

/**
 * Checks what a feed says became of an asset, of which it need not have told every step; one that is named again after
 * it was retired is revived.
 *
 * @throws DomainError `INVALID_STATUS` for what no life leads to
 */
export function checkTold(from: AssetStatusName, to: AssetStatusName): void {
  if (
    from === to ||
    from === 'RETIRED' ||
    NEXT[from].some((next) => next === to || NEXT[next].includes(to))
  ) {
    return;
  }
  throw new DomainError('INVALID_STATUS', `This asset is ${from} and cannot become ${to}.`, ['status']);
}
