import { DateScalar, DurationScalar, UpdateInput } from '@plimsoll/shared';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { TerminationProgress, TerminationStatusName } from './customer-termination.rules.js';

/** Where a termination stands today. */
export enum TerminationStatus {
  REQUESTED = 'REQUESTED',
  IN_GRACE = 'IN_GRACE',
  TERMINATED = 'TERMINATED',
  ERASED = 'ERASED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(TerminationStatus, {
  name: 'TerminationStatus',
  description: "Where a termination stands today, in the customer's time zone.",
  valuesConfig: {
    REQUESTED: { description: 'The contracts still run.' },
    IN_GRACE: {
      description: 'The contracts have ended; access is on, and the termination may be withdrawn.',
    },
    TERMINATED: { description: 'Access is off for good.' },
    ERASED: { description: 'The personal data of its contacts is erased.' },
    WITHDRAWN: { description: 'It was withdrawn in time.' },
  },
});

@ObjectType('CustomerTermination', { description: 'The end of a customer.' })
export class CustomerTermination {
  @Field(() => ID, { description: 'Identifier, `trm_…`.' })
  id!: string;

  @Field(() => DateScalar, { description: 'When it was put on record.' })
  requestedOn!: string;

  @Field(() => DateScalar, { description: 'The first day on which no contract runs.' })
  effectiveOn!: string;

  @Field(() => DateScalar, { description: 'The first day without access; until then it may be withdrawn.' })
  graceUntil!: string;

  @Field(() => DateScalar, { description: 'The day on which the personal data of its contacts is erased.' })
  retainUntil!: string;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  status!: TerminationProgress | TerminationStatusName;

  customerId!: string;

  byId!: string | null;
}

@InputType('TerminateCustomerInput', {
  description: 'The end of a customer: of its contracts, of its access, and of the personal data kept of it.',
})
export class TerminateCustomerInput extends UpdateInput {
  @Field(() => DateScalar, {
    description: "The first day on which no contract runs: today (in the customer's time zone) or later.",
  })
  effectiveOn!: string;

  @Field(() => DurationScalar, {
    defaultValue: 'P30D',
    description: 'How long after that access stays on and the termination may be withdrawn: P0D to P180D.',
  })
  gracePeriod!: string;

  @Field(() => DurationScalar, {
    defaultValue: 'P90D',
    description: 'How long after the grace personal data is kept: P0D to P3650D.',
  })
  retention!: string;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@InputType('WithdrawTerminationInput', { description: 'Withdraws the termination of a customer.' })
export class WithdrawTerminationInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}
