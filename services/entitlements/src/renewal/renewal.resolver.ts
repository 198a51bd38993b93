import { isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { loadPerson, Person } from '../person/index.js';
import { CustomerSubscription, loadSubscription } from '../subscription/index.js';
import { listReminders, listRemindersOf } from './renewal.loader.js';
import { overdueSince } from './renewal.rules.js';
import { acknowledgeReminder } from './renewal.service.js';
import {
  AcknowledgeRenewalReminderInput,
  RenewalReminder,
  RenewalReminderConnection,
  RenewalReminderPayload,
  RenewalRemindersArgs,
} from './renewal.types.js';

@Resolver(() => RenewalReminder)
export class RenewalReminderResolver {
  @Query(() => RenewalReminderConnection, {
    description:
      'Reminders of renewals, the nearest first: an account manager sees those of its customers; a manager also what is overdue, answered, or nobody’s; an admin all.',
  })
  async renewalReminders(
    @Args(() => RenewalRemindersArgs) args: RenewalRemindersArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReminders(context, args), (row) => row);
  }

  @FieldResolver(() => CustomerSubscription, { nullable: true, description: 'What is to be renewed.' })
  subscription(
    @Root() reminder: RenewalReminder,
    @Ctx() context: RequestContext,
  ): Promise<CustomerSubscription | null> {
    return loadSubscription(context, reminder.subscriptionId);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Whose it is.' })
  customer(@Root() reminder: RenewalReminder, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, reminder.customerId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who answered it; null: nobody has.' })
  async acknowledgedBy(
    @Root() { acknowledgedBy }: RenewalReminder,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return acknowledgedBy !== null && isId('per', acknowledgedBy)
      ? loadPerson(context, acknowledgedBy)
      : null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether nobody has answered it for 7 days.' })
  overdue(@Root() { acknowledgedAt, remindedAt }: RenewalReminder, @Ctx() context: RequestContext): boolean {
    return acknowledgedAt === null && remindedAt <= overdueSince(context.now);
  }

  @Mutation(() => RenewalReminderPayload, {
    description:
      "Answers a reminder: the customer's account manager at once, roles admin and manager once it is overdue.",
  })
  acknowledgeRenewalReminder(
    @Arg('input', () => AcknowledgeRenewalReminderInput, { description: 'Which, and what is done about it.' })
    input: AcknowledgeRenewalReminderInput,
    @Ctx() context: RequestContext,
  ): Promise<RenewalReminderPayload> {
    return payload(async () => ({ reminder: await acknowledgeReminder(context, input) }));
  }
}

@Resolver(() => Customer)
export class CustomerRenewalRemindersResolver {
  @FieldResolver(() => RenewalReminderConnection, {
    nullable: true,
    description: 'Reminders of its renewals that the caller sees, the nearest first. Staff only.',
  })
  async renewalReminders(
    @Root() customer: Customer,
    @Args(() => RenewalRemindersArgs) args: RenewalRemindersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listRemindersOf(context, 'customer', customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}

@Resolver(() => Person)
export class PersonRenewalRemindersResolver {
  @FieldResolver(() => RenewalReminderConnection, {
    nullable: true,
    description:
      'Reminders of renewals of the customers this person is the account manager of, the nearest first. Staff only.',
  })
  async renewalReminders(
    @Root() person: Person,
    @Args(() => RenewalRemindersArgs) args: RenewalRemindersArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listRemindersOf(context, 'accountManager', person.id, args);
    return page && toConnection(page, (row) => row);
  }
}
