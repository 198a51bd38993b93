import { DecimalScalar, type RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { loadPlan, Plan } from '../plan/index.js';
import { CustomerSubscriptionEvent } from './subscription-event.types.js';

@Resolver(() => CustomerSubscriptionEvent)
export class CustomerSubscriptionEventResolver {
  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description:
      "Price of the whole subscription a month from this day on, in the subscription's currency; null: as before.",
  })
  monthlyPrice(@Root() event: CustomerSubscriptionEvent): string | null {
    return event.monthlyPrice;
  }

  @FieldResolver(() => Plan, { nullable: true, description: 'The plan from this day on; null: as before.' })
  async plan(@Root() event: CustomerSubscriptionEvent, @Ctx() context: RequestContext): Promise<Plan | null> {
    return event.planId === null ? null : loadPlan(context, event.planId);
  }
}
