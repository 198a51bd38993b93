import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  DecimalScalar,
  Money,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PriceListEntry as EntryValue } from './price-list.rules.js';

@ObjectType('PriceListEntry', {
  description: 'What a unit of a plan costs on a price list, from a quantity on.',
})
export class PriceListEntry {
  planId!: string;

  @Field(() => Int, { description: 'The least number of units for which the price holds, 1 or more.' })
  fromQuantity!: number;

  @Field(() => Money, { description: 'Of one unit, a month.' })
  monthlyPrice!: Money;
}

@Directive('@key(fields: "id")')
@ObjectType('PriceList', {
  description: 'What plans cost when a partner sells them, or, without one, when nobody nearer prices them.',
})
export class PriceList extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of all its prices.' })
  currency?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day on which it is in force.' })
  validFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day on which it is no longer in force; null: open.',
  })
  validTo?: string | null;

  partnerId?: string | null;

  supersedesId?: string | null;

  entries?: EntryValue[] | null;
}

@ObjectType('UnitPrice', { description: 'What a unit of a plan costs a month, and where that is said.' })
export class UnitPrice {
  @Field(() => Money, { description: 'Of one unit, a month.' })
  price!: Money;

  priceListId!: string | null;
}

@ArgsType()
export class UnitPriceArgs {
  @Field(() => ID, { description: 'The plan, `pln_…`.' })
  planId!: string;

  @Field(() => Int, { defaultValue: 1, description: 'How many units are bought, 1 or more.' })
  quantity!: number;

  @Field(() => DateScalar, { nullable: true, description: 'On which day; today (UTC) by default.' })
  on?: string | null;
}

@InputType('PriceListFilter', { description: 'Which price lists; all conditions must hold.' })
export class PriceListFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this partner, `par_…`.' })
  partnerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: "True: the company's own; false: a partner's." })
  companyWide?: boolean | null;

  @Field(() => String, { nullable: true, description: 'In this currency, ISO 4217.' })
  currency?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'In force on this day.' })
  on?: string | null;

  @Field(() => ID, { nullable: true, description: 'That price this plan, `pln_…`.' })
  planId?: string | null;
}

/** By what price lists are sorted. */
export enum PriceListOrderField {
  NAME = 'NAME',
  VALID_FROM = 'VALID_FROM',
}
registerEnumType(PriceListOrderField, {
  name: 'PriceListOrderField',
  description: 'By what price lists are sorted.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    VALID_FROM: { description: 'By the first day on which they are in force.' },
  },
});

@InputType('PriceListOrder', { description: 'How price lists are sorted.' })
export class PriceListOrder {
  @Field(() => PriceListOrderField, { description: 'By what.' })
  field!: PriceListOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PriceListsArgs extends ConnectionArgs {
  @Field(() => PriceListFilter, { nullable: true, description: 'Which price lists; all by default.' })
  filter?: PriceListFilter | null;

  @Field(() => PriceListOrder, {
    nullable: true,
    description: 'How they are sorted; the latest first by default.',
  })
  orderBy?: PriceListOrder | null;
}

export const { Connection: PriceListConnection } = connectionOf(() => PriceList, 'PriceList');

@ObjectType('PriceListPayload', { description: 'The price list after a mutation, or why nothing changed.' })
export class PriceListPayload {
  @Field(() => PriceList, {
    nullable: true,
    description: 'The price list as it is now; null when refused.',
  })
  priceList?: PriceList | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('PriceListEntryInput', { description: 'What a unit of a plan costs, from a quantity on.' })
export class PriceListEntryInput {
  @Field(() => ID, { description: 'The plan, `pln_…`.' })
  planId!: string;

  @Field(() => Int, {
    defaultValue: 1,
    description: 'The least number of units for which the price holds, 1 or more.',
  })
  fromQuantity!: number;

  @Field(() => DecimalScalar, { description: "Of one unit, a month, in the list's currency; 0 or more." })
  monthlyPrice!: string;
}

@InputType('CreatePriceListInput', { description: 'A new price list.' })
export class CreatePriceListInput extends CreateInput {
  @Field(() => ID, { nullable: true, description: 'The partner, `par_…`; the company itself without one.' })
  partnerId?: string | null;

  @Field(() => String, { description: 'Its name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { description: 'ISO 4217 code of all its prices.' })
  currency!: string;

  @Field(() => DateScalar, { description: 'First day on which it is in force.' })
  validFrom!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day out; open without one.' })
  validTo?: string | null;

  @Field(() => [PriceListEntryInput], { description: 'Its prices, at most 1,000.' })
  entries!: PriceListEntryInput[];

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}

@InputType('UpdatePriceListInput', {
  description:
    'Changes to a price list; a field that is left out stays as it is. Orders keep the prices they were placed at.',
})
export class UpdatePriceListInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'New first day out; null: open.' })
  validTo?: string | null;

  @Field(() => [PriceListEntryInput], {
    nullable: true,
    description: 'Prices to add, or to put in place of those of the same plan and quantity.',
  })
  setEntries?: PriceListEntryInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Plans, `pln_…`, whose prices are taken off.' })
  removePlanIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}

@InputType('SupersedePriceListInput', {
  description:
    'Ends a price list on a day and begins another one then, with its prices and the changes given.',
})
export class SupersedePriceListInput extends CreateInput {
  @Field(() => ID, { description: 'The list to end, `prl_…`.' })
  id!: string;

  @Field(() => Int, {
    description: 'Its version as the caller has read it; a stale one is refused with `CONFLICT`.',
  })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: "First day of the new list, after the former's first." })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day out of the new list; open without one.',
  })
  validTo?: string | null;

  @Field(() => String, { nullable: true, description: "Name of the new list; the former's by default." })
  name?: string | null;

  @Field(() => [PriceListEntryInput], {
    nullable: true,
    description: 'Prices to add, or to put in place of those of the same plan and quantity.',
  })
  setEntries?: PriceListEntryInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Plans, `pln_…`, that the new list no longer prices.' })
  removePlanIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}
