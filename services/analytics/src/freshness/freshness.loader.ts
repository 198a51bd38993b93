import type { RequestContext, Session } from '@plimsoll/shared';
import { readDataAsOf } from './freshness.store.js';

/** The name of this service's consumer, by which its positions are kept. */
export const CONSUMER = 'analytics';
/** The services whose events are taken in. */
export const PRODUCERS = ['entitlements', 'assets', 'tickets'] as const;

/**
 * How fresh answers are: everything that happened before this instant, anywhere, is counted in them; what happened later
 * may be. An event that is put aside holds the instant back until it is taken in. Null while a service has not yet said
 * how far it is. One statement a request, whoever asks.
 */
export function loadDataAsOf(context: RequestContext): Promise<Date | null> {
  return context
    .loader<string, Date>('data-as-of', async (keys) => {
      const dataAsOf = await readDataAsOf(context.session, CONSUMER, PRODUCERS);
      return keys.map(() => dataAsOf);
    })
    .load(CONSUMER);
}

/** The same for a job, which has no request. One statement. */
export function readFreshness(session: Session): Promise<Date | null> {
  return readDataAsOf(session, CONSUMER, PRODUCERS);
}
