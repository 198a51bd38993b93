import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, DateScalar, toConnection, type RequestContext } from '@plimsoll/shared';
import { USAGE_PART } from '../customer-health/index.js';
import { Customer } from '../reference/index.js';
import {
  listByHealth,
  listDisengaged,
  listHealthDays,
  loadHealthGroups,
} from './customer-health-day.loader.js';
import type { HealthDay } from './customer-health-day.store.js';
import {
  type CustomerHealthDay,
  CustomerHealthDayConnection,
  DisengagedCustomerConnection,
  HealthDimension,
  HealthGroup,
  HealthListArgs,
} from './customer-health-day.types.js';

function shown({ customerId, parts, ...day }: HealthDay): CustomerHealthDay {
  return {
    ...day,
    customer: { id: customerId },
    parts: Object.entries(parts).map(([name, value]) => ({ name, value })),
  };
}

/** What was told of the health of customers. */
@Resolver(() => Customer)
export class CustomerHealthDayResolver {
  @FieldResolver(() => CustomerHealthDayConnection, {
    nullable: true,
    description:
      'What was told of the customer’s health day by day, the newest first: every day of the last 400, of those before the first days of months. For staff, analysts and its resellers; empty for others.',
  })
  async healthHistory(
    @Root() customer: Customer,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listHealthDays(context, customer.id, { first, after: after ?? null });
    return page && toConnection(page, shown);
  }

  @Query(() => CustomerHealthDayConnection, {
    description:
      'Active customers by what was told of their health on the last day, the worst first. For staff, analysts and resellers, as far as they see them; empty for others.',
  })
  async customersByHealth(@Args(() => HealthListArgs) args: HealthListArgs, @Ctx() context: RequestContext) {
    return toConnection(await listByHealth(context, args), shown);
  }

  @Query(() => DisengagedCustomerConnection, {
    description:
      'Active customers that use less than half of what they used, as told on the last day, the least engaged first: the mean over their metrics of use as a share of their own baseline, each at most 1. For staff, analysts and resellers, as far as they see them; empty for others.',
  })
  async disengagedCustomers(
    @Args(() => HealthListArgs) args: HealthListArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listDisengaged(context, args), ({ customerId, day, parts }) => ({
      customer: { id: customerId },
      day,
      engagement: (parts[USAGE_PART] ?? 0) / 100,
    }));
  }

  @Query(() => [HealthGroup], {
    description:
      'The health told on a day (the last one told on or before it) by what customers were then: by account manager, for instance. Its records are `customersByHealth`. For staff, analysts and resellers, of the customers they see; empty for others.',
  })
  async healthReport(
    @Arg('by', () => HealthDimension, { description: 'By what.' }) by: HealthDimension,
    @Arg('day', () => DateScalar, { nullable: true, description: 'The day (UTC); null: today.' })
    day: string | null,
    @Ctx() context: RequestContext,
  ): Promise<HealthGroup[]> {
    const groups = await loadHealthGroups(context, day, by);
    return groups.map((group) => ({
      ...group,
      person: group.key !== null && by === HealthDimension.ACCOUNT_MANAGER ? { id: group.key } : null,
    }));
  }
}
