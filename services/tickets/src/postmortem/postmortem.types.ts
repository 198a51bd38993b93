import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import { PostmortemStatus, type PostmortemAction } from './postmortem.rules.js';

registerEnumType(PostmortemStatus, {
  name: 'PostmortemStatus',
  description: 'Where a postmortem stands.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    IN_REVIEW: { description: 'Written; somebody else decides about it.' },
    PUBLISHED: { description: 'Decided, and told to customers; it stays as it is.' },
  },
});

@ObjectType('PostmortemAction', { description: 'What is to be done about a cause; a ticket of its own.' })
export class PostmortemActionObject {
  ticketId!: string;
  ownerId!: string;

  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => Person, { description: 'Who took it on when it was decided.' })
  owner(): Person {
    return { id: this.ownerId };
  }

  @Field(() => DateScalar, { nullable: true, description: 'By when.' })
  dueOn!: string | null;
}

@ObjectType('Postmortem', {
  description:
    'What is learned from a major incident: why it happened, and what is done about it. Staff only.',
})
export class Postmortem extends RecordObject {
  ticketId!: string;
  ownerId?: string | null;
  publishedById?: string | null;
  actions?: PostmortemAction[];

  @Field(() => PostmortemStatus, { nullable: true, description: 'Where it stands.' })
  status!: PostmortemStatus;

  @Field(() => Person, { nullable: true, description: 'Who answers for it.' })
  owner(): Person | null {
    return this.ownerId == null ? null : { id: this.ownerId };
  }

  @Field(() => String, { nullable: true, description: 'Root cause analysis (RCA), for the company alone.' })
  rootCause!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Reason for outage (RFO): what customers are told once it is published.',
  })
  reasonForOutage!: string | null;

  @Field(() => [String], { nullable: true, description: 'What made it likelier, longer or worse.' })
  contributingCauses!: string[];

  @Field(() => String, { nullable: true, description: 'What went well, and what is learned.' })
  lessons!: string | null;

  @Field(() => String, { nullable: true, description: 'What the last reviewer said who gave it back.' })
  reviewComment!: string | null;

  @Field(() => Person, { nullable: true, description: 'Who decided to publish it.' })
  publishedBy(): Person | null {
    return this.publishedById == null ? null : { id: this.publishedById };
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was published.' })
  publishedAt!: Date | null;
}

@ObjectType('PostmortemPayload', { description: 'The postmortem after a mutation, or why nothing changed.' })
export class PostmortemPayload {
  @Field(() => Postmortem, { nullable: true, description: 'As it is now; null when refused.' })
  postmortem?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartPostmortemInput', {
  description: 'The postmortem of a major incident. `id` and version are of the ticket.',
})
export class StartPostmortemInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'Who answers for it; the commander where absent.' })
  ownerId?: string | null;
}

@InputType('UpdatePostmortemInput', {
  description: 'What is written; what is left out stays. It is a draft again.',
})
export class UpdatePostmortemInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'Who answers for it.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Root cause analysis, at most 20,000 characters.' })
  rootCause?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason for outage, at most 20,000 characters.' })
  reasonForOutage?: string | null;

  @Field(() => [String], { nullable: true, description: 'At most 50 of 2,000 characters.' })
  contributingCauses?: string[] | null;

  @Field(() => String, { nullable: true, description: 'What is learned, at most 20,000 characters.' })
  lessons?: string | null;
}

@InputType('PostmortemStepInput', { description: 'A postmortem that goes a step on.' })
export class PostmortemStepInput extends UpdateInput {}

@InputType('ReturnPostmortemInput', { description: 'A postmortem that needs more work.' })
export class ReturnPostmortemInput extends UpdateInput {
  @Field(() => String, { description: 'What is missing, 1–2,000 characters.' })
  comment!: string;
}

@InputType('AddPostmortemActionInput', {
  description: 'What is to be done about a cause. `id` and version are of the postmortem.',
})
export class AddPostmortemActionInput extends UpdateInput {
  @Field(() => String, { description: 'What is to be done, 1–300 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'More about it, at most 20,000 characters.' })
  description?: string | null;

  @Field(() => ID, { description: 'Who does it.' })
  ownerId!: string;

  @Field(() => DateScalar, { nullable: true, description: 'By when; today or later.' })
  dueOn?: string | null;
}

/** By what postmortems are sorted. */
enum PostmortemOrderField {
  STARTED = 'STARTED',
}
registerEnumType(PostmortemOrderField, {
  name: 'PostmortemOrderField',
  description: 'By what postmortems are sorted.',
  valuesConfig: { STARTED: { description: 'By when they were started.' } },
});

@InputType('PostmortemOrder', { description: 'How postmortems are sorted.' })
class PostmortemOrder {
  @Field(() => PostmortemOrderField, { description: 'By what.' })
  field!: PostmortemOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@InputType('PostmortemFilter', { description: 'Which postmortems; all conditions must hold.' })
export class PostmortemFilter {
  @Field(() => PostmortemStatus, { nullable: true, description: 'Where they stand.' })
  status?: PostmortemStatus | null;

  @Field(() => ID, { nullable: true, description: 'Who answers for them.' })
  ownerId?: string | null;
}

@ArgsType()
export class PostmortemsArgs extends ConnectionArgs {
  @Field(() => PostmortemFilter, { nullable: true, description: 'Which; all by default.' })
  filter?: PostmortemFilter | null;

  @Field(() => PostmortemOrder, { nullable: true, description: 'The newest first by default.' })
  orderBy?: PostmortemOrder | null;
}

export const { Connection: PostmortemConnection } = connectionOf(() => Postmortem, 'Postmortem');
