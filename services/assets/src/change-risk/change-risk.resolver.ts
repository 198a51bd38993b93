import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { Change } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import type { Risk } from './change-risk.rules.js';
import { riskOf } from './change-risk.service.js';
import { ChangeRisk } from './change-risk.types.js';

@Resolver(() => Change)
export class ChangeRiskResolver {
  @FieldResolver(() => ChangeRisk, {
    nullable: true,
    description:
      'Its risk; null until what failing would cost is worked out, moments after a draft or an edit, and without a window or assets. Staff only.',
  })
  risk(@Root() change: ChangeRecord, @Ctx() context: RequestContext): Promise<Risk | null> | null {
    if (context.scope.kind !== 'STAFF') return null;
    return context
      .loader<ChangeRecord, Risk>(
        'change-risk',
        async (changes) => {
          const risks = await riskOf(context.session, changes, context.now);
          return changes.map(({ id }) => risks.get(id) ?? null);
        },
        ({ id }) => id,
      )
      .load(change);
  }
}
