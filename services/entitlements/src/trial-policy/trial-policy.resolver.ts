import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { loadTrialPolicies } from './trial-policy.loader.js';
import { setTrialExtensionPolicy } from './trial-policy.service.js';

import {
  SetTrialExtensionPolicyInput,
  TrialExtensionPolicy,
  TrialExtensionPolicyPayload,
} from './trial-policy.types.js';

@Resolver(() => TrialExtensionPolicy)
export class TrialPolicyResolver {
  @Query(() => [TrialExtensionPolicy], {
    description: 'How much time each role may grant to trials, the most generous first.',
  })
  trialExtensionPolicy(@Ctx() context: RequestContext): Promise<TrialExtensionPolicy[]> {
    return loadTrialPolicies(context);
  }

  @Mutation(() => TrialExtensionPolicyPayload, {
    description: 'Sets how much time a role may grant to trials. Role: admin.',
  })
  setTrialExtensionPolicy(
    @Arg('input', () => SetTrialExtensionPolicyInput, { description: 'The new bounds.' })
    input: SetTrialExtensionPolicyInput,
    @Ctx() context: RequestContext,
  ): Promise<TrialExtensionPolicyPayload> {
    return payload(async () => ({ policy: await setTrialExtensionPolicy(context, input) }));
  }
}
