import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { checkPeriod, OperationsIntelligence, PeriodArgs } from '../executive/index.js';
import { loadOutcomes } from './change-outcome.loader.js';
import { outcomesOf } from './change-outcome.rules.js';
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
    return outcomesOf(await loadOutcomes(context, checkPeriod(period), asOf));
  }
}
