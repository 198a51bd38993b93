import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { checkPeriod, monthsOf, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { loadMonthFigures } from '../month-figure/index.js';
import { outcomesOf } from './change-outcome.rules.js';
import { changeMonths } from './change-outcome.store.js';
import { ChangeOutcomes } from './change-outcome.types.js';

/** How many changes have succeeded, failed, rolled back. */
@Resolver(() => OperationsIntelligence)
export class ChangeOutcomesResolver {
  @FieldResolver(() => ChangeOutcomes, {
    description:
      'How many changes have succeeded, failed, been rolled back. A change counts at its end: the recorded one, else the end of its window (a cancelled one has no other), else its beginning; one without any of these counts nowhere. What ends after `asOf` is left out. The changes behind each number: `changeReport { changes }` of the same period.',
  })
  async changeOutcomes(
    @Root() { asOf }: OperationsIntelligence,
    @Args(() => PeriodArgs) period: PeriodArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChangeOutcomes> {
    const slices = monthsOf(checkPeriod(period));
    const parts = await loadMonthFigures(context, changeMonths, slices, asOf);
    return outcomesOf(parts.map((part) => part ?? {}));
  }
}
