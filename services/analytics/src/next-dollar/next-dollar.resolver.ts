import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { OperationsIntelligence } from '../executive/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { loadFailures, loadLastRun, loadNextDollars } from './next-dollar.loader.js';
import { AvoidableFailure, NextDollar, NextDollarArgs, RedundancyTrialRun } from './next-dollar.types.js';

/** What do we invest our next dollar in? */
@Resolver(() => OperationsIntelligence)
export class NextDollarsResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [NextDollar], {
    description:
      'What redundancy would have saved in a period. Every asset that an unplanned incident of the last twelve months itself hit and that by itself hits a customer, and every group that had fewer members up than it needs, is tried: the incidents are replayed on the estate of today as if a twin had stood in for the asset, or the group had one more live member, and the ledger is measured again without what that would have spared. Ranked by (service credits + recurring revenue exposed) per failure, the most first, then by seconds, then by id; those without a failure in the period are left out, those whose rate is missing come last. The failures behind a row: its `failures`; what was replayed when: `redundancyTrialRun`.',
  })
  nextDollar(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => NextDollarArgs) { first, from, to }: NextDollarArgs,
    @Ctx() context: RequestContext,
  ): Promise<NextDollar[]> {
    return loadNextDollars(context, this.reporting, { first, from, to }, asOf);
  }

  @FieldResolver(() => RedundancyTrialRun, {
    nullable: true,
    description:
      'The replay that `nextDollar` rests on; null before the first, which is made at night or with `tryRedundancy`.',
  })
  redundancyTrialRun(@Ctx() context: RequestContext): Promise<RedundancyTrialRun | null> {
    return loadLastRun(context);
  }
}

@Resolver(() => NextDollar)
export class NextDollarResolver {
  @FieldResolver(() => [AvoidableFailure])
  failures(@Root() row: NextDollar, @Ctx() context: RequestContext): Promise<AvoidableFailure[]> {
    return loadFailures(context, row);
  }
}
