import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { ImportInput, ImportReport, type RequestContext } from '@plimsoll/shared';
import { importStatusUpdates, importTicketEvents } from './ticket-event.service.js';
import { TicketEvent } from './ticket-event.types.js';

@Resolver(() => TicketEvent)
export class TicketEventResolver {
  @Mutation(() => ImportReport, {
    description: 'Imports rows of `ticket_events.csv`. Roles: admin, operator.',
  })
  importTicketEvents(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importTicketEvents(context, input);
  }

  @Mutation(() => ImportReport, {
    description: 'Imports rows of `status_updates.csv`. Roles: admin, operator.',
  })
  importStatusUpdates(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importStatusUpdates(context, input);
  }
}
