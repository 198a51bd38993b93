import { RecordObject, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a reply does to a closed ticket. */
export enum ClosedReply {
  FOLLOW_UP = 'FOLLOW_UP',
  REOPEN = 'REOPEN',
}
registerEnumType(ClosedReply, {
  name: 'ClosedReply',
  description: "What a customer's reply does to a closed ticket.",
  valuesConfig: {
    FOLLOW_UP: { description: 'It opens a new ticket that follows the closed one.' },
    REOPEN: { description: 'It takes the closed ticket up again within `reopenDays`, and follows it later.' },
  },
});

@ObjectType('ConversationPolicy', {
  description: 'How replies to finished tickets and messages of strangers are dealt with. Staff only.',
})
export class ConversationPolicy extends RecordObject {
  @Field(() => Int, {
    nullable: true,
    description:
      "Days of 24 hours after a ticket was resolved within which a customer's reply takes it up again; later it opens a new one. 0: never.",
  })
  reopenDays?: number | null;

  @Field(() => ClosedReply, {
    nullable: true,
    description: "What a customer's reply does to a closed ticket.",
  })
  closedReply?: keyof typeof ClosedReply | null;

  strangersQueueId?: string | null;
}

@InputType('SetConversationPolicyInput', {
  description:
    'How replies and messages of strangers are dealt with; a field that is left out stays as it is.',
})
export class SetConversationPolicyInput extends UpdateInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Days, 0–365, within which a reply takes a ticket up again.',
  })
  reopenDays?: number | null;

  @Field(() => ClosedReply, { nullable: true, description: 'What a reply does to a closed ticket.' })
  closedReply?: ClosedReply | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The queue of messages whose sender nobody knows; null: the queue `Unknown senders`, which is made when it is needed.',
  })
  strangersQueueId?: string | null;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('ConversationPolicyPayload', {
  description: 'The policy after a mutation, or why nothing changed.',
})
export class ConversationPolicyPayload {
  @Field(() => ConversationPolicy, {
    nullable: true,
    description: 'The policy as it is now; null when refused.',
  })
  policy?: ConversationPolicy | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
