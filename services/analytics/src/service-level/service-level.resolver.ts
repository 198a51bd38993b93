import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { DateTimeScalar, type RequestContext } from '@plimsoll/shared';
import type { Reporting } from '../exchange-rate/index.js';
import { Customer } from '../reference/index.js';
import { loadServiceLevels } from './service-level.loader.js';
import { ServiceLevel, shownLevel } from './service-level.types.js';

@ArgsType()
class ServiceLevelsArgs {
  @Field(() => String, {
    nullable: true,
    description: "The month, `YYYY-MM`; null: the current one in the customer's time zone.",
  })
  month?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Take the ledger as it stood at this instant, before later corrections restated it; null: as it stands now.',
  })
  knownAt?: Date | null;
}

/** A customer's uptime against what is agreed. */
@Resolver(() => Customer)
export class ServiceLevelResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [ServiceLevel], {
    nullable: true,
    description:
      "The customer's service levels in a month: one entry for each product and each agreement that rules it in the month.",
  })
  async serviceLevels(
    @Root() customer: Customer,
    @Args(() => ServiceLevelsArgs) { month, knownAt }: ServiceLevelsArgs,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevel[] | null> {
    const question = { month: month ?? null, knownAt: knownAt ?? null };
    const rows = await loadServiceLevels(context, customer.id, question, this.reporting);
    if (rows === null) return null;
    return rows.map(shownLevel);
  }
}
