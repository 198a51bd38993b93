import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateScalar, Money, Ratio } from '@plimsoll/shared';
import { CostClass } from '../cost/index.js';
import { Customer, Person } from '../reference/index.js';
import { ALLOCATION_RULES } from './allocation.rules.js';
import { CostDimension, TicketCostDimension } from './cost-line.rules.js';
import { MarginDimension } from './margin.rules.js';

registerEnumType(CostDimension, {
  name: 'CostDimension',
  description: 'What costs are told by, as they name it themselves.',
  valuesConfig: {
    CLASS: { description: 'What it was spent for.' },
    KIND: { description: 'What it was spent on, in the company’s own words.' },
    MONTH: { description: 'The month of its day, `YYYY-MM`.' },
    QUEUE: { description: 'The queue it names, `que_…`.' },
    PRODUCT: { description: 'The product it names, `prd_…`.' },
    ASSET: { description: 'The asset it names, `ast_…`.' },
  },
});
registerEnumType(TicketCostDimension, {
  name: 'TicketCostDimension',
  description: 'What the cost of tickets is told by.',
  valuesConfig: {
    QUEUE: { description: 'The queue that a ticket stands in, `que_…`.' },
    TIER: { description: 'The tier that a ticket is on.' },
  },
});
registerEnumType(MarginDimension, {
  name: 'MarginDimension',
  description: 'What revenue and cost to serve are told by: what customers were at the end of the period.',
  valuesConfig: {
    SUPPORT_LEVEL: { description: 'The support level of the plan that brought most revenue, `lvl_…`.' },
    SEGMENT: { description: 'Segment.' },
    REGION: { description: 'Region.' },
    PARTNER: { description: 'Reseller, `par_…`.' },
    ACCOUNT_MANAGER: { description: 'Account manager, `per_…`.' },
  },
});

@ArgsType()
export class CostPeriodArgs {
  @Field(() => DateScalar, { description: 'The first day of the period.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day behind the period; at most ten years later.' })
  to!: string;
}

@ObjectType('CostReport', {
  description:
    'What the company spent in a period and on whom, in the reporting currency: each cost at the exchange rates of the last day of its month (or of the period, or today, where that is earlier). Staff and analysts only. The records are the list `costs`.',
})
export class CostReport {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day behind.' })
  to!: string;

  @Field(() => Int, { description: 'The version of the rules by which costs are classed and shared out.' })
  rulesVersion!: number;

  @Field(() => String, { description: 'The rules by which costs are classed and shared out.' })
  rules!: string;
}

@ObjectType('CostLine', { description: 'The costs that name the same thing.' })
export class CostLine {
  @Field(() => String, { nullable: true, description: 'The value; null: of costs that name none.' })
  key!: string | null;

  @Field(() => Money, { description: 'How much.' })
  cost!: Money;

  @Field(() => Int, { description: 'Out of how many costs.' })
  recordCount!: number;
}

@ObjectType('TicketCostLine', { description: 'What the tickets of a queue or a tier cost.' })
export class TicketCostLine {
  @Field(() => String, { nullable: true, description: 'The queue or tier; null: of tickets in none.' })
  key!: string | null;

  @Field(() => Money, { description: 'Costs of class DESK that fall to it.' })
  cost!: Money;

  @Field(() => Int, { description: 'Tickets resolved in the period, merged ones left out.' })
  ticketCount!: number;

  @Field(() => Money, { nullable: true, description: 'cost ÷ ticketCount; null without tickets.' })
  costPerTicket!: Money | null;
}

@ObjectType('CostShare', { description: 'What was spent for one thing.' })
export class CostShare {
  @Field(() => CostClass, { description: 'For what.' })
  class!: CostClass;

  @Field(() => Money, { description: 'How much.' })
  cost!: Money;
}

@ObjectType('CustomerMargin', {
  description: `What a customer brought and what it cost to serve it. ${ALLOCATION_RULES}`,
})
export class CustomerMargin {
  @Field(() => Customer, { nullable: true, description: 'Who; null: costs that are allocated to nobody.' })
  customer!: Customer | null;

  @Field(() => Money, { description: 'Cost to serve.' })
  cost!: Money;

  @Field(() => [CostShare], { description: 'What it is made of.' })
  parts!: CostShare[];

  @Field(() => Money, {
    description:
      'Recurring revenue of the period: each day of a price period is worth its monthly price ÷ the days of its month, at the exchange rates of the last day of the period; what has no rate is left out.',
  })
  revenue!: Money;

  @Field(() => Money, { description: 'revenue − cost.' })
  margin!: Money;

  @Field(() => Ratio, { description: 'margin ÷ revenue, in the currency’s minor unit.' })
  marginRatio!: Ratio;
}

@ObjectType('MarginLine', { description: 'What customers that have something in common brought and cost.' })
export class MarginLine {
  @Field(() => String, {
    nullable: true,
    description: 'What they have in common; null: of customers without, and costs of nobody.',
  })
  key!: string | null;

  @Field(() => String, { nullable: true, description: 'The name of the support level or reseller.' })
  name!: string | null;

  @Field(() => Person, { nullable: true, description: 'The account manager.' })
  person!: Person | null;

  @Field(() => Int, { description: 'How many customers with revenue or costs.' })
  customerCount!: number;

  @Field(() => Ratio, {
    description:
      'Customers of the line that brought revenue, of all that did: by SUPPORT_LEVEL the penetration of each support level.',
  })
  payingShare!: Ratio;

  @Field(() => Money, { description: 'Cost to serve.' })
  cost!: Money;

  @Field(() => Money, { description: 'Recurring revenue of the period.' })
  revenue!: Money;

  @Field(() => Money, { description: 'revenue − cost.' })
  margin!: Money;

  @Field(() => Ratio, { description: 'margin ÷ revenue, in the currency’s minor unit.' })
  marginRatio!: Ratio;
}

@ObjectType('DowntimeCost', { description: 'What downtime cost the company, service credits aside.' })
export class DowntimeCost {
  @Field(() => Money, { description: 'Costs of class DOWNTIME.' })
  cost!: Money;

  @Field(() => Float, {
    description:
      'Seconds in which any customer was DOWN by an unplanned incident, up to now: the union over incidents.',
  })
  downSeconds!: number;

  @Field(() => Money, { nullable: true, description: 'cost ÷ hours down; null without downtime.' })
  costPerHour!: Money | null;
}

@ObjectType('ChangeCost', { description: 'What changes cost the company.' })
export class ChangeCost {
  @Field(() => Money, { description: 'Costs of class CHANGE.' })
  cost!: Money;

  @Field(() => Int, { description: 'Changes that came to an end in the period, whatever their outcome.' })
  changeCount!: number;

  @Field(() => Money, { nullable: true, description: 'cost ÷ changeCount; null without changes.' })
  costPerChange!: Money | null;
}

export const { Connection: CustomerMarginConnection } = connectionOf(() => CustomerMargin, 'CustomerMargin');
