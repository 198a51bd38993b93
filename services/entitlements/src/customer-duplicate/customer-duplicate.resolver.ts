import type { RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { listDuplicates } from './customer-duplicate.loader.js';
import { CustomerDuplicate } from './customer-duplicate.types.js';

@Resolver(() => CustomerDuplicate)
export class CustomerDuplicateResolver {
  @Query(() => [CustomerDuplicate], {
    nullable: true,
    description:
      'Pairs of customers that may be one company, the likeliest first. Null for callers who are not staff.',
  })
  possibleDuplicates(
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many pairs at most, 1–100.' })
    first: number,
    @Arg('customerId', () => ID, {
      nullable: true,
      description: 'Those with this customer, `cus_…`; all by default.',
    })
    customerId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<CustomerDuplicate[] | null> {
    return listDuplicates(context, first, customerId ?? null);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'The one longer on record.' })
  customer(@Root() pair: CustomerDuplicate, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, pair.customerId);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'The one put on record later.' })
  duplicate(@Root() pair: CustomerDuplicate, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, pair.duplicateId);
  }
}
