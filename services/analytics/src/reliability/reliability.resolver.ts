import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Asset } from '../reference/index.js';
import { loadAssetRecord } from './reliability.loader.js';
import { Reliability } from './reliability.types.js';

/** How assets have held. */
@Resolver(() => Asset)
export class ReliabilityResolver {
  @FieldResolver(() => Reliability, {
    nullable: true,
    description: 'How the asset has held. Staff and analysts only; null for others.',
  })
  async reliability(@Root() asset: Asset, @Ctx() context: RequestContext): Promise<Reliability | null> {
    const record = await loadAssetRecord(context, asset.id);
    if (record === null) return null;
    const { incidentCount, downSeconds, observedSeconds, changesSucceeded, changesFinished } = record;
    return {
      incidentCount,
      downSeconds,
      meanTimeBetweenFailuresSeconds:
        incidentCount === 0 ? null : (observedSeconds - downSeconds) / incidentCount,
      changeSuccessRate: {
        ratio: changesFinished === 0 ? null : changesSucceeded / changesFinished,
        numerator: changesSucceeded,
        denominator: changesFinished,
      },
    };
  }
}
