import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Asset, loadAsset } from '../asset/index.js';
import { Change, loadChange } from '../change/index.js';
import { loadSuspects } from './suspect-change.loader.js';
import { SuspectAsset, SuspectChange, Ticket } from './suspect-change.types.js';

@Resolver(() => Ticket)
export class SuspectChangesResolver {
  @FieldResolver(() => [SuspectChange], {
    nullable: true,
    description:
      'Changes that may have caused this incident, the likeliest first; null where no incident with assets is on record. Staff only.',
  })
  suspectChanges(
    @Root() { id }: Ticket,
    @Arg('withinHours', () => Int, {
      defaultValue: 24,
      description: 'How long before the incident a change may have ended, 1–168.',
    })
    withinHours: number,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many are told, 1–100.' }) first: number,
    @Ctx() context: RequestContext,
  ) {
    return context.scope.kind === 'STAFF' ? loadSuspects(context, id, { withinHours, first }) : null;
  }
}

@Resolver(() => SuspectChange)
export class SuspectChangeResolver {
  @FieldResolver(() => Change, { nullable: true, description: 'The change.' })
  change(@Root() { changeId }: SuspectChange, @Ctx() context: RequestContext) {
    return loadChange(context, changeId);
  }

  @FieldResolver(() => [SuspectAsset], {
    description: 'The assets that tie it to the incident, the nearest first; at most twenty.',
  })
  assets(@Root() { related }: SuspectChange) {
    return related.slice(0, 20);
  }
}

@Resolver(() => SuspectAsset)
export class SuspectAssetResolver {
  @FieldResolver(() => Asset, { nullable: true, description: 'The asset.' })
  asset(@Root() { id }: SuspectAsset, @Ctx() context: RequestContext) {
    return loadAsset(context, id);
  }
}
