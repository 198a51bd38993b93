import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  DateTimeScalar,
  MoneyInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** What may be sold. */
export enum OpportunityKind {
  UPSELL = 'UPSELL',
  EXPANSION = 'EXPANSION',
  RENEWAL = 'RENEWAL',
  CONVERSION = 'CONVERSION',
}
registerEnumType(OpportunityKind, {
  name: 'OpportunityKind',
  description: 'What may be sold.',
  valuesConfig: {
    UPSELL: { description: 'A higher plan or support level of what the customer has.' },
    EXPANSION: { description: 'More of it, or another product.' },
    RENEWAL: { description: 'A further term.' },
    CONVERSION: { description: 'A paid subscription in place of a trial or another free one.' },
  },
});

/** At what an opportunity was seen. */
export enum OpportunityOrigin {
  SUPPORT = 'SUPPORT',
  RENEWAL = 'RENEWAL',
  USAGE = 'USAGE',
  REVIEW = 'REVIEW',
  TRIAL = 'TRIAL',
  PARTNER = 'PARTNER',
  OTHER = 'OTHER',
}
registerEnumType(OpportunityOrigin, {
  name: 'OpportunityOrigin',
  description: 'At what an opportunity was seen.',
  valuesConfig: {
    SUPPORT: { description: 'At a support moment: `originId` is the ticket.' },
    RENEWAL: { description: 'A renewal comes up: `originId` is the subscription.' },
    USAGE: { description: 'In how the customer uses what it has.' },
    REVIEW: { description: 'In a review with the customer: `originId` is the review.' },
    TRIAL: { description: 'In a trial: `originId` is the subscription.' },
    PARTNER: { description: 'By the reseller.' },
    OTHER: { description: 'Elsewhere; the note says where.' },
  },
});

/** Where an opportunity stands. */
export enum OpportunityStage {
  OPEN = 'OPEN',
  QUALIFIED = 'QUALIFIED',
  WON = 'WON',
  LOST = 'LOST',
}
registerEnumType(OpportunityStage, {
  name: 'OpportunityStage',
  description: 'Where an opportunity stands.',
  valuesConfig: {
    OPEN: { description: 'Recorded and handed to its owner.' },
    QUALIFIED: { description: 'Its owner has taken it up.' },
    WON: { description: 'It became an order.' },
    LOST: { description: 'It came to nothing.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Opportunity', {
  description: 'A chance to sell, with where it was seen; handed to the account manager. Staff only.',
})
export class Opportunity extends RecordObject {
  @Field(() => OpportunityKind, { nullable: true, description: 'What may be sold.' })
  kind?: keyof typeof OpportunityKind | null;

  @Field(() => OpportunityOrigin, { nullable: true, description: 'At what it was seen.' })
  origin?: keyof typeof OpportunityOrigin | null;

  @Field(() => ID, { nullable: true, description: 'The ticket, subscription or review it was seen at.' })
  originId?: string | null;

  @Field(() => String, { nullable: true, description: 'In one line.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What else there is to know.' })
  note?: string | null;

  @Field(() => OpportunityStage, { nullable: true, description: 'Where it stands.' })
  stage?: keyof typeof OpportunityStage | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was recorded.' })
  recordedAt?: Date | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it is expected to be won.' })
  expectedOn?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was won or lost; null: neither yet.' })
  closedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was won or lost.' })
  closingReason?: string | null;

  customerId?: string | null;

  ownerId?: string | null;

  recordedBy?: string | null;

  amount?: string | null;

  currency?: string | null;

  subscriptionId?: string | null;
}

@InputType('OpportunityFilter', { description: 'Which opportunities; all conditions must hold.' })
export class OpportunityFilter {
  @Field(() => ID, { nullable: true, description: 'At this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this owner, `per_…`.' })
  ownerId?: string | null;

  @Field(() => OpportunityKind, { nullable: true, description: 'Of this kind.' })
  kind?: OpportunityKind | null;

  @Field(() => OpportunityOrigin, { nullable: true, description: 'Seen there.' })
  origin?: OpportunityOrigin | null;

  @Field(() => OpportunityStage, { nullable: true, description: 'That stand there.' })
  stage?: OpportunityStage | null;

  @Field(() => Boolean, { nullable: true, description: 'Neither won nor lost yet, or the others.' })
  open?: boolean | null;
}

/** By what opportunities are sorted. */
export enum OpportunityOrderField {
  RECORDED_AT = 'RECORDED_AT',
  EXPECTED_ON = 'EXPECTED_ON',
}
registerEnumType(OpportunityOrderField, {
  name: 'OpportunityOrderField',
  description: 'By what opportunities are sorted.',
  valuesConfig: {
    RECORDED_AT: { description: 'By when they were recorded.' },
    EXPECTED_ON: { description: 'By when they are expected to be won; those without a day last.' },
  },
});

@InputType('OpportunityOrder', { description: 'How opportunities are sorted.' })
export class OpportunityOrder {
  @Field(() => OpportunityOrderField, { description: 'By what.' })
  field!: OpportunityOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class OpportunitiesArgs extends ConnectionArgs {
  @Field(() => OpportunityFilter, { nullable: true, description: 'Which opportunities; all by default.' })
  filter?: OpportunityFilter | null;

  @Field(() => OpportunityOrder, {
    nullable: true,
    description: 'How they are sorted; the latest recorded first by default.',
  })
  orderBy?: OpportunityOrder | null;
}

export const { Connection: OpportunityConnection } = connectionOf(() => Opportunity, 'Opportunity');

@ObjectType('OpportunityPayload', {
  description: 'The opportunity after a mutation, or why nothing changed.',
})
export class OpportunityPayload {
  @Field(() => Opportunity, {
    nullable: true,
    description: 'The opportunity as it is now; null when refused.',
  })
  opportunity?: Opportunity | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('RecordOpportunityInput', { description: 'A chance to sell that somebody saw.' })
export class RecordOpportunityInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`.' })
  customerId!: string;

  @Field(() => OpportunityKind, { description: 'What may be sold.' })
  kind!: OpportunityKind;

  @Field(() => OpportunityOrigin, { description: 'At what it was seen.' })
  origin!: OpportunityOrigin;

  @Field(() => ID, {
    nullable: true,
    description: 'The ticket, subscription or review it was seen at; one is open at most for each.',
  })
  originId?: string | null;

  @Field(() => String, { description: 'In one line, 1–200 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'What else there is to know, 1–10,000 characters.' })
  note?: string | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Monthly recurring revenue it may bring, 0 or more.',
  })
  monthlyValue?: MoneyInput | null;

  @Field(() => ID, {
    nullable: true,
    description: "Who follows it up, `per_…`; the customer's account manager when left out.",
  })
  ownerId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it is expected to be won.' })
  expectedOn?: string | null;

  @Field(() => ID, { nullable: true, description: 'The subscription it is about, `sub_…`.' })
  subscriptionId?: string | null;
}

@InputType('UpdateOpportunityInput', {
  description: 'Changes to an opportunity; a field that is left out stays as it is.',
})
export class UpdateOpportunityInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New line, 1–200 characters.' })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'New note; null removes it.' })
  note?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'New monthly value; null removes it.' })
  monthlyValue?: MoneyInput | null;

  @Field(() => ID, { nullable: true, description: 'New owner; null: nobody.' })
  ownerId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'New expected day; null removes it.' })
  expectedOn?: string | null;
}

@InputType('OpportunityStepInput', { description: 'Takes an opportunity a step further.' })
export class OpportunityStepInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, 1–1,000 characters.' })
  reason?: string | null;
}
