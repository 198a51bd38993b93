import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { CustomerPayload } from '../customer/index.js';
import { activateCustomer, deactivateCustomer } from './customer-access.service.js';
import { ActivateCustomerInput, DeactivateCustomerInput } from './customer-access.types.js';

@Resolver()
export class CustomerAccessSwitchResolver {
  @Mutation(() => CustomerPayload, {
    description:
      "Switches a customer's access on; one that is on already stays as it is. Roles: admin, manager, operator.",
  })
  activateCustomer(
    @Arg('input', () => ActivateCustomerInput, { description: 'Whose, and why.' })
    input: ActivateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await activateCustomer(context, input) }));
  }

  @Mutation(() => CustomerPayload, {
    description:
      "Switches a customer's access off, until an instant if one is given; its contacts and partners open no new tickets meanwhile. One that is off already stays as it is, but for a new `until`. Roles: admin, manager, operator.",
  })
  deactivateCustomer(
    @Arg('input', () => DeactivateCustomerInput, { description: 'Whose, and why.' })
    input: DeactivateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await deactivateCustomer(context, input) }));
  }
}
