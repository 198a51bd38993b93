import { toConnection, type RequestContext } from '@plimsoll/shared';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { loadOnCallRotation, OnCallRotation } from '../on-call-rotation/index.js';
import { listOnCallGaps } from './on-call-gap.loader.js';
import { OnCallGap, OnCallGapConnection, OnCallGapsArgs } from './on-call-gap.types.js';

@Resolver(() => OnCallGap)
export class OnCallGapResolver {
  @Query(() => OnCallGapConnection, {
    description:
      'When nobody is on call who should be, as found ahead; those that are over included. Staff only.',
  })
  async onCallGaps(@Args(() => OnCallGapsArgs) args: OnCallGapsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listOnCallGaps(context, args), (row) => row);
  }

  @FieldResolver(() => OnCallRotation, { nullable: true, description: 'Of which rotation.' })
  rotation(@Root() { rotationId }: OnCallGap, @Ctx() context: RequestContext) {
    return loadOnCallRotation(context, rotationId);
  }
}
