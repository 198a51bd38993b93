import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { CreateInput, UpdateInput } from '@plimsoll/shared';
import { FollowersChoice } from '../ticket-follow/index.js';
import { ClockPolicy } from '../sla-clock/index.js';
import { AttachmentInput } from '../conversation/index.js';
import { TicketStepInput } from '../ticket-step/index.js';
import {
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketSeverity,
  TicketTier,
  WaitingReason,
} from '../ticket/index.js';

registerEnumType(WaitingReason, {
  name: 'WaitingReason',
  description: 'For what a ticket waits.',
  valuesConfig: {
    CUSTOMER: { description: 'For the customer.' },
    THIRD_PARTY: { description: 'For somebody outside.' },
    PROBLEM: { description: 'For the problem behind it.' },
  },
});

@InputType('OpenTicketInput', {
  description:
    'A new ticket. Customers and partners open one for themselves or their customers and leave out what is marked as for staff.',
})
export class OpenTicketInput extends CreateInput {
  @Field(() => String, { description: 'What it is about, in a line, 1–300 characters.' })
  subject!: string;

  @Field(() => String, {
    nullable: true,
    description: 'All there is to say about it, at most 20,000 characters.',
  })
  description?: string | null;

  @Field(() => TicketKind, { defaultValue: TicketKind.REQUEST, description: 'What it is about.' })
  kind!: TicketKind;

  @Field(() => ID, {
    nullable: true,
    description: "The customer; a contact's own by default. Staff may leave it out for a ticket of our own.",
  })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: "The customer's contact who asks; the caller by default." })
  contactId?: string | null;

  @Field(() => TicketChannel, { nullable: true, description: 'How it came in.' })
  channel?: TicketChannel | null;

  @Field(() => TicketLevel, {
    nullable: true,
    description: 'How wide it reaches; counts as MEDIUM where absent.',
  })
  impact?: TicketLevel | null;

  @Field(() => TicketLevel, {
    nullable: true,
    description: 'How soon it is needed; counts as MEDIUM where absent.',
  })
  urgency?: TicketLevel | null;

  @Field(() => String, { nullable: true, description: 'What it belongs to, in the words of the desk.' })
  category?: string | null;

  @Field(() => TicketPriority, {
    nullable: true,
    description: 'For staff. By impact and urgency where absent.',
  })
  priority?: TicketPriority | null;

  @Field(() => TicketSeverity, { nullable: true, description: 'For staff. How much an incident takes.' })
  severity?: TicketSeverity | null;

  @Field(() => TicketTier, { nullable: true, description: 'For staff. Who works on it.' })
  tier?: TicketTier | null;

  @Field(() => ID, { nullable: true, description: 'For staff. The team it belongs to.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For staff. The queue it stands in.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For staff. The person who works on it.' })
  assigneeId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The product it is about; what is promised for this one applies then.',
  })
  productId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'For staff. The assets it is about, at most 100.' })
  assetIds?: string[] | null;

  @Field(() => [AttachmentInput], { nullable: true, description: 'Files that belong to it, at most 20.' })
  attachments?: AttachmentInput[] | null;
}

@InputType('UpdateTicketInput', {
  description: 'Changes to a ticket; a field that is left out stays as it is.',
})
export class UpdateTicketInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New subject, 1–300 characters.' })
  subject?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'New category; null removes it.' })
  category?: string | null;

  @Field(() => TicketSeverity, { nullable: true, description: 'New severity; null removes it.' })
  severity?: TicketSeverity | null;
}

@InputType('AssignTicketInput', {
  description: 'Who works on a ticket; a field that is left out stays as it is, null removes it.',
})
export class AssignTicketInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'The person.' })
  assigneeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The team.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The queue.' })
  queueId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}

@InputType('ChangeTicketPriorityInput', { description: 'Another priority for a ticket.' })
export class ChangeTicketPriorityInput extends UpdateInput {
  @Field(() => TicketPriority, { description: 'The new priority.' })
  priority!: TicketPriority;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  reason!: string;

  @Field(() => ClockPolicy, {
    defaultValue: ClockPolicy.RETROACTIVE,
    description: 'What becomes of the clocks that are open.',
  })
  clocks!: ClockPolicy;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the ticket finds its way anew, by the routing rules for its new priority.',
  })
  reroute!: boolean;
}

@InputType('WaitOnInput', { description: 'For what a ticket waits.' })
export class WaitOnInput extends UpdateInput {
  @Field(() => WaitingReason, { defaultValue: WaitingReason.CUSTOMER, description: 'For whom or what.' })
  on!: WaitingReason;

  @Field(() => String, { nullable: true, description: 'What is waited for, at most 20,000 characters.' })
  text?: string | null;
}

@InputType('CloseTicketInput', { description: 'The end of a ticket.' })
export class CloseTicketInput extends TicketStepInput {
  @Field(() => Int, { nullable: true, description: 'What the customer thinks of it, 1 (nothing) to 5.' })
  satisfaction?: number | null;
}

@InputType('ResolveTicketInput', { description: 'The solution of a ticket.' })
export class ResolveTicketInput extends TicketStepInput {
  @Field(() => FollowersChoice, {
    defaultValue: FollowersChoice.LEAVE,
    description: 'What becomes of the open tickets that follow it.',
  })
  followers?: FollowersChoice;

  @Field(() => String, {
    nullable: true,
    description: 'What those who asked in them are told, at most 20,000 characters; `text` where absent.',
  })
  followersText?: string | null;
}

@InputType('RateTicketInput', { description: 'What the customer thinks of a closed ticket.' })
export class RateTicketInput extends TicketStepInput {
  @Field(() => Int, { description: '1 (nothing) to 5.' })
  satisfaction!: number;
}

@InputType('SetTicketAssetsInput', { description: 'What a ticket is about.' })
export class SetTicketAssetsInput extends UpdateInput {
  @Field(() => [ID], { description: 'The assets, in place of the present ones; at most 100.' })
  assetIds!: string[];
}
