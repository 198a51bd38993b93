import type { RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Ticket } from '../ticket/index.js';
import { loadSeverity } from './severity.loader.js';
import { SeverityScoreObject } from './severity.types.js';

@Resolver(() => Ticket)
export class TicketSeverityResolver {
  @FieldResolver(() => SeverityScoreObject, {
    nullable: true,
    description: 'How severe it is, 0–100, with the parts that make it up. Staff only.',
  })
  severityScore(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    return context.scope.kind === 'STAFF' ? loadSeverity(context, ticket.id) : null;
  }
}
