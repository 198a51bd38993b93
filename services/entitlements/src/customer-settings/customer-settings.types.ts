import { UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { FirstDayOfWeekName, NotificationTopicName } from './customer-settings.rules.js';

/** The day on which a customer's week begins. */
export enum FirstDayOfWeek {
  MONDAY = 'MONDAY',
  SATURDAY = 'SATURDAY',
  SUNDAY = 'SUNDAY',
}
registerEnumType(FirstDayOfWeek, {
  name: 'FirstDayOfWeek',
  description: "The day on which a customer's week begins.",
  valuesConfig: {
    MONDAY: { description: 'Monday.' },
    SATURDAY: { description: 'Saturday.' },
    SUNDAY: { description: 'Sunday.' },
  },
});

/** What a customer may be told of without asking. */
export enum NotificationTopic {
  INCIDENT = 'INCIDENT',
  MAINTENANCE = 'MAINTENANCE',
  RENEWAL = 'RENEWAL',
  BILLING = 'BILLING',
  SECURITY = 'SECURITY',
  PRODUCT = 'PRODUCT',
}
registerEnumType(NotificationTopic, {
  name: 'NotificationTopic',
  description: 'What a customer may be told of without asking.',
  valuesConfig: {
    INCIDENT: { description: 'Outages that hit it.' },
    MAINTENANCE: { description: 'Maintenance that is announced.' },
    RENEWAL: { description: 'Renewals ahead.' },
    BILLING: { description: 'Orders and credits.' },
    SECURITY: { description: 'What concerns the safety of its data.' },
    PRODUCT: { description: 'What is new.' },
  },
});

@ObjectType('CustomerSettings', {
  description: 'What a customer has set for itself; what it has not is the default.',
})
export class CustomerSettings {
  @Field(() => Int, {
    description: 'Grows by one with each change, 0 where nothing was set; give it back as `expectedVersion`.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description: "The language it is written to in, BCP 47; null: that of the customer's locale.",
  })
  language!: string | null;

  @Field(() => FirstDayOfWeek, { description: 'The day on which its week begins; Monday by default.' })
  firstDayOfWeek!: FirstDayOfWeek | FirstDayOfWeekName;

  @Field(() => [NotificationTopic], {
    description: 'What it is told of without asking; incidents, maintenance and security by default.',
  })
  notifications!: (NotificationTopic | NotificationTopicName)[];

  @Field(() => Boolean, { description: 'Whether an order has to name a purchase order; no by default.' })
  purchaseOrderRequired!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the purchase order that its orders name.',
  })
  purchaseOrder!: string | null;

  customerId!: string;

  billingContactId!: string | null;

  securityContactId!: string | null;
}

@InputType('UpdateCustomerSettingsInput', {
  description: 'Changes to what a customer has set; a field that is left out stays as it is.',
})
export class UpdateCustomerSettingsInput {
  @Field(() => ID, { description: 'Whose, `cus_…`.' })
  customerId!: string;

  @Field(() => Int, {
    description:
      'The version of the settings the caller has read, 0 where nothing was set; a stale one is refused.',
  })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'BCP 47 tag; null removes it.' })
  language?: string | null;

  @Field(() => FirstDayOfWeek, { nullable: true, description: 'The day on which its week begins.' })
  firstDayOfWeek?: FirstDayOfWeek | null;

  @Field(() => [NotificationTopic], { nullable: true, description: 'All that it is told of from now on.' })
  notifications?: NotificationTopic[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether an order has to name a purchase order.' })
  purchaseOrderRequired?: boolean | null;

  @Field(() => String, { nullable: true, description: '1–60 signs in one line; null removes it.' })
  purchaseOrder?: string | null;

  @Field(() => ID, { nullable: true, description: 'One of its contacts, `con_…`; null removes it.' })
  billingContactId?: string | null;

  @Field(() => ID, { nullable: true, description: 'One of its contacts, `con_…`; null removes it.' })
  securityContactId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, 1–200 characters.' })
  reason?: string | null;
}

@ObjectType('CustomerSettingsPayload', {
  description: 'The settings after a mutation, or why nothing changed.',
})
export class CustomerSettingsPayload {
  @Field(() => CustomerSettings, { nullable: true, description: 'As they are now; null when refused.' })
  settings?: CustomerSettings | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
