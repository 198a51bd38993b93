import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  DateTimeScalar,
  ImpactState,
  OrderDirection,
  RecordObject,
  UserError,
} from '@plimsoll/shared';

/** How a change is handled. */
export enum ChangeKind {
  STANDARD = 'STANDARD',
  NORMAL = 'NORMAL',
  EMERGENCY = 'EMERGENCY',
}
registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'How a change is handled.',
  valuesConfig: {
    STANDARD: { description: 'Done often, by a known procedure.' },
    NORMAL: { description: 'Planned and agreed on case by case.' },
    EMERGENCY: { description: 'Cannot wait.' },
  },
});

/** How far a change is. */
export enum ChangeStatus {
  DRAFT = 'DRAFT',
  ASSESSED = 'ASSESSED',
  IN_REVIEW = 'IN_REVIEW',
  APPROVED = 'APPROVED',
  SCHEDULED = 'SCHEDULED',
  IN_PROGRESS = 'IN_PROGRESS',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(ChangeStatus, {
  name: 'ChangeStatus',
  description: 'How far a change is.',
  valuesConfig: {
    DRAFT: { description: 'Being written, or sent back by the review.' },
    ASSESSED: { description: 'Its consequences have been looked at.' },
    IN_REVIEW: { description: 'Waits for a decision.' },
    APPROVED: { description: 'Agreed on.' },
    SCHEDULED: { description: 'Its window is fixed.' },
    IN_PROGRESS: { description: 'Under way.' },
    COMPLETED: { description: 'Over; see its outcome.' },
    CANCELLED: { description: 'Given up before it began; never counted in success rates.' },
  },
});

/** What came of a change. */
export enum ChangeOutcome {
  SUCCEEDED = 'SUCCEEDED',
  SUCCEEDED_WITH_ISSUES = 'SUCCEEDED_WITH_ISSUES',
  FAILED = 'FAILED',
  ROLLED_BACK = 'ROLLED_BACK',
}
registerEnumType(ChangeOutcome, {
  name: 'ChangeOutcome',
  description: 'What came of a change.',
  valuesConfig: {
    SUCCEEDED: { description: 'It does what it should.' },
    SUCCEEDED_WITH_ISSUES: { description: 'It does what it should, and there was trouble.' },
    FAILED: { description: 'It does not do what it should.' },
    ROLLED_BACK: { description: 'It was undone.' },
  },
});

@ObjectType('ChangeWindow', { description: 'When a change is carried out; half-open.' })
export class ChangeWindow {
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive).' })
  to!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType('Change', {
  description:
    'Something done to assets, on purpose. Staff see all; resellers and contacts see what has been approved for assets they see.',
})
export class Change extends RecordObject {
  @Field(() => String, { nullable: true, description: 'What is done, in short.' })
  title?: string | null;

  @Field(() => ChangeKind, { nullable: true, description: 'How it is handled.' })
  kind?: keyof typeof ChangeKind | null;

  @Field(() => ChangeStatus, { nullable: true, description: 'How far it is.' })
  status?: keyof typeof ChangeStatus | null;

  @Field(() => ChangeOutcome, { nullable: true, description: 'What came of it; null until it is completed.' })
  outcome?: keyof typeof ChangeOutcome | null;

  @Field(() => ImpactState, {
    nullable: true,
    description: 'The state its assets are expected to be in while it is carried out.',
  })
  expectedState?: keyof typeof ImpactState | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the customers were told of it.' })
  noticeGivenAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it really began.' })
  startedAt?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was really over.' })
  endedAt?: Date | null;
}

@InputType('ChangeFilter', { description: 'Which changes; all conditions must hold.' })
export class ChangeFilter {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: in progress, or approved or scheduled with a window that is not over. False: all others. Null: either.',
  })
  upcoming?: boolean | null;

  @Field(() => ChangeStatus, { nullable: true, description: 'How far they are.' })
  status?: ChangeStatus | null;

  @Field(() => ChangeKind, { nullable: true, description: 'How they are handled.' })
  kind?: ChangeKind | null;

  @Field(() => ID, { nullable: true, description: 'An asset they change.' })
  assetId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A region: that of a pod which an asset they change belongs to or is placed in.',
  })
  region?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Their windows end after this instant.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Their windows begin before this instant.' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'Part of the title, in any case.' })
  search?: string | null;
}

/** By what changes are sorted. */
export enum ChangeOrderField {
  STARTS_AT = 'STARTS_AT',
  TITLE = 'TITLE',
}
registerEnumType(ChangeOrderField, {
  name: 'ChangeOrderField',
  description: 'By what changes are sorted.',
  valuesConfig: {
    STARTS_AT: { description: 'By the start of the window; those without one come last.' },
    TITLE: { description: 'By title.' },
  },
});

@InputType('ChangeOrder', { description: 'How changes are sorted.' })
export class ChangeOrder {
  @Field(() => ChangeOrderField, { description: 'By what.' })
  field!: ChangeOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ChangesArgs extends ConnectionArgs {
  @Field(() => ChangeFilter, { nullable: true, description: 'Which changes; all by default.' })
  filter?: ChangeFilter | null;

  @Field(() => ChangeOrder, {
    nullable: true,
    description: 'How they are sorted; by the start of the window by default.',
  })
  orderBy?: ChangeOrder | null;
}

export const { Connection: ChangeConnection } = connectionOf(() => Change, 'Change');

@ObjectType('CustomerChange', { description: 'What a change would do to one customer.' })
export class CustomerChange {
  @Field(() => ImpactState, {
    description:
      'The worst state it would bring a product of the customer into, by itself: DEGRADED or DOWN.',
  })
  expectedState!: ImpactState;

  @Field(() => Change, { description: 'The change.' })
  change!: Change;
}

export const { Connection: CustomerChangeConnection } = connectionOf(() => CustomerChange, 'CustomerChange');

@InputType('ChangeWindowInput', { description: 'When a change is carried out; half-open.' })
export class ChangeWindowInput {
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive); later than `from`.' })
  to!: Date;
}

@ObjectType('ChangePayload', { description: 'The change after a mutation, or why nothing changed.' })
export class ChangePayload {
  @Field(() => Change, { nullable: true, description: 'The change as it is now; null when refused.' })
  change?: Change | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
