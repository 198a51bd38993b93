import { payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Contact, Customer } from '../account/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { receiveCall } from './call.service.js';
import { receiveMessage } from './intake.service.js';
import {
  ReceiveCallInput,
  ReceivedMessage,
  ReceivedMessageConnection,
  ReceivedMessagePayload,
  ReceivedMessagesArgs,
  ReceiveMessageInput,
} from './intake.types.js';
import { listReceivedMessages, loadReceivedMessage } from './received-message.loader.js';

@Resolver(() => ReceivedMessage)
export class IntakeResolver {
  @Query(() => ReceivedMessage, {
    nullable: true,
    description: 'The message with this id; null where there is none for you. Staff only.',
  })
  receivedMessage(
    @Arg('id', () => ID, { description: 'Identifier, `msg_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadReceivedMessage(context, id);
  }

  @Query(() => ReceivedMessageConnection, {
    description: 'Messages and calls from outside, and what came of them. Staff only.',
  })
  async receivedMessages(
    @Args(() => ReceivedMessagesArgs) args: ReceivedMessagesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReceivedMessages(context, args), (row) => row);
  }

  @FieldResolver(() => Contact, { nullable: true, description: 'Who sent it, where that is known.' })
  contact(@Root() { contactId }: ReceivedMessage): Contact | null {
    return contactId == null ? null : { id: contactId };
  }

  @FieldResolver(() => Customer, { nullable: true, description: 'For whom, where that is known.' })
  customer(@Root() { customerId }: ReceivedMessage): Customer | null {
    return customerId == null ? null : { id: customerId };
  }

  @FieldResolver(() => Ticket, {
    nullable: true,
    description: 'The ticket on which it stands, or to which it belongs.',
  })
  ticket(@Root() { ticketId }: ReceivedMessage, @Ctx() context: RequestContext) {
    return ticketId == null ? null : loadTicket(context, ticketId);
  }

  @Mutation(() => ReceivedMessagePayload, {
    description:
      'Takes a message from outside, once for its source and `messageId`: it is said on the ticket of its thread, or opens one. What machines write opens none; the words of a sender whom nobody knows open one in the queue of strangers. Roles: admin, agent, operator, manager.',
  })
  receiveMessage(
    @Arg('input', () => ReceiveMessageInput, { description: 'The message.' }) input: ReceiveMessageInput,
    @Ctx() context: RequestContext,
  ): Promise<ReceivedMessagePayload> {
    return payload(async () => told(await receiveMessage(context, input)));
  }

  @Mutation(() => ReceivedMessagePayload, {
    description:
      'Takes that a call began or ended, each once: an inbound call opens a ticket, or is told on the ticket that it is about. Roles: admin, agent, operator, manager.',
  })
  receiveCall(
    @Arg('input', () => ReceiveCallInput, { description: 'What happened.' }) input: ReceiveCallInput,
    @Ctx() context: RequestContext,
  ): Promise<ReceivedMessagePayload> {
    return payload(async () => told(await receiveCall(context, input)));
  }
}

function told({ message, repeated }: Awaited<ReturnType<typeof receiveMessage>>) {
  return { message, ticketId: message.ticketId, repeated };
}
