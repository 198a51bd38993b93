import { Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { authorize, payload, type EventBus, type RequestContext } from '@plimsoll/shared';
import { CONSUMER, loadPositions, PRODUCERS } from '../freshness/index.js';
import { askForRebuild } from './rebuild-request.service.js';
import { loadLatestRebuild } from './rebuild.loader.js';
import { BUILDER, type ProjectionRebuild } from './rebuild.service.js';
import { AnalyticsRebuild, RebuildPayload, RebuildProgress } from './rebuild.types.js';

/** What a running service has and a schema alone has not. */
export interface RebuildMachinery {
  readonly bus: Pick<EventBus, 'head'>;
  readonly rebuild: Pick<ProjectionRebuild, 'wake'>;
}

@Resolver(() => AnalyticsRebuild)
export class RebuildResolver {
  /** @param machinery undefined where nothing runs */
  constructor(private readonly machinery?: RebuildMachinery) {}

  @Query(() => AnalyticsRebuild, {
    nullable: true,
    description:
      'The rebuilding of analytics under way, else the latest one. Null before the first one, and for whoever is neither staff nor analyst.',
  })
  analyticsRebuild(@Ctx() context: RequestContext): Promise<AnalyticsRebuild | null> {
    return latest(context);
  }

  @Mutation(() => RebuildPayload, {
    description:
      'Builds everything that analytics keeps from events anew, beside what serves, and puts it in its place where both agree; where one is under way it is that one. Roles: admin, operator.',
  })
  rebuildAnalytics(@Ctx() context: RequestContext): Promise<RebuildPayload> {
    return payload(async () => {
      authorize(context, 'admin', 'operator');
      await askForRebuild(context);
      this.machinery?.rebuild.wake();
      return { analyticsRebuild: await latest(context) };
    });
  }

  @FieldResolver(() => [RebuildProgress], {
    description: 'How far it is, by service; once it is over, how far the tables that serve are.',
  })
  async progress(
    @Root() rebuild: AnalyticsRebuild,
    @Ctx() context: RequestContext,
  ): Promise<RebuildProgress[]> {
    const positions = await loadPositions(context, rebuild.finishedAt === null ? BUILDER : CONSUMER);
    return Promise.all(
      PRODUCERS.map(async (producer) => ({
        producer,
        position: positions.get(producer) ?? 0,
        head: (await this.machinery?.bus.head(producer)) ?? 0,
      })),
    );
  }
}

function latest(context: RequestContext): Promise<AnalyticsRebuild | null> {
  return loadLatestRebuild(context) as Promise<AnalyticsRebuild | null>;
}
