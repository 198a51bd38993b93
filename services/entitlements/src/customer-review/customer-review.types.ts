import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  DurationScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** Where a review stands. */
export enum CustomerReviewStatus {
  SCHEDULED = 'SCHEDULED',
  HELD = 'HELD',
  CANCELLED = 'CANCELLED',
}
registerEnumType(CustomerReviewStatus, {
  name: 'CustomerReviewStatus',
  description: 'Where a review stands.',
  valuesConfig: {
    SCHEDULED: { description: 'It is ahead, or overdue.' },
    HELD: { description: 'It took place.' },
    CANCELLED: { description: 'It did not take place.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('CustomerReview', {
  description: 'A meeting with a customer about how it fares, led by its account manager.',
})
export class CustomerReview extends RecordObject {
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it takes place, or took place.' })
  scheduledAt?: Date | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'After which time the next one follows by itself once this was held; null: none follows.',
  })
  every?: string | null;

  @Field(() => CustomerReviewStatus, { nullable: true, description: 'Where it stands.' })
  status?: keyof typeof CustomerReviewStatus | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was held or cancelled.' })
  closedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What came of it; the customer sees it.' })
  summary?: string | null;

  customerId?: string | null;

  ownerId?: string | null;
}

@InputType('CustomerReviewFilter', { description: 'Which reviews; all conditions must hold.' })
export class CustomerReviewFilter {
  @Field(() => ID, { nullable: true, description: 'With this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Led by this person, `per_…`.' })
  ownerId?: string | null;

  @Field(() => CustomerReviewStatus, { nullable: true, description: 'That stand there.' })
  status?: CustomerReviewStatus | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Scheduled then or later.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Scheduled before.' })
  to?: Date | null;
}

/** By what reviews are sorted. */
export enum CustomerReviewOrderField {
  SCHEDULED_AT = 'SCHEDULED_AT',
}
registerEnumType(CustomerReviewOrderField, {
  name: 'CustomerReviewOrderField',
  description: 'By what reviews are sorted.',
  valuesConfig: { SCHEDULED_AT: { description: 'By when they take place.' } },
});

@InputType('CustomerReviewOrder', { description: 'How reviews are sorted.' })
export class CustomerReviewOrder {
  @Field(() => CustomerReviewOrderField, { description: 'By what.' })
  field!: CustomerReviewOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class CustomerReviewsArgs extends ConnectionArgs {
  @Field(() => CustomerReviewFilter, { nullable: true, description: 'Which reviews; all by default.' })
  filter?: CustomerReviewFilter | null;

  @Field(() => CustomerReviewOrder, {
    nullable: true,
    description: 'How they are sorted; the earliest first by default.',
  })
  orderBy?: CustomerReviewOrder | null;
}

export const { Connection: CustomerReviewConnection } = connectionOf(() => CustomerReview, 'CustomerReview');

@ObjectType('CustomerReviewPayload', { description: 'The review after a mutation, or why nothing changed.' })
export class CustomerReviewPayload {
  @Field(() => CustomerReview, { nullable: true, description: 'The review as it is now; null when refused.' })
  review?: CustomerReview | null;

  @Field(() => CustomerReview, {
    nullable: true,
    description: 'The review that was scheduled to follow it; null: none.',
  })
  next?: CustomerReview | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ScheduleReviewInput', { description: 'A review with a customer.' })
export class ScheduleReviewInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`.' })
  customerId!: string;

  @Field(() => DateTimeScalar, { description: 'When; not in the past.' })
  scheduledAt!: Date;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'After which time the next one follows by itself, P7D–P2Y; none when left out.',
  })
  every?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who leads it, `per_…`; the account manager when left out.',
  })
  ownerId?: string | null;
}

@InputType('RescheduleReviewInput', {
  description: 'Changes to a review that is ahead; a field that is left out stays as it is.',
})
export class RescheduleReviewInput extends UpdateInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'New time, not in the past.' })
  scheduledAt?: Date | null;

  @Field(() => DurationScalar, { nullable: true, description: 'New cadence, P7D–P2Y; null: none follows.' })
  every?: string | null;

  @Field(() => ID, { nullable: true, description: 'New leader; null: nobody.' })
  ownerId?: string | null;
}

@InputType('HoldReviewInput', { description: 'Says that a review took place.' })
export class HoldReviewInput extends UpdateInput {
  @Field(() => String, { description: 'What came of it, 1–10,000 characters; the customer sees it.' })
  summary!: string;
}

@InputType('CancelReviewInput', { description: 'Says that a review does not take place.' })
export class CancelReviewInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–1,000 characters.' })
  reason!: string;
}
