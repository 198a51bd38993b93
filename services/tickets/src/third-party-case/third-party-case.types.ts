import { ArgsType, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ThirdPartyOutcome } from './third-party-case.rules.js';

registerEnumType(ThirdPartyOutcome, {
  name: 'ThirdPartyOutcome',
  description: 'What came of asking somebody outside.',
  valuesConfig: {
    SOLVED: { description: 'They solved it.' },
    WORKED_AROUND: { description: 'They showed a way around it.' },
    REFUSED: { description: 'They do not see it as theirs.' },
    NO_ANSWER: { description: 'Nothing came.' },
  },
});

@ObjectType('ThirdPartyCase', {
  description: 'What somebody outside was asked to do for a ticket, followed from here.',
})
export class ThirdPartyCase extends RecordObject {
  ticketId!: string;

  @Field(() => String, { nullable: true, description: 'Who was asked.' })
  vendor!: string;

  @Field(() => String, { nullable: true, description: 'Their own name for it.' })
  reference!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When they were asked.' })
  openedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When to look after it next.' })
  nextCheckAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When somebody last looked after it.' })
  checkedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What was last heard.' })
  note!: string | null;

  @Field(() => ThirdPartyOutcome, { nullable: true, description: 'What came of it; null while it goes on.' })
  outcome!: ThirdPartyOutcome | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null while it goes on.' })
  endedAt!: Date | null;
}

@ObjectType('ThirdPartyCasePayload', { description: 'The case after a mutation, or why nothing changed.' })
export class ThirdPartyCasePayload {
  @Field(() => ThirdPartyCase, { nullable: true, description: 'The case as it is now; null when refused.' })
  thirdPartyCase?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ReferToThirdPartyInput', {
  description: 'A ticket that somebody outside has to do something for.',
})
export class ReferToThirdPartyInput extends UpdateInput {
  @Field(() => String, { description: 'Who is asked, 1–200 characters.' })
  vendor!: string;

  @Field(() => String, { nullable: true, description: 'Their own name for it, at most 200 characters.' })
  reference?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When to look after it next; it lies ahead.' })
  nextCheckAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What they were asked, at most 20,000 characters.' })
  text?: string | null;
}

@InputType('CheckThirdPartyCaseInput', {
  description: 'What was heard of a case. `id` and version are of the case.',
})
export class CheckThirdPartyCaseInput extends UpdateInput {
  @Field(() => String, { description: 'What was heard, 1–20,000 characters.' })
  note!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Their own name for it; as it is on record where absent.',
  })
  reference?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When to look after it next; it lies ahead.' })
  nextCheckAt?: Date | null;
}

@InputType('EndThirdPartyCaseInput', {
  description: 'What came of a case. `id` and version are of the case.',
})
export class EndThirdPartyCaseInput extends UpdateInput {
  @Field(() => ThirdPartyOutcome, { description: 'What came of it.' })
  outcome!: ThirdPartyOutcome;

  @Field(() => String, {
    nullable: true,
    description: 'What there is to say about it, at most 20,000 characters.',
  })
  note?: string | null;
}

/** By what cases are sorted. */
enum ThirdPartyCaseOrderField {
  OPENED_AT = 'OPENED_AT',
  NEXT_CHECK_AT = 'NEXT_CHECK_AT',
}
registerEnumType(ThirdPartyCaseOrderField, {
  name: 'ThirdPartyCaseOrderField',
  description: 'By what cases with those outside are sorted.',
  valuesConfig: {
    OPENED_AT: { description: 'By when they were asked.' },
    NEXT_CHECK_AT: { description: 'By when to look after them next; those without come last.' },
  },
});

@InputType('ThirdPartyCaseOrder', { description: 'How cases with those outside are sorted.' })
class ThirdPartyCaseOrder {
  @Field(() => ThirdPartyCaseOrderField, { description: 'By what.' })
  field!: ThirdPartyCaseOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('ThirdPartyCaseFilter', { description: 'Which cases; all conditions must hold.' })
export class ThirdPartyCaseFilter {
  @Field(() => Boolean, { nullable: true, description: 'True: those that go on; false: those that ended.' })
  open?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'To be looked after before this instant.' })
  checkBefore?: Date | null;

  @Field(() => String, { nullable: true, description: "Part of the vendor's name, in any case." })
  vendor?: string | null;
}

@ArgsType()
export class ThirdPartyCasesArgs extends ConnectionArgs {
  @Field(() => ThirdPartyCaseFilter, { nullable: true, description: 'Which cases; all by default.' })
  filter?: ThirdPartyCaseFilter | null;

  @Field(() => ThirdPartyCaseOrder, {
    nullable: true,
    description: 'How they are sorted; the newest first by default.',
  })
  orderBy?: ThirdPartyCaseOrder | null;
}

export const { Connection: ThirdPartyCaseConnection } = connectionOf(() => ThirdPartyCase, 'ThirdPartyCase');
