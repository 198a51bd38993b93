import { Ctx, Mutation, Resolver } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { requestTrials } from './redundancy-trial.service.js';
import { RedundancyTrialPayload } from './redundancy-trial.types.js';

@Resolver()
export class RedundancyTrialResolver {
  @Mutation(() => RedundancyTrialPayload, {
    description:
      'Asks that redundancy be tried now rather than at night: the incidents of the last twelve months are replayed with each asset that an unplanned one itself hit and that by itself hits a customer left standing, as if a twin had stood in for it, and with each group that had fewer members up than it needs having one more live member. `nextDollar` ranks what it would have saved, soon after. Roles: admin, manager, operator.',
  })
  tryRedundancy(@Ctx() context: RequestContext): Promise<RedundancyTrialPayload> {
    return payload(async () => ({ requestedAt: await requestTrials(context) }));
  }
}
