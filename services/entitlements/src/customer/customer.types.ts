import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { AccountKind, CustomerStage } from '../customer-stage/index.js';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** How large a customer is to the company. */
export enum CustomerSegment {
  SMB = 'SMB',
  MID_MARKET = 'MID_MARKET',
  ENTERPRISE = 'ENTERPRISE',
}
registerEnumType(CustomerSegment, {
  name: 'CustomerSegment',
  description: 'How large a customer is to the company.',
  valuesConfig: {
    SMB: { description: 'Small or medium business.' },
    MID_MARKET: { description: 'Mid-market.' },
    ENTERPRISE: { description: 'Enterprise.' },
  },
});

/** What becomes of a customer's open tickets while its access is off. */
export enum OpenTicketsPolicy {
  KEEP = 'KEEP',
  PAUSE = 'PAUSE',
}
registerEnumType(OpenTicketsPolicy, {
  name: 'OpenTicketsPolicy',
  description: "What becomes of a customer's open tickets while its access is off.",
  valuesConfig: {
    KEEP: { description: 'They are worked on as before.' },
    PAUSE: { description: 'They are put on hold, and go on as they were once access is on again.' },
  },
});

@ObjectType('CustomerAccess', { description: "The switch of a customer's access." })
export class CustomerAccess {
  @Field(() => Boolean, { description: 'Whether the customer may use what it has subscribed to.' })
  active!: boolean;

  @Field(() => DateTimeScalar, { description: 'Since when it stands so.' })
  since!: Date;

  @Field(() => String, { nullable: true, description: 'Why it was switched; null where nobody said.' })
  reason!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'While it is off: when it is switched on again by itself; null: by hand only.',
  })
  until!: Date | null;

  @Field(() => OpenTicketsPolicy, {
    nullable: true,
    description: 'While it is off: what becomes of open tickets; null while it is on.',
  })
  openTickets!: OpenTicketsPolicy | keyof typeof OpenTicketsPolicy | null;

  byId!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Customer', { description: 'A company that uses our products.' })
export class Customer extends RecordObject {
  @Field(() => String, {
    nullable: true,
    description:
      'Customer support identifier: unique, readable over a telephone, such as `7KQ-4MN-29X`; compared without case and dashes.',
  })
  csi?: string | null;

  @Field(() => String, { nullable: true, description: "The company's name." })
  name?: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'How large it is to us.' })
  segment?: CustomerSegment | keyof typeof CustomerSegment | null;

  @Field(() => String, { nullable: true, description: 'The sales region it belongs to.' })
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone in which its days and months begin, such as `Europe/Berlin`.',
  })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'Language and country it is written to in, BCP 47.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'Its line of business.' })
  vertical?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was put on record here.' })
  createdAt?: Date | null;

  partnerId?: string | null;

  accountManagerId?: string | null;

  designatedAnalystId?: string | null;

  accessActive?: boolean | null;

  accessSince?: Date | null;

  accessReason?: string | null;

  accessBy?: string | null;

  accessUntil?: Date | null;

  accessOpenTickets?: 'KEEP' | 'PAUSE' | null;

  terminatesOn?: string | null;

  /** Id of the customer it was merged into. */
  mergedInto?: string | null;
}

@InputType('CustomerFilter', { description: 'Which customers; all conditions must hold.' })
export class CustomerFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or of the CSI, in any case.' })
  search?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Customer support identifier, whole, in any spelling.',
  })
  csi?: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'Of this segment.' })
  segment?: CustomerSegment | null;

  @Field(() => String, { nullable: true, description: 'Sales region, exact.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'Line of business, exact.' })
  vertical?: string | null;

  @Field(() => ID, { nullable: true, description: 'Resold to by this partner, `par_…`.' })
  partnerId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Resold to by this partner, `par_…`, or by one below it on whatever level.',
  })
  underPartnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Looked after by this account manager, `per_…`.' })
  accountManagerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'With access switched on, or off.' })
  active?: boolean | null;

  @Field(() => CustomerStage, { nullable: true, description: 'That are so far today.' })
  stage?: CustomerStage | null;

  @Field(() => AccountKind, {
    nullable: true,
    description: 'With a subscription of this kind that runs today.',
  })
  kind?: AccountKind | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that were merged into others, instead of all the others.',
  })
  merged?: boolean | null;
}

/** By what customers are sorted. */
export enum CustomerOrderField {
  NAME = 'NAME',
  CSI = 'CSI',
  CREATED_AT = 'CREATED_AT',
}
registerEnumType(CustomerOrderField, {
  name: 'CustomerOrderField',
  description: 'By what customers are sorted.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    CSI: { description: 'By customer support identifier.' },
    CREATED_AT: { description: 'By when they were put on record.' },
  },
});

@InputType('CustomerOrder', { description: 'How customers are sorted.' })
export class CustomerOrder {
  @Field(() => CustomerOrderField, { description: 'By what.' })
  field!: CustomerOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class CustomersArgs extends ConnectionArgs {
  @Field(() => CustomerFilter, { nullable: true, description: 'Which customers; all by default.' })
  filter?: CustomerFilter | null;

  @Field(() => CustomerOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: CustomerOrder | null;
}

export const { Connection: CustomerConnection } = connectionOf(() => Customer, 'Customer');

@ObjectType('CustomerPayload', { description: 'The customer after a mutation, or why nothing changed.' })
export class CustomerPayload {
  @Field(() => Customer, { nullable: true, description: 'The customer as it is now; null when refused.' })
  customer?: Customer | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateCustomerInput', { description: 'A new customer; its access is switched on.' })
export class CreateCustomerInput extends CreateInput {
  @Field(() => String, { description: "The company's name, 1–200 characters." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Customer support identifier, 3–40 letters, digits and dashes, unique; issued when left out.',
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

  @Field(() => ID, { nullable: true, description: 'The partner that resells to it, `par_…`.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its account manager, `per_…`.' })
  accountManagerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its designated support analyst, `per_…`.' })
  designatedAnalystId?: string | null;
}

@InputType('UpdateCustomerInput', {
  description: 'Changes to a customer; a field that is left out stays as it is.',
})
export class UpdateCustomerInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New customer support identifier, unique.' })
  csi?: string | null;

  @Field(() => CustomerSegment, { nullable: true, description: 'New segment; null removes it.' })
  segment?: CustomerSegment | null;

  @Field(() => String, { nullable: true, description: 'New sales region; null removes it.' })
  region?: string | null;

  @Field(() => String, { nullable: true, description: 'New IANA time zone.' })
  timeZone?: string | null;

  @Field(() => String, { nullable: true, description: 'New BCP 47 tag; null removes it.' })
  locale?: string | null;

  @Field(() => String, { nullable: true, description: 'New line of business; null removes it.' })
  vertical?: string | null;

  @Field(() => ID, { nullable: true, description: 'New partner; null: sold to directly.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New account manager; null removes it.' })
  accountManagerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New designated support analyst; null removes it.' })
  designatedAnalystId?: string | null;
}
