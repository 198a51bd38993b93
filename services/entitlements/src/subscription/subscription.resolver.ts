import {
  ConnectionArgs,
  DateScalar,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  Money,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, dayIn, loadCustomer } from '../customer/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadPlan, Plan } from '../plan/index.js';
import { loadPod, Pod } from '../pod/index.js';
import { loadProduct, Product } from '../product/index.js';
import { listEventsOf, SubscriptionEventConnection, termOn, type Term } from '../subscription-event/index.js';
import { importSubscriptionEvents } from './subscription-event-import.service.js';
import { importSubscriptions } from './subscription-import.service.js';
import { listSubscriptions, loadSubscription, loadSubscriptionByExternalId } from './subscription.loader.js';
import { statusOn } from './subscription.rules.js';
import {
  CustomerSubscription,
  SubscriptionConnection,
  SubscriptionPeriod,
  SubscriptionsArgs,
  SubscriptionStatus,
} from './subscription.types.js';

@Resolver(() => CustomerSubscription)
export class SubscriptionResolver {
  @Query(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription with this id; null where there is none for you.',
  })
  subscription(
    @Arg('id', () => ID, { description: 'Identifier, `sub_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return loadSubscription(context, id);
  }

  @Query(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription with this identifier in another system; null where there is none for you.',
  })
  subscriptionByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return loadSubscriptionByExternalId(context, source, externalId);
  }

  @Query(() => SubscriptionConnection, { description: 'Subscriptions.' })
  async subscriptions(
    @Args(() => SubscriptionsArgs) args: SubscriptionsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listSubscriptions(context, args), (row) => row);
  }

  @FieldResolver(() => SubscriptionStatus, {
    nullable: true,
    description: "Where it stands today, in its customer's time zone.",
  })
  async status(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<keyof typeof SubscriptionStatus | null> {
    const today = await todayOf(subscription, context);
    const { startedOn, cancelledOn = null, endedOn = null, activatedAt = null } = subscription;
    return today === null || startedOn == null
      ? null
      : statusOn({ startedOn, cancelledOn, endedOn, activatedAt }, today);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it does not run any more, planned or past; null: open.',
  })
  endsOn(@Root() subscription: CustomerSubscription): string | null {
    return subscription.endedOn ?? null;
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it did not run any more; null while it has not ended.',
  })
  async endedOn(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<string | null> {
    const today = await todayOf(subscription, context);
    const { endedOn = null } = subscription;
    return today !== null && endedOn !== null && endedOn <= today ? endedOn : null;
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Whose it is.' })
  async customer(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<Customer | null> {
    return subscription.customerId == null ? null : loadCustomer(context, subscription.customerId);
  }

  @FieldResolver(() => Product, { nullable: true, description: 'The product; the same for all its plans.' })
  async product(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<Product | null> {
    return subscription.productId == null ? null : loadProduct(context, subscription.productId);
  }

  @FieldResolver(() => Plan, {
    nullable: true,
    description:
      'The plan today; that of its first day where it has not begun, that of its last where it has ended.',
  })
  async plan(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<Plan | null> {
    const planId = (await presentTerm(subscription, context))?.planId ?? subscription.planId;
    return planId == null ? null : loadPlan(context, planId);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many units today; on its first day where it has not begun, on its last where it has ended.',
  })
  async quantity(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<number | null> {
    return (await presentTerm(subscription, context))?.quantity ?? subscription.quantity ?? null;
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description:
      'Price of the whole subscription, all units, a month today; on its first day where it has not begun, on its last where it has ended.',
  })
  async monthlyPrice(
    @Root() subscription: CustomerSubscription,
    @Ctx() context: RequestContext,
  ): Promise<Money | null> {
    const amount = (await presentTerm(subscription, context))?.monthlyPrice ?? subscription.monthlyPrice;
    return amount == null || subscription.currency == null
      ? null
      : { amount, currency: subscription.currency };
  }

  @FieldResolver(() => Pod, { nullable: true, description: 'Where it runs.' })
  async pod(@Root() subscription: CustomerSubscription, @Ctx() context: RequestContext): Promise<Pod | null> {
    return subscription.podId == null ? null : loadPod(context, subscription.podId);
  }

  @FieldResolver(() => [SubscriptionPeriod], {
    nullable: true,
    description:
      'Its periods of one plan, quantity and price, in order; a gap where it had ended and was reactivated.',
  })
  terms(@Root() subscription: CustomerSubscription): SubscriptionPeriod[] | null {
    return (
      subscription.terms?.map(({ monthlyPrice, currency, ...term }) => ({
        ...term,
        monthlyPrice: { amount: monthlyPrice, currency },
      })) ?? null
    );
  }

  @FieldResolver(() => SubscriptionEventConnection, {
    nullable: true,
    description: 'What happened to it, the earliest first.',
  })
  async events(
    @Root() subscription: CustomerSubscription,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listEventsOf(context, subscription.id, { first, after: after ?? null });
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() subscription: CustomerSubscription,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'subscription', subscription.id, args);
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `subscriptions.csv`, with the terms of the first day; the price is of the whole subscription. Roles: admin, operator.',
  })
  importSubscriptions(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importSubscriptions(context, input);
  }

  @Mutation(() => ImportReport, {
    description:
      'Imports rows of `subscription_events.csv`: each carries the terms from its day on, an empty cell keeps what was. Roles: admin, operator.',
  })
  importSubscriptionEvents(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importSubscriptionEvents(context, input);
  }
}

@Resolver(() => SubscriptionPeriod)
export class SubscriptionPeriodResolver {
  @FieldResolver(() => Plan, { nullable: true, description: 'The plan.' })
  plan(@Root() period: SubscriptionPeriod, @Ctx() context: RequestContext): Promise<Plan | null> {
    return loadPlan(context, period.planId);
  }
}

/** Today where the subscription's customer is, `YYYY-MM-DD`. */
async function todayOf(subscription: CustomerSubscription, context: RequestContext): Promise<string | null> {
  if (subscription.customerId == null) return null;
  const customer = await loadCustomer(context, subscription.customerId);
  return customer && dayIn(customer.timeZone, context.now);
}

async function presentTerm(
  subscription: CustomerSubscription,
  context: RequestContext,
): Promise<Term | null> {
  const today = await todayOf(subscription, context);
  return today === null ? null : termOn(subscription.terms ?? [], today);
}
