import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '@plimsoll/shared';
import { loadWorstOpenImpact } from '../ledger/index.js';
import { Customer } from '../reference/index.js';
import { DoNotUpsell } from './customer.types.js';
import { loadUrgentTicket } from './urgent-ticket.loader.js';

/** What operations intelligence knows of a customer as such. */
@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => DoNotUpsell, {
    nullable: true,
    description:
      'Whether now is the wrong moment to sell: active while the ledger has an impact, DOWN or DEGRADED, on one of its products that has not ended, and while a ticket of its own of priority P1 or severity SEV1 is open.',
  })
  async doNotUpsell(@Root() customer: Customer, @Ctx() context: RequestContext): Promise<DoNotUpsell> {
    const [impact, ticket] = await Promise.all([
      loadWorstOpenImpact(context, customer.id),
      loadUrgentTicket(context, customer.id),
    ]);
    const ticketId = ticket?.ticketId ?? null;
    if (impact !== null) {
      return {
        active: true,
        reason: `Hit by an incident: ${impact.state} since ${new Date(impact.from).toISOString()}.`,
        incidentId: impact.incidentId,
        ticketId,
        until: impact.to === null ? null : new Date(impact.to),
      };
    }
    if (ticket === null) return { active: false, reason: null, incidentId: null, ticketId, until: null };
    const urgency = ticket.priority === 'P1' ? ticket.priority : ticket.severity;
    return {
      active: true,
      reason: `An urgent ticket is open: ${urgency} since ${ticket.openedAt.toISOString()}.`,
      incidentId: null,
      ticketId,
      until: null,
    };
  }
}
