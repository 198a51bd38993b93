import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { authorize, COUNT_REQUESTED, emit, payload, type RequestContext } from '@plimsoll/shared';
import { PRODUCERS } from '../freshness/index.js';
import { addComparison, readComparisons, readLatestComparison } from './record-comparison.store.js';
import { CompareRecordsPayload, RecordComparison } from './record-comparison.types.js';

@Resolver(() => RecordComparison)
export class RecordComparisonResolver {
  @Query(() => RecordComparison, {
    nullable: true,
    description:
      'The latest comparison of what the services have on record with what analytics knows of it. Null before the first, and for all but admins and operators.',
  })
  recordComparison(@Ctx() context: RequestContext): Promise<RecordComparison | null> {
    const { roles } = context.principal;
    const isAllowed = roles.some((role) => role === 'admin' || role === 'operator');
    return isAllowed ? latest(context) : Promise.resolve(null);
  }

  @Mutation(() => CompareRecordsPayload, {
    description:
      'Asks every service to count its records, for a comparison with what analytics knows of them. While a service counts, nothing is changed in it: ask when few work. Roles: admin, operator.',
  })
  compareRecords(@Ctx() context: RequestContext): Promise<CompareRecordsPayload> {
    return payload(async () => {
      authorize(context, 'admin', 'operator');
      await context.session.transaction(async (tx) => {
        const number = await addComparison(tx, context.principal.subject, context.now);
        await emit(tx, [
          {
            type: COUNT_REQUESTED,
            subject: 'analytics',
            version: number,
            data: { id: 'analytics', externalId: null, source: null },
          },
        ]);
      });
      return { comparison: await latest(context) };
    });
  }
}

async function latest({ session }: RequestContext): Promise<RecordComparison | null> {
  const comparison = await readLatestComparison(session);
  if (comparison === null) return null;
  const services = await readComparisons(session, comparison.number);
  const differs = services.some(({ differences }) => differences.length > 0);
  const isWhole = services.length === PRODUCERS.length;
  return { ...comparison, services, agrees: differs ? false : isWhole ? true : null };
}
