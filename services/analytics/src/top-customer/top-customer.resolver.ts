import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { CustomerHealth, loadCustomerHealth } from '../customer-health/index.js';
import { OperationsIntelligence } from '../executive/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { loadTopCustomers } from './top-customer.loader.js';
import { TopCustomer } from './top-customer.types.js';

/** How are our top customers faring? */
@Resolver(() => OperationsIntelligence)
export class TopCustomersResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [TopCustomer], {
    description:
      'The customers that pay most a month at `asOf` for STANDARD subscriptions, compared in the reporting currency at the rates of that day, the greatest first, equal ones by id. What is paid in a currency without a rate counts nothing. The records behind each number are those of the customer: its subscriptions, service levels and tickets.',
  })
  topCustomers(
    @Root() { asOf }: OperationsIntelligence,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many are told, 1–100.' }) first: number,
    @Ctx() context: RequestContext,
  ): Promise<TopCustomer[]> {
    return loadTopCustomers(context, this.reporting, first, asOf);
  }
}

@Resolver(() => TopCustomer)
export class TopCustomerResolver {
  @FieldResolver(() => CustomerHealth, {
    nullable: true,
    description: 'How well it fares at `asOf`, as `Customer.health`; null where nothing is known of it.',
  })
  health(
    @Root() { customer, asOf }: TopCustomer,
    @Ctx() context: RequestContext,
  ): Promise<CustomerHealth | null> {
    return loadCustomerHealth(context, customer.id, asOf);
  }
}
