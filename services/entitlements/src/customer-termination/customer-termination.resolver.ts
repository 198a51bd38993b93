import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Customer, CustomerPayload, dayIn, loadCustomer } from '../customer/index.js';
import { loadPerson, Person } from '../person/index.js';
import { loadTermination } from './customer-termination.loader.js';
import { terminationStatusOn, type TerminationProgress } from './customer-termination.rules.js';
import { terminateCustomer, withdrawTermination } from './customer-termination.service.js';
import {
  CustomerTermination,
  TerminateCustomerInput,
  TerminationStatus,
  WithdrawTerminationInput,
} from './customer-termination.types.js';

@Resolver(() => CustomerTermination)
export class CustomerTerminationResolver {
  @FieldResolver(() => TerminationStatus, { description: 'Where it stands today.' })
  async status(@Root() termination: CustomerTermination, @Ctx() context: RequestContext) {
    const customer = await loadCustomer(context, termination.customerId);
    const status = termination.status as TerminationProgress;
    return terminationStatusOn({ ...termination, status }, dayIn(customer?.timeZone ?? 'UTC', context.now));
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who put it on record; null for machines.',
  })
  async by(@Root() termination: CustomerTermination, @Ctx() context: RequestContext): Promise<Person | null> {
    return termination.byId === null ? null : loadPerson(context, termination.byId);
  }

  @Mutation(() => CustomerPayload, {
    description:
      'Puts the end of a customer on record: all its subscriptions end by a day, its access goes off after a grace, and the personal data of its contacts is erased after a retention. Roles: admin, manager.',
  })
  terminateCustomer(
    @Arg('input', () => TerminateCustomerInput, { description: 'Whose end, when and why.' })
    input: TerminateCustomerInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await terminateCustomer(context, input) }));
  }

  @Mutation(() => CustomerPayload, {
    description:
      'Withdraws a termination while its grace lasts: the subscriptions that it ended run on, with their renewals. Roles: admin, manager.',
  })
  withdrawTermination(
    @Arg('input', () => WithdrawTerminationInput, { description: 'Of which customer, and why.' })
    input: WithdrawTerminationInput,
    @Ctx() context: RequestContext,
  ): Promise<CustomerPayload> {
    return payload(async () => ({ customer: await withdrawTermination(context, input) }));
  }
}

@Resolver(() => Customer)
export class TerminationOfCustomerResolver {
  @FieldResolver(() => CustomerTermination, {
    nullable: true,
    description: 'Its end; null: none is on record, or it was withdrawn.',
  })
  termination(
    @Root() customer: Customer,
    @Ctx() context: RequestContext,
  ): Promise<CustomerTermination | null> {
    return loadTermination(context, customer.id);
  }
}
