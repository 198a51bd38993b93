import { connectionOf, DateTimeScalar } from '@plimsoll/shared';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Change } from '../account/index.js';
import { WorkReason } from './work-list.rules.js';

registerEnumType(WorkReason, {
  name: 'WorkReason',
  description: 'Why something stands in a work list; what matters next comes first.',
  valuesConfig: {
    BREACH_AHEAD: {
      description:
        'A first response or a resolution is due within four hours or past due, or three quarters of its working time are used.',
    },
    UPDATE_OWED: { description: 'The next update is due so soon, or past due.' },
    ESCALATED_TO_YOU: { description: 'It was escalated to you, and you have not acknowledged that.' },
    CUSTOMER_REPLIED: { description: 'The last word of the conversation is the customer’s.' },
    APPROVAL_OWED: { description: 'A change waits for your decision.' },
    POSTMORTEM_OWED: { description: 'You owe the postmortem of a major incident.' },
    ASSIGNED: { description: 'You work on it, and nothing of the above holds.' },
  },
});

@ObjectType('WorkListEntry', {
  description: 'Something that somebody has to do: about a ticket, or about a change.',
})
export class WorkListEntryObject {
  ticketId!: string | null;
  changeId!: string | null;

  @Field(() => ID, { description: 'The ticket or change that it is about.' })
  id!: string;

  @Field(() => WorkReason, { description: 'Why it stands here: what matters most of it.' })
  why!: WorkReason;

  @Field(() => [WorkReason], { description: 'All reasons that hold, what matters most first.' })
  reasons!: WorkReason[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it is due: what the reason is about, else the earliest running response target; of a change, when it is to begin. Null where nothing is due.',
  })
  dueAt!: Date | null;

  @Field(() => Change, { nullable: true, description: 'The change it is about; null for a ticket.' })
  change(): Change | null {
    return this.changeId === null ? null : { id: this.changeId };
  }
}

export const { Connection: WorkListConnection } = connectionOf(() => WorkListEntryObject, 'WorkListEntry');
