import { COUNT_REQUESTED, emit, type RequestContext } from '@plimsoll/shared';
import { PRODUCERS } from '../freshness/index.js';
import {
  addComparison,
  readComparisons,
  readLatestComparison,
  type Comparison,
  type ProducerComparison,
} from './record-comparison.store.js';

/** A comparison with what the services have answered so far. */
export interface AnsweredComparison extends Comparison {
  services: ProducerComparison[];
  /** Whether all services agree; null while some have not answered and none differs. */
  agrees: boolean | null;
}

/** Puts a request for a comparison on record and asks every service to count its records. */
export async function requestComparison({ session, principal, now }: RequestContext): Promise<void> {
  await session.transaction(async (tx) => {
    const number = await addComparison(tx, principal.subject, now);
    await emit(tx, [
      {
        type: COUNT_REQUESTED,
        subject: 'analytics',
        version: number,
        data: { id: 'analytics', externalId: null, source: null },
      },
    ]);
  });
}

/** The latest comparison; null before the first. Two statements. */
export async function latestComparison({ session }: RequestContext): Promise<AnsweredComparison | null> {
  const comparison = await readLatestComparison(session);
  if (comparison === null) return null;
  const services = await readComparisons(session, comparison.number);
  const differs = services.some(({ differences }) => differences.length > 0);
  const isWhole = services.length === PRODUCERS.length;
  return { ...comparison, services, agrees: differs ? false : isWhole ? true : null };
}
