import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Contact, Person } from '../account/index.js';
import { TicketPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket, TicketConnection } from '../ticket/index.js';
import {
  listMentions,
  loadAttachments,
  loadConversation,
  loadFollowedId,
  loadFollowUps,
  loadMentions,
} from './conversation.loader.js';
import { editTicketNote, redactTicketMessage, replyToTicket } from './conversation.service.js';
import {
  EditTicketNoteInput,
  RedactTicketMessageInput,
  ReplyToTicketInput,
  TicketAttachment,
  TicketMessage,
  TicketMessageConnection,
  TicketMessagePayload,
} from './conversation.types.js';

@Resolver(() => TicketMessage)
export class ConversationResolver {
  @Query(() => TicketMessageConnection, {
    description: 'The messages in which you are mentioned, newest first, of those that you may read.',
  })
  async mentions(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: RequestContext) {
    return toConnection(await listMentions(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket on which it stands.' })
  ticket(@Root() message: TicketMessage, @Ctx() context: RequestContext) {
    return loadTicket(context, message.ticketId);
  }

  @FieldResolver(() => [TicketAttachment], { description: 'Files that belong to it, at most 20.' })
  attachments(@Root() message: TicketMessage, @Ctx() context: RequestContext): Promise<TicketAttachment[]> {
    return loadAttachments(context, message.id);
  }

  @FieldResolver(() => [Person], { description: 'The members of staff whom it mentions.' })
  async mentioned(@Root() message: TicketMessage, @Ctx() context: RequestContext): Promise<Person[]> {
    return idsOf('per', await loadMentions(context, message.id));
  }

  @FieldResolver(() => [Contact], { description: "The customer's contacts whom it mentions." })
  async mentionedContacts(
    @Root() message: TicketMessage,
    @Ctx() context: RequestContext,
  ): Promise<Contact[]> {
    return idsOf('con', await loadMentions(context, message.id));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Replies to a ticket, or notes on it, once for its idempotency key. A reply of staff takes a new ticket into work and is its first response; one of the customer ends waiting for the customer, takes a resolved ticket up again, and opens a new one where the ticket is done for good (`conversationPolicy`): the payload has the ticket on which it stands. Roles: admin, agent, operator, manager, partner, contact.',
  })
  replyToTicket(
    @Arg('input', () => ReplyToTicketInput, { description: 'The reply.' }) input: ReplyToTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await replyToTicket(context, input) }));
  }

  @Mutation(() => TicketMessagePayload, {
    description:
      'Gives a note other words; the event with the words of before stays. Roles: admin, agent, operator, manager, of its author alone.',
  })
  editTicketNote(
    @Arg('input', () => EditTicketNoteInput, { description: 'Which, and what it says.' })
    input: EditTicketNoteInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketMessagePayload> {
    return payload(async () => ({ message: await editTicketNote(context, input) }));
  }

  @Mutation(() => TicketMessagePayload, {
    description:
      'Takes the words and attachments of a note or reply away for good; that it was there stays on record. Roles: admin, manager; agent and operator for what they wrote.',
  })
  redactTicketMessage(
    @Arg('input', () => RedactTicketMessageInput, { description: 'Which, and why.' })
    input: RedactTicketMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketMessagePayload> {
    return payload(async () => ({ message: await redactTicketMessage(context, input) }));
  }
}

function idsOf(prefix: string, ids: readonly string[]): { id: string }[] {
  return ids.filter((id) => isId(prefix, id)).map((id) => ({ id }));
}

@Resolver(() => Ticket)
export class TicketConversationResolver {
  @FieldResolver(() => TicketMessageConnection, {
    nullable: true,
    description: 'What was written and said on it, in order; customers and partners read what is public.',
  })
  async conversation(
    @Root() ticket: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadConversation(context, ticket.id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The finished ticket to which somebody replied, whereby this one was opened.',
  })
  async follows(@Root() ticket: Ticket, @Ctx() context: RequestContext) {
    const id = await loadFollowedId(context, ticket.id);
    return id === null ? null : loadTicket(context, id);
  }

  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description: 'Tickets that replies to this one have opened after it was finished.',
  })
  async followUps(
    @Root() ticket: Ticket,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadFollowUps(context, ticket.id, args);
    if (!page) return null;
    const rows = await Promise.all(page.rows.map(({ id }) => loadTicket(context, id)));
    return toConnection({ ...page, rows }, (row) => row);
  }
}
