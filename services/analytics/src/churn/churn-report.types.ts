import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateScalar, Money, Ratio } from '@plimsoll/shared';
import { Customer, Person, Plan } from '../reference/index.js';
import type { ChurnGroup, ChurnQuestion } from './churn-report.rules.js';

/** By what a churn report tells customers apart. */
export enum ChurnReportDimension {
  SEGMENT = 'SEGMENT',
  PARTNER = 'PARTNER',
  PLAN = 'PLAN',
  REASON = 'REASON',
  TENURE = 'TENURE',
  ACCOUNT_MANAGER = 'ACCOUNT_MANAGER',
  REGION = 'REGION',
  VERTICAL = 'VERTICAL',
}
registerEnumType(ChurnReportDimension, {
  name: 'ChurnReportDimension',
  description:
    'By what a churn report tells customers apart. Each customer is in exactly one group, with all that it did in the period, so that groups add up to the total. What a customer was is taken as it was when the period began; of one that was recorded later, as it was first recorded.',
  valuesConfig: {
    SEGMENT: { description: 'By segment when the period began.' },
    PARTNER: { description: 'By the partner that resold to it when the period began.' },
    PLAN: {
      description:
        'By the plan it paid most for when the period began; of one that paid nothing then, by the plan it pays most for when it arrives in the period.',
    },
    REASON: {
      description:
        'By the reason given for its last loss in the period (`NOT_RECORDED`: none was given); null: it was not lost.',
    },
    TENURE: {
      description:
        'By how long it had been paying when the period began, since it arrived or came back: `UNDER_3_MONTHS` (90 days), `UNDER_1_YEAR` (365 days), `UNDER_2_YEARS`, `UNDER_5_YEARS`, `FROM_5_YEARS`; `ARRIVED`: it paid nothing then.',
    },
    ACCOUNT_MANAGER: { description: 'By who looked after its contracts when the period began.' },
    REGION: { description: 'By sales region when the period began.' },
    VERTICAL: { description: 'By line of business when the period began.' },
  },
});

@ObjectType('PayingCustomerBridge', {
  description:
    'Paying customers (with a `STANDARD` subscription priced above zero): start + new + reactivated − churned = end.',
})
export class PayingCustomerBridge {
  @Field(() => Int, { description: 'Paid the day before the period begins.' })
  start!: number;

  @Field(() => Int, { description: 'Began to pay for the first time in it.' })
  new!: number;

  @Field(() => Int, {
    description: 'Came back in it after a day or more; one who returns twice counts twice.',
  })
  reactivated!: number;

  @Field(() => Int, {
    description: 'Stopped paying altogether in it, those who arrived in it too; one lost twice counts twice.',
  })
  churned!: number;

  @Field(() => Int, { description: 'Pay on its last day.' })
  end!: number;
}

@ObjectType('RecurringRevenueBridge', {
  description:
    'Monthly recurring revenue in one currency, exact: start + new + reactivated + expansion − contraction − churned = end.',
})
export class RecurringRevenueBridge {
  @Field(() => String, { description: 'ISO 4217 currency code.' })
  currency!: string;

  @Field(() => Money, { description: 'The day before the period begins.' })
  start!: Money;

  @Field(() => Money, { description: 'Of customers who began to pay: all they then pay.' })
  new!: Money;

  @Field(() => Money, { description: 'Of customers who came back: all they then pay.' })
  reactivated!: Money;

  @Field(() => Money, { description: 'What customers who stayed pay more.' })
  expansion!: Money;

  @Field(() => Money, {
    description: 'What customers who stayed pay less, such as one of two subscriptions; above zero.',
  })
  contraction!: Money;

  @Field(() => Money, {
    description: 'Of customers who stopped paying altogether: all they paid; above zero.',
  })
  churned!: Money;

  @Field(() => Money, { description: 'On the last day of the period.' })
  end!: Money;
}

@ObjectType('PrecedingEvents', {
  description:
    'What happened to a customer in the 90 days (UTC) before it was lost, the day itself left out. It tells what came before, not what caused it.',
})
export class PrecedingEvents {
  @Field(() => Int, {
    description:
      'Months of service level of its products that began in these days (where it is) and are breached.',
  })
  breachedMonths!: number;

  @Field(() => Int, { description: 'Clocks of its tickets that ran out in these days.' })
  breachedClocks!: number;

  @Field(() => Float, {
    description:
      'Days that its tickets were open in these days, of all tickets together; merged ones left out.',
  })
  ticketDays!: number;

  @Field(() => Int, { description: 'Escalations raised about its tickets.' })
  escalations!: number;

  @Field(() => Int, { description: 'How often tickets that were open in these days were opened again.' })
  reopenings!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much more (above 0) or less it used than in the 90 days before these: mean over its metrics of recent ÷ earlier use, less 1; null where nothing was measured earlier.',
  })
  usageChange!: number | null;
}

@ObjectType('PrecedingEventsSummary', {
  description:
    'What happened to customers in 90 days, summed over them. Beside each other those of customers lost and of customers who stayed tell an association, not a cause.',
})
export class PrecedingEventsSummary {
  @Field(() => Int, { description: 'Customers; one lost twice counts twice.' })
  customers!: number;

  @Field(() => Int, { description: 'Breached months of service level, as `PrecedingEvents.breachedMonths`.' })
  breachedMonths!: number;

  @Field(() => Int, { description: 'Clocks that ran out, as `PrecedingEvents.breachedClocks`.' })
  breachedClocks!: number;

  @Field(() => Float, { description: 'Days that tickets were open, as `PrecedingEvents.ticketDays`.' })
  ticketDays!: number;

  @Field(() => Int, { description: 'Escalations.' })
  escalations!: number;

  @Field(() => Int, { description: 'Reopenings of tickets.' })
  reopenings!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean of `PrecedingEvents.usageChange` over the customers of whom use was measured; null without one.',
  })
  usageChange!: number | null;

  @Field(() => Int, { description: 'Customers that use less by a fifth or more.' })
  declining!: number;

  @Field(() => Ratio, { description: '(breachedMonths + breachedClocks) ÷ customers.' })
  breachesPerCustomer!: Ratio;

  @Field(() => Ratio, { description: 'ticketDays ÷ customers.' })
  ticketDaysPerCustomer!: Ratio;
}

@ObjectType('LostCustomer', { description: 'A customer that stopped paying altogether on a day.' })
export class LostCustomer {
  customerId!: string;

  @Field(() => Customer, { description: 'Who.' })
  customer!: Customer;

  @Field(() => DateScalar, { description: 'The first day without.' })
  on!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The reason given for the end of the subscription it paid most for; null: none is recorded.',
  })
  reason!: string | null;

  @Field(() => Plan, { nullable: true, description: 'The plan it paid most for; null where none is told.' })
  plan!: Plan | null;

  @Field(() => Int, { description: 'Days since it began to pay, the last time where it had come back.' })
  tenureDays!: number;

  @Field(() => Boolean, {
    description:
      'Whether rates count it: it paid when the period began, and is lost for the first time in it. Others stand in the bridge alone.',
  })
  counted!: boolean;

  @Field(() => [Money], { description: 'What it paid a month, by currency.' })
  monthlyRecurringRevenue!: Money[];
}

export const { Connection: LostCustomerConnection } = connectionOf(() => LostCustomer, 'LostCustomer');

@ObjectType('ChurnReportRow', { description: 'One group of customers in a churn report, or all of them.' })
export class ChurnReportRow {
  group!: ChurnGroup;

  @Field(() => String, {
    nullable: true,
    description:
      'What the customers of the group have in common: a word of its dimension, or an identifier; null: nothing on record, or the total.',
  })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the partner or plan; null of other groups.' })
  name!: string | null;

  @Field(() => Person, {
    nullable: true,
    description: 'The account manager of the group, where the report is by account manager; else null.',
  })
  accountManager!: Person | null;

  @Field(() => PayingCustomerBridge, { description: 'How many came, went and stayed.' })
  customers!: PayingCustomerBridge;

  @Field(() => RecurringRevenueBridge, {
    nullable: true,
    description:
      "Where revenue went, in the reporting currency at the rates of the period's first day, which count with twelve decimals; null where a rate is missing.",
  })
  revenue!: RecurringRevenueBridge | null;

  @Field(() => [RecurringRevenueBridge], { description: 'Where revenue went, by currency.' })
  revenueByCurrency!: RecurringRevenueBridge[];

  @Field(() => Ratio, {
    description:
      'Customers lost ÷ customers at the start. Only losses among those at the start count, each customer once.',
  })
  logoChurn!: Ratio;

  @Field(() => Ratio, {
    nullable: true,
    description:
      'Gross revenue churn: (churned + contraction) ÷ revenue at the start, in the reporting currency at the rates of the first day. Of customers at the start only, up to their loss; null where a rate is missing.',
  })
  grossRevenueChurn!: Ratio | null;

  @Field(() => Ratio, {
    nullable: true,
    description:
      'Net revenue churn: (churned + contraction − expansion) ÷ revenue at the start, counted as gross revenue churn is.',
  })
  netRevenueChurn!: Ratio | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Average customer lifetime: mean days that the customers counted as lost had been paying; null without one.',
  })
  averageLifetimeDays!: number | null;

  @Field(() => Ratio, {
    description:
      'Renewal rate of `STANDARD` subscriptions: renewed ÷ due. Due are renewals made, renewal dates not acted on, and cancelled subscriptions with a term that ended.',
  })
  renewalRate!: Ratio;

  @Field(() => Int, {
    description: 'How often the end of a subscription was asked for in the period, whenever it takes effect.',
  })
  cancellationsAsked!: number;

  @Field(() => Ratio, {
    description:
      'Cancellation rate: subscriptions paid for at the start whose end was asked for in the period ÷ subscriptions paid for at the start. It counts the asking; churn counts the effect.',
  })
  cancellationRate!: Ratio;

  @Field(() => Ratio, {
    description:
      'Subscriptions paid for at the start that were upgraded ÷ subscriptions paid for at the start.',
  })
  upgradeRate!: Ratio;

  @Field(() => Ratio, {
    description:
      'Subscriptions paid for at the start that were downgraded ÷ subscriptions paid for at the start.',
  })
  downgradeRate!: Ratio;
}

@ObjectType('ChurnReport', {
  description: 'Who came and went in a period and what that did to recurring revenue, by group.',
})
export class ChurnReport {
  question!: ChurnQuestion;

  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out: as asked for, or the day behind `asOf`.' })
  to!: string;

  @Field(() => ChurnReportDimension, { description: 'By what customers are told apart.' })
  by!: ChurnReportDimension;

  @Field(() => [ChurnReportRow], {
    description: 'The groups in order of key, that of no key last. They add up to the total.',
  })
  rows!: ChurnReportRow[];

  @Field(() => ChurnReportRow, { description: 'All customers.' })
  total!: ChurnReportRow;

  @Field(() => [String], {
    description: 'Currencies without an exchange rate on the first day: amounts with them are null.',
  })
  missingRates!: string[];
}
