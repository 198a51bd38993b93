import type { RequestContext } from '@plimsoll/shared';
import { CONSUMER, PRODUCERS } from './freshness.rules.js';
import { readDataAsOf, readPositions } from './freshness.store.js';

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

/** How far a consumer is with each producer at this moment; producers never read are absent. One statement. */
export function loadPositions({ session }: RequestContext, consumer: string): Promise<Map<string, number>> {
  return readPositions(session, consumer);
}
