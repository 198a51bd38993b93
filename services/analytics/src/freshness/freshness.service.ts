import type { Session } from '@plimsoll/shared';
import { CONSUMER, PRODUCERS } from './freshness.rules.js';
import { readDataAsOf } from './freshness.store.js';

/**
 * For a job, which has no request: everything that happened before this instant, anywhere, is counted; null while a
 * service has not yet said how far it is. One statement.
 */
export function readFreshness(session: Session): Promise<Date | null> {
  return readDataAsOf(session, CONSUMER, PRODUCERS);
}
