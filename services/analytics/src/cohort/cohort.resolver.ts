import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { DateTimeScalar, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { loadCohorts } from './cohort.loader.js';
import { CustomerCohort } from './cohort.types.js';

@ArgsType()
class CustomerCohortsArgs {
  @Field(() => String, { description: 'The first month, `YYYY-MM`.' })
  from!: string;

  @Field(() => String, { description: 'The first month out, `YYYY-MM`; at most 60 months later.' })
  to!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Nothing behind the day (UTC) of this instant counts; null: now.',
  })
  asOf?: Date | null;
}

/** What is left of the customers of each month. */
@Resolver(() => CustomerCohort)
export class CohortResolver {
  constructor(private readonly reporting: Reporting) {}

  @Query(() => [CustomerCohort], {
    nullable: true,
    description:
      'Customers by the calendar month of their first payment, in order, and what is left of them. Months without a first payment are left out. For staff and analysts; null for others.',
  })
  async customerCohorts(
    @Args(() => CustomerCohortsArgs) { from, to, asOf }: CustomerCohortsArgs,
    @Ctx() context: RequestContext,
  ): Promise<CustomerCohort[] | null> {
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
    return loadCohorts(context.session, this.reporting, { from, to, asOf: asOf ?? context.now });
  }
}
