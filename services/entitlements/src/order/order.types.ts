import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  DecimalScalar,
  OrderDirection,
  RecordObject,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Branding } from '../branding/index.js';
import { SubscriptionKind, SubscriptionTerm } from '../subscription/index.js';

/** Where an order stands. */
export enum OrderStatus {
  AWAITING_APPROVAL = 'AWAITING_APPROVAL',
  PLACED = 'PLACED',
  WAITING_FOR_CAPACITY = 'WAITING_FOR_CAPACITY',
  IN_PROGRESS = 'IN_PROGRESS',
  FULFILLED = 'FULFILLED',
  FAILED = 'FAILED',
  REJECTED = 'REJECTED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description: 'Where an order stands.',
  valuesConfig: {
    AWAITING_APPROVAL: { description: 'Somebody has to approve it first.' },
    PLACED: { description: 'It is accepted and its fulfilment is to begin.' },
    WAITING_FOR_CAPACITY: { description: 'No pod has a seat for it; it goes on by itself when one has.' },
    IN_PROGRESS: { description: 'It is being fulfilled.' },
    FULFILLED: { description: 'Everything that was ordered is in effect.' },
    FAILED: { description: 'It could not be fulfilled; what had been done was taken back.' },
    REJECTED: { description: 'Whoever had to approve it refused.' },
    CANCELLED: { description: 'It was called off before it was fulfilled.' },
  },
});

/** What a line asks for. */
export enum OrderAction {
  NEW = 'NEW',
  ADD_ON = 'ADD_ON',
  RENEW = 'RENEW',
  CHANGE = 'CHANGE',
  TERMINATE = 'TERMINATE',
}
registerEnumType(OrderAction, {
  name: 'OrderAction',
  description: 'What a line of an order asks for.',
  valuesConfig: {
    NEW: { description: 'A new subscription.' },
    ADD_ON: { description: 'More units of a subscription.' },
    RENEW: { description: 'A further term of a subscription.' },
    CHANGE: {
      description:
        'Another plan, quantity or price of a subscription: an upgrade or a downgrade, by the price.',
    },
    TERMINATE: { description: 'The end of a subscription.' },
  },
});

/** What an order is about. */
export enum OrderKind {
  NEW = 'NEW',
  ADD_ON = 'ADD_ON',
  RENEW = 'RENEW',
  CHANGE = 'CHANGE',
  TERMINATE = 'TERMINATE',
  MIXED = 'MIXED',
}
registerEnumType(OrderKind, {
  name: 'OrderKind',
  description: 'What an order is about: what all its lines ask for.',
  valuesConfig: {
    NEW: { description: 'New subscriptions.' },
    ADD_ON: { description: 'More units.' },
    RENEW: { description: 'Further terms.' },
    CHANGE: { description: 'Other plans, quantities or prices.' },
    TERMINATE: { description: 'Ends of subscriptions.' },
    MIXED: { description: 'Its lines ask for different things.' },
  },
});

/** On whose side an order was placed. */
export enum OrderChannel {
  STAFF = 'STAFF',
  PARTNER = 'PARTNER',
  CONTACT = 'CONTACT',
  PLATFORM = 'PLATFORM',
}
registerEnumType(OrderChannel, {
  name: 'OrderChannel',
  description: 'On whose side an order was placed.',
  valuesConfig: {
    STAFF: { description: 'By a member of staff.' },
    PARTNER: { description: 'By the reseller, for its customer.' },
    CONTACT: { description: 'By the customer itself.' },
    PLATFORM: { description: 'By the platform: a renewal that came of itself.' },
  },
});

/** What a change does to the price. */
export enum OrderChangeType {
  UPGRADED = 'UPGRADED',
  DOWNGRADED = 'DOWNGRADED',
  ADD_ON = 'ADD_ON',
}
registerEnumType(OrderChangeType, {
  name: 'OrderChangeType',
  description: 'What an order does to a subscription that runs, by its price.',
  valuesConfig: {
    UPGRADED: { description: 'It costs more than before, or as much.' },
    DOWNGRADED: { description: 'It costs less than before.' },
    ADD_ON: { description: 'Units were added.' },
  },
});

@ObjectType('OrderCharge', {
  description:
    'What a line charges, or credits, in the month in which it takes effect, by local day; later months cost the monthly price.',
})
export class OrderCharge {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The first day out.' })
  to!: string;

  @Field(() => DecimalScalar, {
    description: "In the line's currency, rounded to its minor unit; below 0 it is a credit.",
  })
  amount!: string;
}

@ObjectType('OrderLine', { description: 'One thing that an order asks for.' })
export class OrderLine {
  @Field(() => Int, { description: 'Its number, from 1.' })
  number!: number;

  @Field(() => OrderAction, { description: 'What it asks for.' })
  action!: OrderAction | keyof typeof OrderAction;

  @Field(() => OrderChangeType, {
    nullable: true,
    description: 'What an `ADD_ON` or `CHANGE` does; null for the other actions.',
  })
  changeType!: OrderChangeType | keyof typeof OrderChangeType | null;

  @Field(() => SubscriptionKind, { description: 'What the subscription is for.' })
  kind!: SubscriptionKind | keyof typeof SubscriptionKind;

  @Field(() => Int, { description: 'Units of the whole subscription once the line is in effect.' })
  quantity!: number;

  @Field(() => Int, { nullable: true, description: 'Units before; null for a new subscription.' })
  quantityBefore!: number | null;

  @Field(() => String, { nullable: true, description: 'The region in which it is to run.' })
  region!: string | null;

  @Field(() => String, { nullable: true, description: 'The line of business whose pods it may use.' })
  vertical!: string | null;

  @Field(() => Branding, { nullable: true, description: 'Its branding, where it has one of its own.' })
  branding!: Branding | null;

  @Field(() => DateScalar, {
    description: 'The day from which it counts; of a `TERMINATE` the first day out.',
  })
  effectiveOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The planned first day out of a new subscription; null: open.',
  })
  endsOn!: string | null;

  @Field(() => SubscriptionTerm, { nullable: true, description: 'How often it is renewed; null: it is not.' })
  term!: SubscriptionTerm | keyof typeof SubscriptionTerm | null;

  @Field(() => String, { nullable: true, description: 'Why, where somebody said.' })
  reason!: string | null;

  orderId!: string;

  subscriptionId!: string;

  planId!: string;

  unitPrice!: string | null;

  priceListId!: string | null;

  monthlyPrice!: string;

  monthlyPriceBefore!: string;

  currency!: string;

  chargeFrom!: string;

  chargeTo!: string;

  chargeAmount!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Order', { description: 'What a customer, or somebody for it, has ordered.' })
export class Order extends RecordObject {
  @Field(() => OrderStatus, { nullable: true, description: 'Where it stands.' })
  status?: OrderStatus | keyof typeof OrderStatus | null;

  @Field(() => String, { nullable: true, description: 'Why it stands so, where somebody said.' })
  statusReason?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it stands so.' })
  statusSince?: Date | null;

  @Field(() => OrderKind, { nullable: true, description: 'What it is about.' })
  kind?: OrderKind | keyof typeof OrderKind | null;

  @Field(() => OrderChannel, { nullable: true, description: 'On whose side it was placed.' })
  channel?: OrderChannel | keyof typeof OrderChannel | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was placed.' })
  placedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'What whoever placed it had to say.' })
  note?: string | null;

  customerId?: string | null;

  partnerId?: string | null;

  placedBy?: string | null;
}

@InputType('OrderFilter', { description: 'Which orders; all conditions must hold.' })
export class OrderFilter {
  @Field(() => [OrderStatus], { nullable: true, description: 'That stand in one of these.' })
  statuses?: OrderStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of customers that this partner resold to, `par_…`.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With a line on this subscription, `sub_…`.' })
  subscriptionId?: string | null;

  @Field(() => OrderKind, { nullable: true, description: 'About this.' })
  kind?: OrderKind | null;

  @Field(() => OrderChannel, { nullable: true, description: 'Placed on this side.' })
  channel?: OrderChannel | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed at this instant or later.' })
  placedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed before this instant.' })
  placedBefore?: Date | null;
}

/** By what orders are sorted. */
export enum OrderOrderField {
  PLACED_AT = 'PLACED_AT',
}
registerEnumType(OrderOrderField, {
  name: 'OrderOrderField',
  description: 'By what orders are sorted.',
  valuesConfig: { PLACED_AT: { description: 'By when they were placed.' } },
});

@InputType('OrderOrder', { description: 'How orders are sorted.' })
export class OrderOrder {
  @Field(() => OrderOrderField, { description: 'By what.' })
  field!: OrderOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class OrdersArgs extends ConnectionArgs {
  @Field(() => OrderFilter, { nullable: true, description: 'Which orders; all by default.' })
  filter?: OrderFilter | null;

  @Field(() => OrderOrder, {
    nullable: true,
    description: 'How they are sorted; the latest first by default.',
  })
  orderBy?: OrderOrder | null;
}

export const { Connection: OrderConnection } = connectionOf(() => Order, 'Order');
