import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { DateTimeScalar, JsonScalar, type RequestContext } from '@plimsoll/shared';
import { checkPeriod, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { loadRestatements } from './month-restatement.loader.js';

@ObjectType('MonthRestatement', {
  description: 'What figures of a month said that was over, until facts came in late or were corrected.',
})
export class MonthRestatement {
  @Field(() => String, {
    description:
      'Which figures: TICKETS, INCIDENTS, CHANGES, SERVICE_LEVELS, CLOCKS, ASSETS or others that are worked out by month.',
  })
  family!: string;

  @Field(() => String, { description: 'The month, `YYYY-MM`, UTC.' })
  month!: string;

  @Field(() => DateTimeScalar, { description: 'Since when they said so, after the month was over.' })
  computedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when.' })
  supersededAt!: Date;

  @Field(() => JsonScalar, { description: 'The figures, as they are kept.' })
  figures!: unknown;
}

/** What earlier answers about months that were over rested on. */
@Resolver(() => OperationsIntelligence)
export class MonthRestatementsResolver {
  @FieldResolver(() => [MonthRestatement], {
    description:
      'Figures of the calendar months (UTC) that a period touches, as they were before they were restated by `asOf`; the latest restatement first, at most 1,000. Restatements of a single customer: `Customer.restatements`.',
  })
  monthRestatements(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<MonthRestatement[]> {
    return loadRestatements(context, checkPeriod(period), asOf);
  }
}
