import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  DurationScalar,
  Money,
  OrderDirection,
  RecordObject,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Term } from '../subscription-event/index.js';

/** What a subscription is for. */
export enum SubscriptionKind {
  FREE = 'FREE',
  TRIAL = 'TRIAL',
  PILOT = 'PILOT',
  DEMO = 'DEMO',
  TRAINING = 'TRAINING',
  PARTNER = 'PARTNER',
  STANDARD = 'STANDARD',
}
registerEnumType(SubscriptionKind, {
  name: 'SubscriptionKind',
  description: 'What a subscription is for.',
  valuesConfig: {
    FREE: { description: 'Free of charge, without an end.' },
    TRIAL: { description: 'To try before buying; it has an end, which may be extended.' },
    PILOT: { description: 'A customer tries something new with us.' },
    DEMO: { description: 'For demonstrations.' },
    TRAINING: { description: 'For training.' },
    PARTNER: { description: "For a partner's own use." },
    STANDARD: { description: 'Paid for.' },
  },
});

/** Where a subscription stands today. */
export enum SubscriptionStatus {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  CANCELLING = 'CANCELLING',
  ENDED = 'ENDED',
}
registerEnumType(SubscriptionStatus, {
  name: 'SubscriptionStatus',
  description: "Where a subscription stands today, in its customer's time zone.",
  valuesConfig: {
    PENDING: { description: 'Its first day is ahead, or its tenant is not ready yet.' },
    ACTIVE: { description: 'It runs.' },
    CANCELLING: { description: 'It runs, and its end has been asked for.' },
    ENDED: { description: 'It no longer runs.' },
  },
});

/** How often a subscription is renewed. */
export enum SubscriptionTerm {
  MONTHLY = 'MONTHLY',
  QUARTERLY = 'QUARTERLY',
  SEMIANNUAL = 'SEMIANNUAL',
  ANNUAL = 'ANNUAL',
  BIENNIAL = 'BIENNIAL',
  TRIENNIAL = 'TRIENNIAL',
}
registerEnumType(SubscriptionTerm, {
  name: 'SubscriptionTerm',
  description: 'How often a subscription is renewed.',
  valuesConfig: {
    MONTHLY: { description: 'Every month.' },
    QUARTERLY: { description: 'Every three months.' },
    SEMIANNUAL: { description: 'Every six months.' },
    ANNUAL: { description: 'Every year.' },
    BIENNIAL: { description: 'Every two years.' },
    TRIENNIAL: { description: 'Every three years.' },
  },
});

@ObjectType('SubscriptionPeriod', {
  description: 'Days on which a subscription had one plan, quantity and price.',
})
export class SubscriptionPeriod {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day out; null: open.' })
  to!: string | null;

  @Field(() => Int, { description: 'How many units.' })
  quantity!: number;

  @Field(() => Money, { description: 'Price of the whole subscription, all units, a month.' })
  monthlyPrice!: Money;

  planId!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('CustomerSubscription', {
  description: 'A product that a customer uses under a plan, with its price and dates.',
})
export class CustomerSubscription extends RecordObject {
  @Field(() => SubscriptionKind, { nullable: true, description: 'What it is for.' })
  kind?: SubscriptionKind | keyof typeof SubscriptionKind | null;

  @Field(() => SubscriptionTerm, { nullable: true, description: 'How often it is renewed; null: it is not.' })
  term?: SubscriptionTerm | keyof typeof SubscriptionTerm | null;

  @Field(() => DateScalar, { nullable: true, description: 'Its first day.' })
  startedOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it is to be renewed; null: it is not.' })
  renewsOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'When its end was asked for; it takes effect later, on `endsOn`.',
  })
  cancelledOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it ended, or is to end.' })
  endReason?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its tenant was ready; until then it is `PENDING` and counts nowhere.',
  })
  activatedAt?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is renewed on its renewal date without anybody asking, by an order of its own.',
  })
  autoRenew?: boolean | null;

  customerId?: string | null;

  planId?: string | null;

  productId?: string | null;

  quantity?: number | null;

  monthlyPrice?: string | null;

  currency?: string | null;

  /** The first day out, planned or past. */
  endedOn?: string | null;

  podId?: string | null;

  terms?: Term[] | null;
}

@ObjectType('Renewal', { description: 'A subscription that comes up for renewal.' })
export class Renewal {
  @Field(() => DateScalar, { description: 'When.' })
  renewsOn!: string;

  @Field(() => CustomerSubscription, { description: 'Which.' })
  subscription!: CustomerSubscription;
}

@InputType('SubscriptionFilter', { description: 'Which subscriptions; all conditions must hold.' })
export class SubscriptionFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this product, `prd_…`.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Under this plan now, before or later, `pln_…`.' })
  planId?: string | null;

  @Field(() => ID, { nullable: true, description: 'On this pod, `pod_…`.' })
  podId?: string | null;

  @Field(() => SubscriptionKind, { nullable: true, description: 'Of this kind.' })
  kind?: SubscriptionKind | null;

  @Field(() => SubscriptionStatus, { nullable: true, description: 'That stand there today.' })
  status?: SubscriptionStatus | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description:
      "To be renewed from today (in the customer's time zone) on, at most so far ahead, such as `P30D`, 0–100 years; cancelled ones are not.",
  })
  renewsWithin?: string | null;
}

/** By what subscriptions are sorted. */
export enum SubscriptionOrderField {
  STARTED_ON = 'STARTED_ON',
  RENEWS_ON = 'RENEWS_ON',
}
registerEnumType(SubscriptionOrderField, {
  name: 'SubscriptionOrderField',
  description: 'By what subscriptions are sorted.',
  valuesConfig: {
    STARTED_ON: { description: 'By their first day.' },
    RENEWS_ON: { description: 'By their renewal date; those without one come last in ascending order.' },
  },
});

@InputType('SubscriptionOrder', { description: 'How subscriptions are sorted.' })
export class SubscriptionOrder {
  @Field(() => SubscriptionOrderField, { description: 'By what.' })
  field!: SubscriptionOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class SubscriptionsArgs extends ConnectionArgs {
  @Field(() => SubscriptionFilter, { nullable: true, description: 'Which subscriptions; all by default.' })
  filter?: SubscriptionFilter | null;

  @Field(() => SubscriptionOrder, {
    nullable: true,
    description: 'How they are sorted; by their first day by default.',
  })
  orderBy?: SubscriptionOrder | null;
}

export const { Connection: SubscriptionConnection } = connectionOf(
  () => CustomerSubscription,
  'CustomerSubscription',
);
