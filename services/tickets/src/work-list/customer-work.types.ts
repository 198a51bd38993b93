import { connectionOf, DateTimeScalar } from '@plimsoll/shared';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Why a ticket waits for the customer; what matters next comes first. */
export enum CustomerWorkReason {
  ANSWER_OWED = 'ANSWER_OWED',
  SOLUTION_TO_CONFIRM = 'SOLUTION_TO_CONFIRM',
  RATING_ASKED = 'RATING_ASKED',
}
registerEnumType(CustomerWorkReason, {
  name: 'CustomerWorkReason',
  description: 'Why a ticket waits for the customer; what matters next comes first.',
  valuesConfig: {
    ANSWER_OWED: { description: 'The desk waits for an answer.' },
    SOLUTION_TO_CONFIRM: { description: 'It is resolved: it may be closed, or reopened.' },
    RATING_ASKED: { description: 'It was closed in the last 14 days, and nobody has rated it.' },
  },
});

@ObjectType('CustomerWorkEntry', { description: 'A ticket that waits for the customer.' })
export class CustomerWorkEntry {
  @Field(() => ID, { description: 'The ticket.' })
  id!: string;

  @Field(() => CustomerWorkReason, { description: 'For what it waits.' })
  why!: CustomerWorkReason;

  @Field(() => DateTimeScalar, {
    description: 'Since when: anything last happened to it, it was resolved, or it was closed.',
  })
  since!: Date;
}

export const { Connection: CustomerWorkConnection } = connectionOf(
  () => CustomerWorkEntry,
  'CustomerWorkEntry',
);
