import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  JsonScalar,
  OrderDirection,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { AttachmentInput } from '../conversation/index.js';
import { TicketChannel } from '../ticket/index.js';

/** What came of a message. */
export enum MessageOutcome {
  OPENED = 'OPENED',
  APPENDED = 'APPENDED',
  RESUMED = 'RESUMED',
  REOPENED = 'REOPENED',
  FOLLOWED_UP = 'FOLLOWED_UP',
  NOTED = 'NOTED',
  IGNORED = 'IGNORED',
}
registerEnumType(MessageOutcome, {
  name: 'MessageOutcome',
  description: 'What came of a message or call from outside.',
  valuesConfig: {
    OPENED: { description: 'It opened a ticket.' },
    APPENDED: { description: 'It is said on a ticket.' },
    RESUMED: { description: 'It is said on a ticket that waited for the customer, and waits no more.' },
    REOPENED: { description: 'It is said on a ticket that was finished, and was taken up again.' },
    FOLLOWED_UP: { description: 'It opened a ticket that follows one that is finished for good.' },
    NOTED: { description: 'It is noted on a ticket for staff to look at; the customer does not see it.' },
    IGNORED: { description: 'Nothing came of it: no person wrote it, or there was nothing to do.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('ReceivedMessage', {
  description:
    "A message or call from outside and what came of it; kept once, without its words and without anybody's address. Staff only.",
})
export class ReceivedMessage {
  @Field(() => ID, { description: 'Identifier, `msg_…`.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'The system that passed it on.' })
  source?: string | null;

  @Field(() => String, { nullable: true, description: 'What tells it from others of the same source.' })
  messageId?: string | null;

  @Field(() => TicketChannel, { nullable: true, description: 'How it came.' })
  channel?: TicketChannel | null;

  @Field(() => String, {
    nullable: true,
    description: 'The conversation of a chat, or the call, as its source names it.',
  })
  thread?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent, as it says.' })
  sentAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it came.' })
  receivedAt?: Date | null;

  @Field(() => MessageOutcome, { nullable: true, description: 'What came of it.' })
  outcome?: keyof typeof MessageOutcome | null;

  @Field(() => String, { nullable: true, description: 'Why, where there is something to say.' })
  reason?: string | null;

  contactId?: string | null;
  customerId?: string | null;
  ticketId?: string | null;
  eventId?: string | null;
}

@InputType('ReceivedMessageFilter', { description: 'Which messages; all conditions must hold.' })
export class ReceivedMessageFilter {
  @Field(() => String, { nullable: true, description: 'The system that passed them on.' })
  source?: string | null;

  @Field(() => String, { nullable: true, description: 'The one with this id of its source, exact.' })
  messageId?: string | null;

  @Field(() => TicketChannel, { nullable: true, description: 'How they came.' })
  channel?: TicketChannel | null;

  @Field(() => MessageOutcome, { nullable: true, description: 'What came of them.' })
  outcome?: MessageOutcome | null;

  @Field(() => ID, { nullable: true, description: 'The ticket on which they stand.' })
  ticketId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received at this instant or later.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received before this instant.' })
  to?: Date | null;
}

/** By what messages are sorted. */
enum ReceivedMessageOrderField {
  RECEIVED_AT = 'RECEIVED_AT',
}
registerEnumType(ReceivedMessageOrderField, {
  name: 'ReceivedMessageOrderField',
  description: 'By what messages are sorted.',
  valuesConfig: { RECEIVED_AT: { description: 'By when they came.' } },
});

@InputType('ReceivedMessageOrder', { description: 'How messages are sorted.' })
class ReceivedMessageOrder {
  @Field(() => ReceivedMessageOrderField, { description: 'By what.' })
  field!: ReceivedMessageOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ReceivedMessagesArgs extends ConnectionArgs {
  @Field(() => ReceivedMessageFilter, { nullable: true, description: 'Which messages; all by default.' })
  filter?: ReceivedMessageFilter | null;

  @Field(() => ReceivedMessageOrder, {
    nullable: true,
    description: 'How they are sorted; newest first by default.',
  })
  orderBy?: ReceivedMessageOrder | null;
}

export const { Connection: ReceivedMessageConnection } = connectionOf(
  () => ReceivedMessage,
  'ReceivedMessage',
);

/** What every message and call from outside says of where it comes from. */
@InputType()
abstract class ReceivedInput {
  @Field(() => String, {
    description: 'The system that passes it on, 1–100 characters; its ids are unique within it.',
  })
  source!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The contacts who may have sent it, at most 20: several where an address belongs to several; none: nobody knows.',
  })
  contactIds?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The customer, where the message tells it otherwise: by its CSI.',
  })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The ticket that it is about, where its source knows.' })
  ticketId?: string | null;
}

@InputType('ReceiveMessageInput', { description: 'A message from outside, on whatever channel.' })
export class ReceiveMessageInput extends ReceivedInput {
  @Field(() => TicketChannel, { description: 'How it came.' })
  channel!: TicketChannel;

  @Field(() => String, {
    description:
      'What tells it from others of its source, 1–1,000 bytes; one that comes again changes nothing.',
  })
  messageId!: string;

  @Field(() => String, { nullable: true, description: 'The message that it answers.' })
  inReplyTo?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The messages of its thread, oldest first, at most 100.',
  })
  references?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The conversation to which it belongs, where its source has such: at most 1,000 bytes.',
  })
  thread?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was sent.' })
  sentAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it is about: the subject of the ticket that it opens, else the first line of its text is. `[tkt_…]` in it names a ticket.',
  })
  subject?: string | null;

  @Field(() => String, { nullable: true, description: 'The text, at most 100,000 characters.' })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The text as HTML, at most 1,000,000 characters; read where there is no plain one.',
  })
  html?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Headers of a mail by which automatic ones are told: Auto-Submitted, Precedence, Content-Type, Return-Path, X-Autoreply, X-Autorespond, X-Failed-Recipients.',
  })
  headers?: unknown;

  @Field(() => [AttachmentInput], { nullable: true, description: 'Files that belong to it, at most 20.' })
  attachments?: AttachmentInput[] | null;
}

/** What happened to a call. */
export enum CallStep {
  STARTED = 'STARTED',
  ENDED = 'ENDED',
}
registerEnumType(CallStep, {
  name: 'CallStep',
  description: 'What happened to a call.',
  valuesConfig: {
    STARTED: { description: 'It began.' },
    ENDED: { description: 'It ended.' },
  },
});

/** Who called whom. */
export enum CallDirection {
  INBOUND = 'INBOUND',
  OUTBOUND = 'OUTBOUND',
}
registerEnumType(CallDirection, {
  name: 'CallDirection',
  description: 'Who called whom.',
  valuesConfig: {
    INBOUND: { description: 'The customer called.' },
    OUTBOUND: { description: 'The desk called.' },
  },
});

/** How a call ended. */
export enum CallOutcome {
  ANSWERED = 'ANSWERED',
  MISSED = 'MISSED',
  ABANDONED = 'ABANDONED',
  VOICEMAIL = 'VOICEMAIL',
}
registerEnumType(CallOutcome, {
  name: 'CallOutcome',
  description: 'How a call ended.',
  valuesConfig: {
    ANSWERED: { description: 'Somebody was spoken with.' },
    MISSED: { description: 'Nobody answered.' },
    ABANDONED: { description: 'The caller gave up waiting.' },
    VOICEMAIL: { description: 'The caller left a message.' },
  },
});

@InputType('ReceiveCallInput', { description: 'What happened to a call.' })
export class ReceiveCallInput extends ReceivedInput {
  @Field(() => String, { description: 'The call, as its source names it, 1–900 bytes.' })
  callId!: string;

  @Field(() => CallStep, { description: 'What happened to it; each once.' })
  step!: CallStep;

  @Field(() => CallDirection, { defaultValue: CallDirection.INBOUND, description: 'Who called whom.' })
  direction!: CallDirection;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it happened.' })
  at?: Date | null;

  @Field(() => CallOutcome, { nullable: true, description: 'How it ended; needed where it did.' })
  outcome?: CallOutcome | null;

  @Field(() => Float, { nullable: true, description: 'How long was spoken, in seconds, at most a day.' })
  durationSeconds?: number | null;

  @Field(() => AttachmentInput, { nullable: true, description: 'What was recorded; for staff.' })
  recording?: AttachmentInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it was about, as its source has it, at most 20,000 characters; noted for staff.',
  })
  summary?: string | null;
}

@ObjectType('ReceivedMessagePayload', {
  description: 'What came of a message or call, or why it was not taken.',
})
export class ReceivedMessagePayload {
  @Field(() => ReceivedMessage, {
    nullable: true,
    description: 'The message as it is kept; null when refused.',
  })
  message?: object | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The ticket on which it stands, or to which it belongs, `tkt_…`; null where there is none.',
  })
  ticketId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it had come before; nothing has changed then. Null when refused.',
  })
  repeated?: boolean | null;

  @Field(() => [UserError], { description: 'Why it was not taken; empty on success.' })
  userErrors!: UserError[];
}
