import { DurationScalar, Money, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Customer, dayIn } from '../customer/index.js';
import {
  Entitlement,
  EntitlementConnection,
  EntitlementsArgs,
  listEntitlementsOf,
} from '../entitlement/index.js';
import { listSubscriptionsOf, loadPaid, loadRenewals, loadSubscription } from './subscription.loader.js';
import { recurringRevenue } from './subscription.rules.js';
import {
  CustomerSubscription,
  Renewal,
  SubscriptionConnection,
  SubscriptionsArgs,
} from './subscription.types.js';

@Resolver(() => Customer)
export class CustomerSubscriptionsResolver {
  @FieldResolver(() => SubscriptionConnection, { nullable: true, description: 'What it has subscribed to.' })
  async subscriptions(
    @Root() customer: Customer,
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listSubscriptionsOf(context, customer.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => [Money], {
    nullable: true,
    description:
      'Monthly recurring revenue today, in its time zone: the monthly price of each `STANDARD` subscription that has begun and not ended, whole, summed by currency.',
  })
  async monthlyRecurringRevenue(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<Money[] | null> {
    if (customer.timeZone == null) return null;
    return recurringRevenue(await loadPaid(context, customer.id), dayIn(customer.timeZone, context.now));
  }

  @FieldResolver(() => [Renewal], {
    nullable: true,
    description:
      'Its subscriptions that come up for renewal from today (in its time zone) on, the earliest first; cancelled ones do not.',
  })
  async renewals(
    @Root() customer: Customer,
    @Arg('within', () => DurationScalar, {
      defaultValue: 'P90D',
      description: 'How far ahead at most, 0–100 years.',
    })
    within: string,
    @Ctx() context: RequestContext,
  ): Promise<Renewal[]> {
    const subscriptions = await loadRenewals(context, customer.id, within);
    return subscriptions.flatMap((subscription) =>
      subscription.renewsOn === null ? [] : [{ renewsOn: subscription.renewsOn, subscription }],
    );
  }
}

@Resolver(() => CustomerSubscription)
export class SubscriptionEntitlementsResolver {
  @FieldResolver(() => EntitlementConnection, { nullable: true, description: 'The entitlements it implies.' })
  async entitlements(
    @Root() subscription: CustomerSubscription,
    @Args(() => EntitlementsArgs) args: EntitlementsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listEntitlementsOf(context, 'subscription', subscription.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Entitlement)
export class EntitlementSubscriptionResolver {
  @FieldResolver(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription that implies it; null for one that was sold by itself.',
  })
  async subscription(
    @Root() entitlement: Entitlement,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return entitlement.subscriptionId == null ? null : loadSubscription(context, entitlement.subscriptionId);
  }
}
