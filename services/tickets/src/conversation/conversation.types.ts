import { connectionOf, CreateInput, DateTimeScalar, isId, JsonScalar, UserError } from '@plimsoll/shared';
import { Field, Float, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Contact, Person } from '../account/index.js';

/** What kind of message it is. */
export enum TicketMessageKind {
  OPENING = 'OPENING',
  REPLY = 'REPLY',
  NOTE = 'NOTE',
  CALL = 'CALL',
}
registerEnumType(TicketMessageKind, {
  name: 'TicketMessageKind',
  description: 'What kind of message it is.',
  valuesConfig: {
    OPENING: { description: 'The words with which the ticket was opened.' },
    REPLY: { description: 'A reply, which the customer reads.' },
    NOTE: { description: 'A note, which staff alone read.' },
    CALL: { description: 'A call that began or ended.' },
  },
});

const KINDS: Readonly<Record<string, TicketMessageKind>> = {
  OPENED: TicketMessageKind.OPENING,
  REPLIED: TicketMessageKind.REPLY,
  NOTED: TicketMessageKind.NOTE,
};

@ObjectType('TicketAttachment', { description: 'A file that stands elsewhere and belongs to a message.' })
export class TicketAttachment {
  @Field(() => ID, { description: 'Identifier, `att_…`.' })
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'Its media type, such as `image/png`.' })
  mediaType!: string;

  @Field(() => Float, { nullable: true, description: 'Its size in bytes, where it was told.' })
  bytes!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'SHA-256 of its content in hexadecimal digits, where it was told: check what you fetch by it.',
  })
  sha256!: string | null;

  @Field(() => String, { description: 'Where it can be fetched, by https.' })
  url!: string;
}

@ObjectType('TicketMessage', {
  description: 'What somebody wrote or said on a ticket, as it is to be read now.',
})
export class TicketMessage {
  type!: string;
  ticketId!: string;
  actorId!: string | null;
  isPublic!: boolean;

  @Field(() => ID, { description: 'Identifier of the event that brought it, `tev_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was said.' })
  at!: Date;

  @Field(() => TicketMessageKind, { description: 'What kind of message it is.' })
  kind(): TicketMessageKind {
    return KINDS[this.type] ?? TicketMessageKind.CALL;
  }

  @Field(() => Person, { nullable: true, description: 'The member of staff whose words they are, if one.' })
  author(): Person | null {
    return this.actorId !== null && isId('per', this.actorId) ? { id: this.actorId } : null;
  }

  @Field(() => Contact, {
    nullable: true,
    description: "The customer's contact whose words they are, if one.",
  })
  contact(): Contact | null {
    return this.actorId !== null && isId('con', this.actorId) ? { id: this.actorId } : null;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The words, as edited last; null where they were redacted, or there were none.',
  })
  text!: string | null;

  @Field(() => Boolean, {
    name: 'public',
    description: "Whether the customer's contacts and its partner read it; staff read all.",
  })
  shownToCustomer(): boolean {
    return this.isPublic;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was edited last; the events of the ticket have what it said before.',
  })
  editedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its words were taken away for good.' })
  redactedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why they were.' })
  redactedBecause!: string | null;
}

export const { Connection: TicketMessageConnection } = connectionOf(() => TicketMessage, 'TicketMessage');

@InputType('AttachmentInput', { description: 'A file that stands elsewhere.' })
export class AttachmentInput {
  @Field(() => String, { description: 'Its name, 1–255 characters, no path.' })
  name!: string;

  @Field(() => String, { description: 'Its media type, such as `image/png`.' })
  mediaType!: string;

  @Field(() => Float, { nullable: true, description: 'Its size in bytes, at most 10 GiB.' })
  bytes?: number | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of its content, 64 hexadecimal digits.' })
  sha256?: string | null;

  @Field(() => String, { description: 'Where it can be fetched: an https URL of at most 2,000 characters.' })
  url!: string;
}

@InputType('ReplyToTicketInput', { description: 'A reply to a ticket, or a note on it.' })
export class ReplyToTicketInput extends CreateInput {
  @Field(() => ID, { description: 'The ticket.' })
  ticketId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The text, 1–20,000 characters; left out where a template says it. `@per_…` and `@con_…` mention people.',
  })
  text?: string | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether the customer may read it; false makes it a note for staff, which only staff can write.',
  })
  'public'!: boolean;

  @Field(() => [AttachmentInput], { nullable: true, description: 'Files that belong to it, at most 20.' })
  attachments?: AttachmentInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "Who is to be told of it beside those whom the text mentions: people, and in replies the ticket's own contacts; at most 50 in all.",
  })
  mentionIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'For staff. The template that says it, `rtp_…`.' })
  templateId?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'For staff. Texts by the names of the variables of the template.',
  })
  templateValues?: unknown;
}

@InputType('EditTicketNoteInput', { description: 'New words of a note.' })
export class EditTicketNoteInput extends CreateInput {
  @Field(() => ID, { description: 'The note, `tev_…`.' })
  id!: string;

  @Field(() => String, { description: 'What it says from now on, 1–20,000 characters.' })
  text!: string;
}

@InputType('RedactTicketMessageInput', { description: 'A note or reply whose words are taken away.' })
export class RedactTicketMessageInput extends CreateInput {
  @Field(() => ID, { description: 'The note or reply, `tev_…`.' })
  id!: string;

  @Field(() => String, { description: 'Why, 1–2,000 characters; whoever read the message reads this.' })
  reason!: string;
}

@ObjectType('TicketMessagePayload', { description: 'The message after a mutation, or why nothing changed.' })
export class TicketMessagePayload {
  @Field(() => TicketMessage, { nullable: true, description: 'The message as it is now; null when refused.' })
  message?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
