import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { mergeCustomers } from './customer-merge.service.js';
import { MergeCustomersInput, MergeCustomersPayload } from './customer-merge.types.js';

@Resolver()
export class CustomerMergeResolver {
  @Mutation(() => MergeCustomersPayload, {
    description:
      'Merges a duplicate into the customer that is kept: contacts, subscriptions, entitlements, orders and all else become the one’s, and the CSI of the other finds it. Refused while one of the two is terminating. Roles: admin, manager.',
  })
  mergeCustomers(
    @Arg('input', () => MergeCustomersInput, { description: 'Which two, and why.' })
    input: MergeCustomersInput,
    @Ctx() context: RequestContext,
  ): Promise<MergeCustomersPayload> {
    return payload(async () => {
      const merged = await mergeCustomers(context, input);
      context.clearLoaders();
      return { ...merged };
    });
  }
}
