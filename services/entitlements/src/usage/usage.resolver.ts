import { ImportInput, ImportReport, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Contact, loadContact } from '../contact/index.js';
import { Customer, loadCustomer } from '../customer/index.js';
import { listUsage, listUsageMonths, listUsageOf } from './usage.loader.js';
import { importUsage } from './usage.service.js';
import {
  Usage,
  UsageArgs,
  UsageConnection,
  UsageMonth,
  UsageMonthArgs,
  UsageMonthConnection,
} from './usage.types.js';

@Resolver(() => Usage)
export class UsageResolver {
  @Query(() => UsageConnection, { description: 'What customers used, measurement by measurement.' })
  async usage(@Args(() => UsageArgs) args: UsageArgs, @Ctx() context: RequestContext) {
    return toConnection(await listUsage(context, args), (row) => row);
  }

  @Query(() => UsageMonthConnection, {
    description:
      "What customers used, summed by customer, metric and month of the customer's time zone; the latest month first.",
  })
  async usageByMonth(@Args(() => UsageMonthArgs) args: UsageMonthArgs, @Ctx() context: RequestContext) {
    return toConnection(await listUsageMonths(context, args), (row) => row);
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'Who used it.' })
  customer(@Root() usage: Usage, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, usage.customerId);
  }

  @FieldResolver(() => Contact, { nullable: true, description: 'Which of its people, if that is known.' })
  async contact(@Root() usage: Usage, @Ctx() context: RequestContext): Promise<Contact | null> {
    return usage.contactId === null ? null : loadContact(context, usage.contactId);
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `usage.csv`. Roles: admin, operator.' })
  importUsage(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importUsage(context, input);
  }
}

@Resolver(() => UsageMonth)
export class UsageMonthResolver {
  @FieldResolver(() => Customer, { nullable: true, description: 'Who used it.' })
  customer(@Root() usage: UsageMonth, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, usage.customerId);
  }
}

@Resolver(() => Customer)
export class CustomerUsageResolver {
  @FieldResolver(() => UsageConnection, { nullable: true, description: 'What it used.' })
  async usage(
    @Root() customer: Customer,
    @Args(() => UsageArgs) args: UsageArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listUsageOf(context, customer.id, args);
    return page && toConnection(page, (row) => row);
  }
}
