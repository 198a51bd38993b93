import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  Money,
  MoneyInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { CLASS_RULES, CostClass } from './cost.rules.js';

registerEnumType(CostClass, {
  name: 'CostClass',
  description: `What a cost was spent for; decides over whom it is shared out. ${CLASS_RULES}`,
  valuesConfig: {
    DESK: { description: 'For answering tickets.' },
    DOWNTIME: { description: 'For what fails: overtime, recovery, emergency work.' },
    CHANGE: { description: 'For changes: releases, maintenance, migrations.' },
    PLATFORM: { description: 'For running what is sold, and everything else.' },
  },
});

@ObjectType('Cost', { description: 'What the company spent on a day. Staff and analysts only.' })
export class Cost extends RecordObject {
  @Field(() => DateScalar, { description: 'The day it belongs to.' })
  date!: string;

  @Field(() => String, { description: 'What it was spent on, in the company’s own words: `support_staff`.' })
  kind!: string;

  @Field(() => CostClass, { description: 'What it was spent for, by its queue and its kind.' })
  class!: CostClass;

  @Field(() => Money, { description: 'How much; below 0 takes back.' })
  amount!: Money;

  assetId!: string | null;
  queueId!: string | null;
  productId!: string | null;
  customerId!: string | null;
}

@InputType('CostFilter', { description: 'Which costs; all conditions must hold.' })
export class CostFilter {
  @Field(() => DateScalar, { nullable: true, description: 'Of this day or later.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Before this day.' })
  to?: string | null;

  @Field(() => String, { nullable: true, description: 'Of this kind, exact.' })
  kind?: string | null;

  @Field(() => ID, { nullable: true, description: 'Naming this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Naming this asset, `ast_…`.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Naming this queue, `que_…`.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Naming this product, `prd_…`.' })
  productId?: string | null;

  @Field(() => String, { nullable: true, description: 'In this currency, ISO 4217.' })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'Imported from this system.' })
  source?: string | null;
}

/** By what costs are sorted. */
export enum CostOrderField {
  DATE = 'DATE',
  AMOUNT = 'AMOUNT',
}
registerEnumType(CostOrderField, {
  name: 'CostOrderField',
  description: 'By what costs are sorted.',
  valuesConfig: {
    DATE: { description: 'By day.' },
    AMOUNT: { description: 'By amount, as it stands, whatever its currency.' },
  },
});

@InputType('CostOrder', { description: 'How costs are sorted.' })
export class CostOrder {
  @Field(() => CostOrderField, { description: 'By what.' })
  field!: CostOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.DESC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class CostsArgs extends ConnectionArgs {
  @Field(() => CostFilter, { nullable: true, description: 'Which costs; all by default.' })
  filter?: CostFilter | null;

  @Field(() => CostOrder, {
    nullable: true,
    description: 'How they are sorted; the newest first by default.',
  })
  orderBy?: CostOrder | null;
}

export const { Connection: CostConnection } = connectionOf(() => Cost, 'Cost');

@ObjectType('CostPayload', { description: 'The cost after a mutation, or why nothing changed.' })
export class CostPayload {
  @Field(() => Cost, { nullable: true, description: 'The cost as it is now; null when refused.' })
  cost?: Cost | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('RecordCostInput', { description: 'A new cost.' })
export class RecordCostInput extends CreateInput {
  @Field(() => DateScalar, { description: 'The day it belongs to.' })
  date!: string;

  @Field(() => String, { description: 'What it was spent on, 1–100 characters: `support_staff`.' })
  kind!: string;

  @Field(() => MoneyInput, { description: 'How much; below 0 takes back.' })
  amount!: MoneyInput;

  @Field(() => ID, { nullable: true, description: 'The asset it was spent on, `ast_…`.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The queue whose tickets it was spent on, `que_…`.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product it was spent on, `prd_…`.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer it was spent on, `cus_…`.' })
  customerId?: string | null;
}

@InputType('UpdateCostInput', {
  description: 'Changes to a cost; a field that is left out stays as it is, null removes what it names.',
})
export class UpdateCostInput extends UpdateInput {
  @Field(() => DateScalar, { nullable: true, description: 'The day it belongs to.' })
  date?: string | null;

  @Field(() => String, { nullable: true, description: 'What it was spent on, 1–100 characters.' })
  kind?: string | null;

  @Field(() => MoneyInput, { nullable: true, description: 'How much; below 0 takes back.' })
  amount?: MoneyInput | null;

  @Field(() => ID, { nullable: true, description: 'The asset it was spent on, `ast_…`.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The queue whose tickets it was spent on, `que_…`.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product it was spent on, `prd_…`.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer it was spent on, `cus_…`.' })
  customerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}
