import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateTimeScalar,
  DecimalScalar,
  Money,
  MoneyInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

/** Where a credit is in its life. */
export enum ServiceCreditStatus {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  ISSUED = 'ISSUED',
  REJECTED = 'REJECTED',
}
registerEnumType(ServiceCreditStatus, {
  name: 'ServiceCreditStatus',
  description: 'Where a service credit is in its life: PROPOSED → APPROVED → ISSUED, or PROPOSED → REJECTED.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for a decision.' },
    APPROVED: { description: 'Is to be issued.' },
    ISSUED: { description: 'The customer has it.' },
    REJECTED: { description: 'Is not to be issued.' },
  },
});

/** Why a credit was proposed. */
export enum ServiceCreditOrigin {
  LEDGER = 'LEDGER',
  HAND = 'HAND',
}
registerEnumType(ServiceCreditOrigin, {
  name: 'ServiceCreditOrigin',
  description: 'Why a service credit was proposed.',
  valuesConfig: {
    LEDGER: { description: 'The ledger owes it.' },
    HAND: { description: 'Somebody proposed it, beside what the ledger owes.' },
  },
});

@ObjectType('ServiceCreditRecord', {
  description:
    'A service credit on its way from proposal to issue. Its amount is fixed when it is proposed and rests on the ledger as it stood then; where the month is restated the difference is a proposal of its own, below zero where less is owed.',
})
export class ServiceCreditRecord extends RecordObject {
  customerId!: string;
  productId!: string;
  agreementId!: string;
  proposedById!: string | null;
  decidedById!: string | null;
  issuedById!: string | null;

  @Field(() => String, { nullable: true, description: "The month, `YYYY-MM`, in the customer's time zone." })
  month!: string | null;

  @Field(() => Money, {
    nullable: true,
    description: 'What it adds to those before it; below zero: takes back.',
  })
  amount!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description:
      'What the ledger owed for the month in all when it was proposed; null where it was proposed by hand.',
  })
  owed!: Money | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Uptime then, percent with 12 decimals; null where it was proposed by hand.',
  })
  uptime!: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "Percent of the month's fee that was owed then.",
  })
  creditPercent!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'The revision of the ledger that it rests on: `serviceLevels` with this instant as `knownAt` shows the month as it was.',
  })
  ledgerAsOf!: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'The incidents that restated the month since it was proposed before; see `restatements` of the customer.',
  })
  restatedBy!: string[] | null;

  @Field(() => ServiceCreditOrigin, { nullable: true, description: 'Why it was proposed.' })
  origin!: ServiceCreditOrigin | null;

  @Field(() => ServiceCreditStatus, { nullable: true, description: 'Where it is in its life.' })
  status!: ServiceCreditStatus | null;

  @Field(() => String, { nullable: true, description: 'Why it was proposed, and what changed, in words.' })
  note!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was proposed.' })
  proposedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was approved or rejected; null until then.',
  })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What was said when it was decided.' })
  decisionNote!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was issued; null until then.' })
  issuedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'The number of the credit note; null until it is issued.',
  })
  reference!: string | null;
}

@InputType('ServiceCreditFilter', { description: 'Which service credits; all conditions must hold.' })
export class ServiceCreditFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this product, `prd_…`.' })
  productId?: string | null;

  @Field(() => String, { nullable: true, description: 'For this month, `YYYY-MM`.' })
  month?: string | null;

  @Field(() => ServiceCreditStatus, { nullable: true, description: 'In this status.' })
  status?: ServiceCreditStatus | null;

  @Field(() => ServiceCreditOrigin, { nullable: true, description: 'Proposed for this reason.' })
  origin?: ServiceCreditOrigin | null;

  @Field(() => String, { nullable: true, description: 'In this currency, ISO 4217.' })
  currency?: string | null;
}

/** By what credits are sorted. */
export enum ServiceCreditOrderField {
  PROPOSED_AT = 'PROPOSED_AT',
  MONTH = 'MONTH',
  AMOUNT = 'AMOUNT',
}
registerEnumType(ServiceCreditOrderField, {
  name: 'ServiceCreditOrderField',
  description: 'By what service credits are sorted.',
  valuesConfig: {
    PROPOSED_AT: { description: 'By when they were proposed.' },
    MONTH: { description: 'By month.' },
    AMOUNT: { description: 'By amount, as it stands, whatever its currency.' },
  },
});

@InputType('ServiceCreditOrder', { description: 'How service credits are sorted.' })
export class ServiceCreditOrder {
  @Field(() => ServiceCreditOrderField, { description: 'By what.' })
  field!: ServiceCreditOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class ServiceCreditRecordsArgs extends ConnectionArgs {
  @Field(() => ServiceCreditFilter, { nullable: true, description: 'Which credits; all by default.' })
  filter?: ServiceCreditFilter | null;

  @Field(() => ServiceCreditOrder, {
    nullable: true,
    description: 'How they are sorted; the latest proposal first by default.',
  })
  orderBy?: ServiceCreditOrder | null;
}

export const { Connection: ServiceCreditRecordConnection } = connectionOf(
  () => ServiceCreditRecord,
  'ServiceCreditRecord',
);

@ObjectType('ServiceCreditPayload', { description: 'The credit after a mutation, or why nothing changed.' })
export class ServiceCreditPayload {
  @Field(() => ServiceCreditRecord, {
    nullable: true,
    description: 'The credit as it is now; null when refused.',
  })
  serviceCredit?: ServiceCreditRecord | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('ProposeServiceCreditInput', {
  description: 'A credit beside what the ledger owes, such as one of goodwill.',
})
export class ProposeServiceCreditInput extends CreateInput {
  @Field(() => ID, { description: 'Whose, `cus_…`.' })
  customerId!: string;

  @Field(() => ID, { description: 'For which product, `prd_…`.' })
  productId!: string;

  @Field(() => ID, { description: 'Under which agreement, `sla_…`.' })
  agreementId!: string;

  @Field(() => String, { description: "For which month, `YYYY-MM`, of the customer's time zone." })
  month!: string;

  @Field(() => MoneyInput, { description: 'How much: above zero, in whole minor units of the currency.' })
  amount!: MoneyInput;

  @Field(() => String, { description: 'Why, 1–2,000 characters.' })
  note!: string;
}

@InputType('ApproveServiceCreditInput', { description: 'A credit that is to be issued.' })
export class ApproveServiceCreditInput extends UpdateInput {
  @Field(() => String, {
    nullable: true,
    description: 'What is to be said about it, at most 2,000 characters.',
  })
  note?: string | null;
}

@InputType('RejectServiceCreditInput', { description: 'A credit that is not to be issued.' })
export class RejectServiceCreditInput extends UpdateInput {
  @Field(() => String, { description: 'Why not, 1–2,000 characters.' })
  note!: string;
}

@InputType('IssueServiceCreditInput', { description: 'A credit that the customer has got.' })
export class IssueServiceCreditInput extends UpdateInput {
  @Field(() => String, { description: 'The number of the credit note, 1–200 characters.' })
  reference!: string;
}
