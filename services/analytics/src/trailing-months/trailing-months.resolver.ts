import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { OperationsIntelligence } from '../executive/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { loadTrailingMonths } from './trailing-months.loader.js';
import { TrailingMonth } from './trailing-months.types.js';

/** How do the trailing twelve months look? */
@Resolver(() => OperationsIntelligence)
export class TrailingMonthsResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [TrailingMonth], {
    description:
      'The twelve calendar months (UTC) that end with the one `asOf` lies in (at the very first instant of a month: with the one before), the earliest first. The records behind the numbers: `churnReport`, `incidentReport`, `changeReport` and `serviceCredits` of the month, and the lists of tickets and costs.',
  })
  trailingTwelveMonths(
    @Root() { asOf }: OperationsIntelligence,
    @Ctx() context: RequestContext,
  ): Promise<TrailingMonth[]> {
    return loadTrailingMonths(context, this.reporting, asOf);
  }
}
