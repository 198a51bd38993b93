import { CreateInput, DateScalar, MoneyInput, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CustomerSubscription, SubscriptionKind, SubscriptionTerm } from '../subscription/index.js';

@ObjectType('SubscriptionPayload', {
  description: 'The subscription after a mutation, or why nothing changed.',
})
export class SubscriptionPayload {
  @Field(() => CustomerSubscription, {
    nullable: true,
    description: 'The subscription as it is now; null when refused.',
  })
  subscription?: CustomerSubscription | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('StartSubscriptionInput', { description: 'A new subscription.' })
export class StartSubscriptionInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`.' })
  customerId!: string;

  @Field(() => ID, { description: 'The plan, `pln_…`.' })
  planId!: string;

  @Field(() => SubscriptionKind, { defaultValue: SubscriptionKind.STANDARD, description: 'What it is for.' })
  kind!: SubscriptionKind;

  @Field(() => Int, { defaultValue: 1, description: 'How many units, 1 or more.' })
  quantity!: number;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      "Price of the whole subscription a month, in the plan's currency; what the plan lists for these units when left out.",
  })
  monthlyPrice?: MoneyInput | null;

  @Field(() => SubscriptionTerm, { nullable: true, description: 'How often it is renewed; null: it is not.' })
  term?: SubscriptionTerm | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Its first day; today in the customer's time zone when left out.",
  })
  startedOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When it is first renewed; a term after the first day when left out.',
  })
  renewsOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The planned first day out, as of a trial; null: open.',
  })
  endsOn?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Where it runs, `pod_…`. Refused with `POD_FULL` where there is no seat, and with `POD_DRAINING`.',
  })
  podId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is renewed on its renewal date without anybody asking; only `MONTHLY` ones are when left out.',
  })
  autoRenew?: boolean | null;
}

@InputType('UpdateSubscriptionInput', {
  description:
    'Changes to what stands beside plan, quantity and price; a field that is left out stays as it is.',
})
export class UpdateSubscriptionInput extends UpdateInput {
  @Field(() => SubscriptionTerm, { nullable: true, description: 'How often it is renewed; null: it is not.' })
  term?: SubscriptionTerm | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it is to be renewed; null: it is not.' })
  renewsOn?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Where it runs, `pod_…`; null: nowhere in particular. Refused where it has a tenant, which `moveTenant` moves, with `POD_FULL` where there is no seat, and with `POD_DRAINING`.',
  })
  podId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is renewed on its renewal date without anybody asking.',
  })
  autoRenew?: boolean | null;
}

/** How a subscription changes while it runs. */
export enum SubscriptionChange {
  UPGRADED = 'UPGRADED',
  DOWNGRADED = 'DOWNGRADED',
  ADD_ON = 'ADD_ON',
}
registerEnumType(SubscriptionChange, {
  name: 'SubscriptionChange',
  description: 'How a subscription changes while it runs.',
  valuesConfig: {
    UPGRADED: { description: 'A higher plan, or more for more.' },
    DOWNGRADED: { description: 'A lower plan, or less for less.' },
    ADD_ON: { description: 'More is added to it.' },
  },
});

@InputType({ description: 'New conditions of a subscription.' })
abstract class ConditionsInput extends UpdateInput {
  @Field(() => ID, {
    nullable: true,
    description: 'New plan of the same product and currency, `pln_…`; the present one when left out.',
  })
  planId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'New quantity, 1 or more; the present one when left out.',
  })
  quantity?: number | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'New price of the whole subscription a month, in its currency; when left out, what the plan lists where plan or quantity change, else the present one.',
  })
  monthlyPrice?: MoneyInput | null;
}

@InputType('ChangeSubscriptionInput', { description: 'Another plan, quantity or price from a day on.' })
export class ChangeSubscriptionInput extends ConditionsInput {
  @Field(() => SubscriptionChange, { description: 'What kind of change it is.' })
  type!: SubscriptionChange;

  @Field(() => DateScalar, {
    nullable: true,
    description: "From when; today in the customer's time zone when left out.",
  })
  on?: string | null;
}

@InputType('RenewSubscriptionInput', { description: 'A further term, with the same conditions or others.' })
export class RenewSubscriptionInput extends ConditionsInput {
  @Field(() => DateScalar, { nullable: true, description: 'From when; the renewal date when left out.' })
  on?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When it is next renewed; a term later when left out.',
  })
  renewsOn?: string | null;
}

@InputType('CancelSubscriptionInput', { description: 'Asks for the end of a subscription.' })
export class CancelSubscriptionInput extends UpdateInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: "When it was asked for; today in the customer's time zone when left out, never later.",
  })
  cancelledOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer runs; the renewal date when left out.',
  })
  endsOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters.' })
  reason?: string | null;
}

@InputType('EndSubscriptionInput', { description: 'Ends a subscription.' })
export class EndSubscriptionInput extends UpdateInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: "The first day on which it no longer runs; today in the customer's time zone when left out.",
  })
  endedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters.' })
  reason?: string | null;
}

@InputType('ReactivateSubscriptionInput', {
  description: 'Withdraws a cancellation, or makes a subscription that has ended run again.',
})
export class ReactivateSubscriptionInput extends ConditionsInput {
  @Field(() => DateScalar, {
    nullable: true,
    description: "From when; today in the customer's time zone when left out.",
  })
  on?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When it is next renewed; a term later when left out.',
  })
  renewsOn?: string | null;
}

@InputType('ExtendTrialInput', { description: 'More time for a trial.' })
export class ExtendTrialInput extends CreateInput {
  @Field(() => ID, { description: 'The trial, `sub_…`.' })
  subscriptionId!: string;

  @Field(() => Int, {
    description: 'Its version as the caller has read it; a stale one is refused with `CONFLICT`.',
  })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'The new first day out, later than the present one.' })
  until!: string;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@InputType('ConvertSubscriptionInput', {
  description:
    'Ends a trial (or another free subscription) in favour of a paid one that begins on the same day.',
})
export class ConvertSubscriptionInput extends CreateInput {
  @Field(() => ID, { description: 'What is converted, `sub_…`.' })
  subscriptionId!: string;

  @Field(() => Int, {
    description: 'Its version as the caller has read it; a stale one is refused with `CONFLICT`.',
  })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The plan of the paid one, `pln_…`.' })
  planId!: string;

  @Field(() => Int, { defaultValue: 1, description: 'How many units, 1 or more.' })
  quantity!: number;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Price of the whole paid subscription a month; what the plan lists when left out.',
  })
  monthlyPrice?: MoneyInput | null;

  @Field(() => SubscriptionTerm, { nullable: true, description: 'How often it is renewed; null: it is not.' })
  term?: SubscriptionTerm | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "On which day; today in the customer's time zone when left out.",
  })
  on?: string | null;
}
