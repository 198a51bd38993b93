import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { amountsOf } from '../account/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import type { ExposureMemory } from '../exposure/index.js';
import { loadSafeWindows } from './safe-window.loader.js';
import type { RankedSlot } from './safe-window.rules.js';
import { Change, SafeWindow, SafeWindowsArgs } from './safe-window.types.js';

/** When a change would hurt least. */
@Resolver(() => Change)
export class SafeWindowResolver {
  constructor(
    private readonly reporting: Reporting,
    private readonly memory: ExposureMemory,
  ) {}

  @Directive('@requires(fields: "planOutages blockedTimes")')
  @FieldResolver(() => [SafeWindow], {
    nullable: true,
    description:
      'When it would hurt least: the best slots of its length, beginning at a full quarter of an hour (beyond 30 days: half), none overlapping a better one. Ranked by conflicts that forbid it, agreements broken, credits and revenue at risk (in the reporting currency), customers awake, other conflicts, then the earliest. Amid open incidents and the other approved changes. Null without a window or assets, and once it has begun. Staff only.',
  })
  async safeWindows(
    @Root() { planOutages, blockedTimes }: Change,
    @Args(() => SafeWindowsArgs) args: SafeWindowsArgs,
    @Ctx() context: RequestContext,
  ): Promise<SafeWindow[] | null> {
    if (context.scope.kind !== 'STAFF' || planOutages == null || blockedTimes == null) return null;
    const change = { planOutages, blockedTimes };
    return (await loadSafeWindows(context, change, args, this.memory, this.reporting)).map(toSafeWindow);
  }
}

function toSafeWindow({ from, to, credit, revenue, ...figures }: RankedSlot): SafeWindow {
  return {
    ...figures,
    from: new Date(from),
    to: new Date(to),
    serviceCredits: amountsOf(credit),
    monthlyRecurringRevenue: amountsOf(revenue),
  };
}
