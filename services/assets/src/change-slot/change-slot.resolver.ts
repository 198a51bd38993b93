import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { JsonScalar, type RequestContext } from '@plimsoll/shared';
import { Change } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { CustomerOutagesScalar } from '../what-if/index.js';
import { loadBlockedTimes, loadPlanOutages } from './change-slot.loader.js';

/** What the subgraph that ranks the slots of a change needs of it; hidden from clients. */
@Resolver(() => Change)
export class ChangeSlotResolver {
  @Directive('@inaccessible')
  @FieldResolver(() => CustomerOutagesScalar, {
    nullable: true,
    description: 'What it would do whenever it were carried out, for the subgraph that ranks its slots.',
  })
  planOutages(@Root() change: ChangeRecord, @Ctx() context: RequestContext) {
    return loadPlanOutages(context, change);
  }

  @Directive('@inaccessible')
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description: 'How long it takes and when it would clash, for the subgraph that ranks its slots.',
  })
  blockedTimes(@Root() change: ChangeRecord, @Ctx() context: RequestContext) {
    return loadBlockedTimes(context, change);
  }
}
