import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Customer } from '../reference/index.js';
import { loadCustomerHealth } from './customer-health.loader.js';
import { HEALTH_FORMULA } from './customer-health.rules.js';
import { CustomerHealth } from './customer-health.types.js';

/** How well a customer fares. */
@Resolver(() => Customer)
export class CustomerHealthResolver {
  @FieldResolver(() => CustomerHealth, {
    nullable: true,
    description: `How well the customer fares now, for staff, analysts and its resellers; null for others, and where nothing is known of it. ${HEALTH_FORMULA}`,
  })
  health(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<CustomerHealth | null> {
    return loadCustomerHealth(context, customer.id);
  }
}
