import { ConnectionArgs, connectionOf, DateScalar, Money, Ratio } from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CustomerSegment } from '../customer/index.js';
import type { MovementKind } from './revenue-movement.rules.js';

/** How a customer's monthly recurring revenue moved. */
export enum RevenueMovementKind {
  NEW = 'NEW',
  REACTIVATED = 'REACTIVATED',
  EXPANSION = 'EXPANSION',
  CONTRACTION = 'CONTRACTION',
  CHURNED = 'CHURNED',
}
registerEnumType(RevenueMovementKind, {
  name: 'RevenueMovementKind',
  description: "How a customer's monthly recurring revenue moved on a day, all that happened on it netted.",
  valuesConfig: {
    NEW: { description: 'It pays for the first time: all it then pays.' },
    REACTIVATED: { description: 'It pays again after a day or more without paying: all it then pays.' },
    EXPANSION: { description: 'It pays more than the day before, in this currency.' },
    CONTRACTION: { description: 'It pays less than the day before, in this currency, but still something.' },
    CHURNED: { description: 'It pays nothing any more: all it paid the day before.' },
  },
});

/** How long each period of a report is. */
export enum SubscriptionReportGrain {
  WHOLE = 'WHOLE',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
}
registerEnumType(SubscriptionReportGrain, {
  name: 'SubscriptionReportGrain',
  description: 'How long each period of a report is; periods are cut where calendar months begin.',
  valuesConfig: {
    WHOLE: { description: 'One period: all days asked for.' },
    MONTH: { description: 'Calendar months.' },
    QUARTER: { description: 'Calendar quarters.' },
    YEAR: { description: 'Calendar years.' },
  },
});

/** By what customers are told apart in a report. */
export enum SubscriptionReportDimension {
  PARTNER = 'PARTNER',
  REGION = 'REGION',
  SEGMENT = 'SEGMENT',
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
}
registerEnumType(SubscriptionReportDimension, {
  name: 'SubscriptionReportDimension',
  description: 'By what customers are told apart, as they are today; each customer is in exactly one group.',
  valuesConfig: {
    PARTNER: { description: 'By the partner that resells to them.' },
    REGION: { description: 'By sales region.' },
    SEGMENT: { description: 'By segment.' },
    ACCOUNT_MANAGER: { description: 'By who looks after their contracts.' },
  },
});

@ObjectType('CustomerBridge', {
  description:
    'Paying customers (with a `STANDARD` subscription priced above zero): start + new + reactivated − churned = end.',
})
export class CustomerBridge {
  @Field(() => Int, { description: 'Paying the day before the period begins.' })
  start!: number;

  @Field(() => Int, { description: 'Began to pay for the first time in it.' })
  new!: number;

  @Field(() => Int, {
    description: 'Came back in it after a day or more; one who returns twice counts twice.',
  })
  reactivated!: number;

  @Field(() => Int, { description: 'Stopped paying altogether in it; those who arrived in it too.' })
  churned!: number;

  @Field(() => Int, { description: 'Paying on its last day.' })
  end!: number;
}

@ObjectType('RevenueBridge', {
  description:
    'Monthly recurring revenue in one currency: start + new + reactivated + expansion − contraction − churned = end.',
})
export class RevenueBridge {
  @Field(() => String, { description: 'ISO 4217 currency code.' })
  currency!: string;

  @Field(() => Money, { description: 'The day before the period begins.' })
  start!: Money;

  @Field(() => Money, { description: 'Of customers who began to pay.' })
  new!: Money;

  @Field(() => Money, { description: 'Of customers who came back.' })
  reactivated!: Money;

  @Field(() => Money, {
    description: 'What customers who stayed pay more: upgrades, add-ons, higher prices.',
  })
  expansion!: Money;

  @Field(() => Money, { description: 'What customers who stayed pay less; above zero.' })
  contraction!: Money;

  @Field(() => Money, { description: 'Of customers who stopped paying altogether; above zero.' })
  churned!: Money;

  @Field(() => Money, { description: 'On the last day of the period.' })
  end!: Money;
}

@ObjectType('RenewalSummary', { description: 'Renewals of `STANDARD` subscriptions in a period.' })
export class RenewalSummary {
  @Field(() => Int, {
    description:
      'Renewals made, renewal dates in the period not acted on yet, and cancelled subscriptions with a term that ended in it.',
  })
  due!: number;

  @Field(() => Int, { description: 'Renewals made for a term that begins in the period.' })
  renewed!: number;

  @Field(() => Ratio, { description: 'Renewal rate: renewed ÷ due.' })
  rate!: Ratio;

  @Field(() => Int, {
    description: 'How often the end of a subscription was asked for in the period, whenever it takes effect.',
  })
  cancellationsAsked!: number;
}

@ObjectType('SubscriptionReportRow', { description: 'One group of customers over one period.' })
export class SubscriptionReportRow {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out.' })
  to!: string;

  partnerId!: string | null;

  @Field(() => String, { nullable: true, description: 'Sales region; null: none, or not asked for.' })
  region!: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'Segment; null: none, or not asked for.' })
  segment!: keyof typeof CustomerSegment | null;

  accountManagerId!: string | null;

  @Field(() => CustomerBridge, { description: 'How many customers came, went and stayed.' })
  customers!: CustomerBridge;

  @Field(() => [RevenueBridge], { description: 'Where recurring revenue went, by currency in their order.' })
  revenue!: RevenueBridge[];

  @Field(() => RenewalSummary, { description: 'What came up for renewal, and what became of it.' })
  renewals!: RenewalSummary;
}

@ObjectType('SubscriptionReport', { description: 'What happened to subscriptions, for sales.' })
export class SubscriptionReport {
  @Field(() => [SubscriptionReportRow], {
    description:
      'Every group in every period in which it had a customer or a movement, by period, then by group.',
  })
  rows!: SubscriptionReportRow[];

  @Field(() => [SubscriptionReportRow], { description: 'All groups together, one row a period.' })
  totals!: SubscriptionReportRow[];
}

@InputType('SubscriptionReportFilter', { description: 'Of which customers; all conditions must hold.' })
export class SubscriptionReportFilter {
  @Field(() => ID, { nullable: true, description: 'Resold to by this partner itself, `par_…`.' })
  partnerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Sales region, exact.' })
  region?: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'Of this segment.' })
  segment?: CustomerSegment | null;

  @Field(() => ID, { nullable: true, description: 'Looked after by this account manager, `per_…`.' })
  accountManagerId?: string | null;
}

@ArgsType()
export class SubscriptionReportArgs {
  @Field(() => DateScalar, { description: 'The first day, as it was where each customer is.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out; after `from`, also ahead of today.' })
  to!: string;

  @Field(() => SubscriptionReportGrain, {
    defaultValue: SubscriptionReportGrain.WHOLE,
    description: 'How long each period is; at most 120 periods.',
  })
  grain!: SubscriptionReportGrain;

  @Field(() => [SubscriptionReportDimension], {
    defaultValue: [],
    description: 'By what customers are told apart; none: all together.',
  })
  by!: SubscriptionReportDimension[];

  @Field(() => SubscriptionReportFilter, {
    nullable: true,
    description: 'Of which customers; all by default.',
  })
  filter?: SubscriptionReportFilter | null;
}

@ObjectType('RevenueMovement', {
  description:
    "A change of one customer's monthly recurring revenue in one currency: what a report's figures are made of.",
})
export class RevenueMovement {
  @Field(() => DateScalar, { description: 'The first day on which it is so, where the customer is.' })
  on!: string;

  @Field(() => RevenueMovementKind, { description: 'What kind of change.' })
  kind!: MovementKind;

  @Field(() => Money, { description: 'By how much, above zero.' })
  amount!: Money;

  customerId!: string;
}

export const { Connection: RevenueMovementConnection } = connectionOf(
  () => RevenueMovement,
  'RevenueMovement',
);

@ArgsType()
export class RevenueMovementsArgs extends ConnectionArgs {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out; after `from`.' })
  to!: string;

  @Field(() => [RevenueMovementKind], { nullable: true, description: 'Of these kinds; all by default.' })
  kinds?: RevenueMovementKind[] | null;

  @Field(() => SubscriptionReportFilter, {
    nullable: true,
    description: 'Of which customers; all by default.',
  })
  filter?: SubscriptionReportFilter | null;
}
