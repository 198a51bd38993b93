import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { authorize, payload, type RequestContext } from '@plimsoll/shared';
import { latestComparison, requestComparison } from './record-comparison.service.js';
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
    return isAllowed ? latestComparison(context) : Promise.resolve(null);
  }

  @Mutation(() => CompareRecordsPayload, {
    description:
      'Asks every service to count its records, for a comparison with what analytics knows of them. While a service counts, nothing is changed in it: ask when few work. Roles: admin, operator.',
  })
  compareRecords(@Ctx() context: RequestContext): Promise<CompareRecordsPayload> {
    return payload(async () => {
      authorize(context, 'admin', 'operator');
      await requestComparison(context);
      return { comparison: await latestComparison(context) };
    });
  }
}
