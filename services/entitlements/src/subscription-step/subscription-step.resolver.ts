import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { convertSubscription } from './conversion.service.js';
import {
  cancelSubscription,
  changeSubscription,
  endSubscription,
  extendTrial,
  reactivateSubscription,
  renewSubscription,
  startSubscription,
  updateSubscription,
} from './subscription-step.service.js';
import {
  CancelSubscriptionInput,
  ChangeSubscriptionInput,
  ConvertSubscriptionInput,
  EndSubscriptionInput,
  ExtendTrialInput,
  ReactivateSubscriptionInput,
  RenewSubscriptionInput,
  StartSubscriptionInput,
  SubscriptionPayload,
  UpdateSubscriptionInput,
} from './subscription-step.types.js';
import { CustomerSubscription } from '../subscription/index.js';

@Resolver(() => CustomerSubscription)
export class SubscriptionStepResolver {
  @Mutation(() => SubscriptionPayload, {
    description:
      'Starts a subscription, and the entitlements its plan implies. Roles: admin, manager, operator.',
  })
  startSubscription(
    @Arg('input', () => StartSubscriptionInput, { description: 'The new subscription.' })
    input: StartSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await startSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description: 'Changes term, renewal date or pod of a subscription. Roles: admin, manager, operator.',
  })
  updateSubscription(
    @Arg('input', () => UpdateSubscriptionInput, { description: 'What changes.' })
    input: UpdateSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await updateSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description:
      'Gives a subscription another plan, quantity or price from a day on. Roles: admin, manager, operator.',
  })
  changeSubscription(
    @Arg('input', () => ChangeSubscriptionInput, { description: 'The new conditions.' })
    input: ChangeSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await changeSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description: 'Renews a subscription for a further term. Roles: admin, manager, operator.',
  })
  renewSubscription(
    @Arg('input', () => RenewSubscriptionInput, { description: 'Which, and for how long.' })
    input: RenewSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await renewSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description:
      'Asks for the end of a subscription; it takes effect later. Roles: admin, manager, operator.',
  })
  cancelSubscription(
    @Arg('input', () => CancelSubscriptionInput, { description: 'Which, when and why.' })
    input: CancelSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await cancelSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description: 'Ends a subscription. Roles: admin, manager, operator.',
  })
  endSubscription(
    @Arg('input', () => EndSubscriptionInput, { description: 'Which, when and why.' })
    input: EndSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await endSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description:
      'Withdraws the cancellation of a subscription, or makes one that has ended run again. Roles: admin, manager, operator.',
  })
  reactivateSubscription(
    @Arg('input', () => ReactivateSubscriptionInput, { description: 'Which, and from when.' })
    input: ReactivateSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await reactivateSubscription(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description:
      'Gives a trial more time, within `trialExtensionPolicy`. Roles: admin, manager, operator, agent, and partner for its own customers.',
  })
  extendTrial(
    @Arg('input', () => ExtendTrialInput, { description: 'Which, until when and why.' })
    input: ExtendTrialInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await extendTrial(context, input) }));
  }

  @Mutation(() => SubscriptionPayload, {
    description:
      'Ends a trial, or another subscription that is not paid for, in favour of a paid one to the same product that begins on the same day; answers the paid one. Roles: admin, manager, operator.',
  })
  convertSubscription(
    @Arg('input', () => ConvertSubscriptionInput, { description: 'Which, and into what.' })
    input: ConvertSubscriptionInput,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionPayload> {
    return payload(async () => ({ subscription: await convertSubscription(context, input) }));
  }
}
