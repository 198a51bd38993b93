import { CreateInput, DateScalar, MoneyInput, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { BrandingInput } from '../branding/index.js';
import { CustomerSegment } from '../customer/index.js';
import { Order, OrderAction } from '../order/index.js';
import { SubscriptionKind, SubscriptionTerm } from '../subscription/index.js';

@InputType('OrderLineInput', { description: 'One thing that is ordered.' })
export class OrderLineInput {
  @Field(() => OrderAction, { description: 'What is asked for.' })
  action!: OrderAction;

  @Field(() => ID, {
    nullable: true,
    description:
      'The plan, `pln_…`: of a `NEW` line required; of a `CHANGE` or `RENEW` line another plan of the same product and currency.',
  })
  planId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The subscription, `sub_…`: required but for a `NEW` line, which makes one.',
  })
  subscriptionId?: string | null;

  @Field(() => SubscriptionKind, {
    nullable: true,
    description: 'What a new subscription is for; `STANDARD` when left out.',
  })
  kind?: SubscriptionKind | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Units, 1–1,000,000: of an `ADD_ON` line those that are added, else those of the whole subscription (1 of a `NEW` line, as many as before of the others, when left out).',
  })
  quantity?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Where a new subscription is to run; in the customer's region when left out.",
  })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The line of business whose pods it may use; the customer's own when left out.",
  })
  vertical?: string | null;

  @Field(() => BrandingInput, {
    nullable: true,
    description: "Branding of its own; the customer's effective branding when left out.",
  })
  branding?: BrandingInput | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "From which day, at most five years ahead; today in the customer's time zone when left out, of a `RENEW` or `TERMINATE` line the renewal date. Of a `TERMINATE` line it is the first day out.",
  })
  effectiveOn?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Planned first day out of a new subscription, at most ten years after the first; open when left out, of a `TRIAL` as `trialExtensionPolicy` says.',
  })
  endsOn?: string | null;

  @Field(() => SubscriptionTerm, {
    nullable: true,
    description:
      'How often a new subscription is renewed; a `STANDARD` one without an end every month when left out.',
  })
  term?: SubscriptionTerm | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a new subscription renews by itself; only a `MONTHLY` one does when left out.',
  })
  autoRenew?: boolean | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'Another price of the whole subscription a month than the price list gives, with a `reason`. Roles: admin, manager.',
  })
  monthlyPrice?: MoneyInput | null;

  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters.' })
  reason?: string | null;
}

@InputType('OrderCustomerInput', { description: 'A new customer that is enrolled with its first order.' })
export class OrderCustomerInput {
  @Field(() => String, { description: "The company's name, 1–200 characters." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Customer support identifier, unique; issued when left out.',
  })
  csi?: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'How large it is to us.' })
  segment?: CustomerSegment | null;

  @Field(() => String, { nullable: true, description: 'The sales region it belongs to.' })
  region?: string | null;

  @Field(() => String, { defaultValue: 'UTC', description: 'IANA time zone, such as `Europe/Berlin`.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'BCP 47 tag, such as `de-DE`.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'Its line of business.' })
  vertical?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its account manager, `per_…`; only staff may say.' })
  accountManagerId?: string | null;
}

@InputType('PlaceOrderInput', { description: 'An order for one customer.' })
export class PlaceOrderInput extends CreateInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The customer, `cus_…`; a contact may leave it out. Either this or `customer`.',
  })
  customerId?: string | null;

  @Field(() => OrderCustomerInput, {
    nullable: true,
    description: 'A new customer; staff and partners may enrol one. Either this or `customerId`.',
  })
  customer?: OrderCustomerInput | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The partner that resells, `par_…`: of a new customer (the caller itself where it is a partner), else the one that resells to the customer.',
  })
  partnerId?: string | null;

  @Field(() => [OrderLineInput], { description: 'What is ordered, 1–50 lines.' })
  lines!: OrderLineInput[];

  @Field(() => String, { nullable: true, description: 'What is to be remembered of it, 1–2,000 characters.' })
  note?: string | null;
}

@InputType('CancelOrderInput', { description: 'Calls off an order that is not fulfilled yet.' })
export class CancelOrderInput extends UpdateInput {
  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('OrderPayload', { description: 'The order after a mutation, or why nothing changed.' })
export class OrderPayload {
  @Field(() => Order, { nullable: true, description: 'The order as it is now; null when refused.' })
  order?: Order | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
