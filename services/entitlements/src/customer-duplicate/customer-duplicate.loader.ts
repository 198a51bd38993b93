import type { RequestContext } from '@plimsoll/shared';
import { checkFirst } from './customer-duplicate.rules.js';
import { findDuplicates, type DuplicatePair } from './customer-duplicate.store.js';

/**
 * Pairs of customers that may be one, the likeliest first; null for callers who are not staff.
 *
 * @throws DomainError `INVALID` for `first` out of bounds
 */
export async function listDuplicates(
  context: RequestContext,
  first: number,
  customerId: string | null,
): Promise<DuplicatePair[] | null> {
  const most = checkFirst(first);
  return context.scope.kind === 'STAFF' ? findDuplicates(context.session, most, customerId) : null;
}
