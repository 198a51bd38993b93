import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { ImportInput, ImportReport, type RequestContext } from '@plimsoll/shared';
import { importStatusUpdates, importTicketEvents } from './ticket-event-import.service.js';
import { importTickets } from './ticket-import.service.js';

/** Tickets and their logs, as other systems kept them. */
@Resolver()
export class TicketImportResolver {
  @Mutation(() => ImportReport, { description: 'Imports rows of `tickets.csv`. Roles: admin, operator.' })
  importTickets(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importTickets(context, input);
  }

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
