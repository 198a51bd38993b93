import { toConnection, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Customer, loadCustomer } from '../customer/index.js';
import { loadPartner, Partner } from '../partner/index.js';
import { loadPerson, Person } from '../person/index.js';
import { revenueMovements, subscriptionReport } from './subscription-report.service.js';
import {
  RevenueMovement,
  RevenueMovementConnection,
  RevenueMovementsArgs,
  SubscriptionReport,
  SubscriptionReportArgs,
  SubscriptionReportRow,
} from './subscription-report.types.js';

@Resolver(() => SubscriptionReportRow)
export class SubscriptionReportResolver {
  @Query(() => SubscriptionReport, {
    nullable: true,
    description:
      'What happened to `STANDARD` subscriptions over some days: customers and monthly recurring revenue that were new, grew, shrank, left and returned, and renewals due and made. Staff see every customer, resellers those they and the resellers below them sell to; null for everyone else.',
  })
  subscriptionReport(
    @Args(() => SubscriptionReportArgs) args: SubscriptionReportArgs,
    @Ctx() context: RequestContext,
  ): Promise<SubscriptionReport | null> {
    return subscriptionReport(context, args);
  }

  @Query(() => RevenueMovementConnection, {
    description: "One by one the movements that a subscription report's figures are made of, by day.",
  })
  async revenueMovements(
    @Args(() => RevenueMovementsArgs) args: RevenueMovementsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await revenueMovements(context, args), (row) => row);
  }

  @FieldResolver(() => Partner, { nullable: true, description: 'The partner; null: none, or not asked for.' })
  async partner(@Root() row: SubscriptionReportRow, @Ctx() context: RequestContext): Promise<Partner | null> {
    return row.partnerId === null ? null : loadPartner(context, row.partnerId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The account manager; null: none, or not asked for.',
  })
  async accountManager(
    @Root() row: SubscriptionReportRow,
    @Ctx() context: RequestContext,
  ): Promise<Person | null> {
    return row.accountManagerId === null ? null : loadPerson(context, row.accountManagerId);
  }
}

@Resolver(() => RevenueMovement)
export class RevenueMovementResolver {
  @FieldResolver(() => Customer, { nullable: true, description: 'Whose.' })
  customer(@Root() movement: RevenueMovement, @Ctx() context: RequestContext): Promise<Customer | null> {
    return loadCustomer(context, movement.customerId);
  }
}
