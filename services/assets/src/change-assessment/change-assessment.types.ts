import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, Money, UpdateInput, UserError } from '@plimsoll/shared';
import { Customer } from '../account/index.js';
import { Change } from '../change/index.js';

@ObjectType('ChangeExposure', { description: 'What an outage in the window of a change would cost.' })
export class ChangeExposure {
  @Field(() => Int, { description: 'Customers hit: made DEGRADED or DOWN.' })
  customerCount!: number;

  @Field(() => Int, {
    description:
      'Customers hit whose records had not reached the service that weighs them, so that they are missing from the figures.',
  })
  unknownCustomerCount!: number;

  @Field(() => Int, { description: 'Customers with an agreement below its target in the month then.' })
  breachCount!: number;

  @Field(() => [Money], { description: 'Credits owed for the months concerned, one entry a currency.' })
  serviceCredits!: Money[];

  @Field(() => [Money], { description: 'What the customers hit pay a month, one entry a currency.' })
  monthlyRecurringRevenue!: Money[];

  @Field(() => Float, {
    nullable: true,
    description:
      'The least headroom, in seconds, of any agreement hit, month to date included; negative when broken, null where none is hit.',
  })
  leastHeadroomSeconds!: number | null;

  @Field(() => Int, {
    description: 'Customers hit for whom some of the window lies between 07:00 and 22:00 local time.',
  })
  customersAwake!: number;
}

@ObjectType('ChangeAssessment', {
  description:
    'What a change would cost, as last worked out: after each edit, when the ledger of its month moves, and once a day.',
})
export class ChangeAssessment {
  @Field(() => DateTimeScalar, { description: 'The instant up to which month-to-date figures are taken.' })
  assessedAt!: Date;

  @Field(() => Int, { description: 'The version of the change that was assessed.' })
  changeVersion!: number;

  @Field(() => Boolean, {
    description: 'Whether assets, window, expected state and notice are still those that were assessed.',
  })
  isCurrent!: boolean;

  @Field(() => Float, {
    nullable: true,
    description:
      'The longest notice, in hours, that an agreement hit asks for to exclude maintenance; null where none excludes any.',
  })
  noticeHoursNeeded!: number | null;

  @Field(() => ChangeExposure, { description: 'Carried out as planned.' })
  asPlanned!: ChangeExposure;

  @Field(() => ChangeExposure, {
    description: 'If it fails: its assets down throughout its window, unannounced.',
  })
  ifFailed!: ChangeExposure;
}

export const { Connection: AffectedCustomerConnection } = connectionOf(() => Customer, 'AffectedCustomer');

@InputType('AnnounceChangeInput', { description: 'That customers were told of a change.' })
export class AnnounceChangeInput extends UpdateInput {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When they were told; now by default, not in the future.',
  })
  at?: Date | null;
}

@ObjectType('AnnounceChangePayload', { description: 'The change as announced, or why nothing changed.' })
export class AnnounceChangePayload {
  @Field(() => Change, { nullable: true, description: 'The change as it is now; null when refused.' })
  change?: Change | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many customers it hits by itself, and so have to be told: `change.affectedCustomers`; null when refused.',
  })
  affectedCustomerCount?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'By when they had to be told for every agreement hit to exclude it; null where none excludes any, and where that is not worked out yet.',
  })
  noticeNeededBy?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether they were told by then; null where `noticeNeededBy` is.',
  })
  inTime?: boolean | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
