import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { compareAgreements } from './agreement-comparison.loader.js';
import { AgreementComparison } from './agreement-comparison.types.js';

@Resolver()
export class AgreementComparisonResolver {
  @Query(() => AgreementComparison, {
    nullable: true,
    description:
      'Two agreements, or versions of one, promise by promise; null where you do not see both of them.',
  })
  compareAgreements(
    @Arg('a', () => ID, { description: 'The first, `sla_…`.' }) a: string,
    @Arg('b', () => ID, { description: 'The second, `sla_…`.' }) b: string,
    @Ctx() context: RequestContext,
  ): Promise<AgreementComparison | null> {
    return compareAgreements(context, a, b);
  }
}
