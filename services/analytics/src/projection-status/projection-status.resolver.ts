import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  authorize,
  DomainError,
  payload,
  type Consumer,
  type EventBus,
  type RequestContext,
} from '@plimsoll/shared';
import { CONSUMER, loadDataAsOf, loadPositions, PRODUCERS } from '../freshness/index.js';
import { loadVersions } from '../rebuild/index.js';
import { loadParked } from './projection-status.loader.js';
import { ProjectionStatus, RetryParkedPayload } from './projection-status.types.js';

/** What a running service has and a schema alone has not. */
export interface StatusMachinery {
  readonly bus: Pick<EventBus, 'head'>;
  readonly consumer: Pick<Consumer, 'retryParked'>;
}

@Resolver()
export class ProjectionStatusResolver {
  /** @param machinery undefined where nothing runs */
  constructor(private readonly machinery?: StatusMachinery) {}

  @Query(() => ProjectionStatus, {
    nullable: true,
    description:
      'How far analytics is with the events of the other services. Null for whoever is neither staff nor analyst.',
  })
  async projectionStatus(@Ctx() context: RequestContext): Promise<ProjectionStatus | null> {
    const { kind } = context.scope;
    if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(kind)) return null;
    const dataAsOf = await loadDataAsOf(context);
    const positions = await loadPositions(context, CONSUMER);
    const parked = await loadParked(context, CONSUMER);
    const versions = await loadVersions(context);
    const producers = PRODUCERS.map(async (producer) => {
      const position = positions.get(producer) ?? 0;
      const head = (await this.machinery?.bus.head(producer)) ?? position;
      const oldest = parked.get(producer);
      return {
        producer,
        position,
        head,
        lag: Math.max(0, head - position),
        parkedCount: oldest?.count ?? 0,
        oldestParked: oldest ? { ...oldest, error: kind === 'ANALYST' ? null : oldest.error } : null,
      };
    });
    return { dataAsOf, producers: await Promise.all(producers), versions };
  }

  @Mutation(() => RetryParkedPayload, {
    description:
      'Tries the events that were put aside once more, each record’s up to the first that fails again. Roles: admin, operator.',
  })
  retryParkedEvents(@Ctx() context: RequestContext): Promise<RetryParkedPayload> {
    return payload(async () => {
      authorize(context, 'admin', 'operator');
      if (!this.machinery) throw new DomainError('INVALID', 'Nothing takes events in here.');
      return this.machinery.consumer.retryParked();
    });
  }
}
