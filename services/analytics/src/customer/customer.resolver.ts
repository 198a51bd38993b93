import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { loadWorstOpenImpact } from '../ledger/index.js';
import { Customer } from '../reference/index.js';
import { DoNotUpsell } from './customer.types.js';

/** What operations intelligence knows of a customer as such. */
@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => DoNotUpsell, {
    nullable: true,
    description:
      'Whether now is the wrong moment to sell: active while the ledger has an impact, DOWN or DEGRADED, on one of its products that has not ended.',
  })
  async doNotUpsell(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<DoNotUpsell> {
    const impact = await loadWorstOpenImpact(context, customer.id);
    if (impact === null) return { active: false, reason: null, incidentId: null, until: null };
    return {
      active: true,
      reason: `Hit by an incident: ${impact.state} since ${new Date(impact.from).toISOString()}.`,
      incidentId: impact.incidentId,
      until: impact.to === null ? null : new Date(impact.to),
    };
  }
}
