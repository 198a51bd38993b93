import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { ConnectionArgs, toConnection, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { listServiceCredits } from './service-credit.loader.js';
import { ServiceCredit, ServiceCreditConnection } from './service-credit.types.js';

@ArgsType()
class ServiceCreditsArgs extends ConnectionArgs {
  @Field(() => String, { description: "The month, `YYYY-MM`: of each customer's own time zone." })
  month!: string;
}

/** What the company owes for a month. */
@Resolver(() => ServiceCredit)
export class ServiceCreditResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => ServiceCreditConnection, {
    description:
      'The service credits owed for a month, by customer: what the ledger says now; of a month that is not over, what would be owed if nothing more happened. For staff and analysts; empty for others.',
  })
  async serviceCredits(
    @Args(() => ServiceCreditsArgs) { month, first, after }: ServiceCreditsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await listServiceCredits(context, { month, first, after: after ?? null }, this.reporting);
    return toConnection(page, (row) => ({
      customer: { id: row.customerId },
      product: { id: row.productId },
      agreement: { id: row.agreementId },
      month: row.month,
      uptime: row.uptime,
      credit: { amount: row.amount, currency: row.currency },
    }));
  }
}
