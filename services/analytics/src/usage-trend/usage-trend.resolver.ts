import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Customer } from '../reference/index.js';
import { loadAbandonedPaths, loadUsageTrends } from './usage-trend.loader.js';
import { directionOf } from './usage-trend.rules.js';
import { AbandonedPath, UsageTrend } from './usage-trend.types.js';

/** How customers use what they have. */
@Resolver(() => Customer)
export class UsageTrendResolver {
  @FieldResolver(() => [UsageTrend], {
    nullable: true,
    description: 'How the customer’s use of each metric compares with its own baseline; by metric.',
  })
  async usageTrends(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<UsageTrend[]> {
    const trends = await loadUsageTrends(context, customer.id);
    return trends.map(({ metric, lastUsedAt, weeks, comparison }) => ({
      metric,
      direction: comparison && directionOf(comparison),
      recentRate: comparison?.recentRate ?? null,
      baselineRate: comparison?.baselineRate ?? null,
      share: comparison?.share ?? null,
      lastUsedAt,
      weeks,
    }));
  }

  @FieldResolver(() => [AbandonedPath], {
    nullable: true,
    description:
      'What the customer used on at least 3 different days of the 91 days before the last 28, and on none of these; the most used first.',
  })
  async abandonedPaths(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<AbandonedPath[]> {
    const paths = await loadAbandonedPaths(context, customer.id);
    return paths.map((one) => ({ ...one, component: one.component || null }));
  }
}
