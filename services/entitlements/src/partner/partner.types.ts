import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
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

@Directive('@key(fields: "id")')
@ObjectType('Partner', {
  description: 'A reseller: a company that sells to customers of its own and sees only these.',
})
export class Partner extends RecordObject {
  @Field(() => String, { nullable: true, description: "The company's name." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The sales region it works in.' })
  region?: string | null;

  parentId?: string | null;
}

@ObjectType('PartnerMove', {
  description: 'A move of a partner that has been asked for and not been made yet.',
})
export class PartnerMove {
  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt!: Date;

  parentId!: string | null;
}

@InputType('PartnerFilter', { description: 'Which partners; all conditions must hold.' })
export class PartnerFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Sales region, exact.' })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'Directly below this partner, `par_…`.' })
  parentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Below this partner, `par_…`, on whatever level.' })
  ancestorId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: below nobody; false: below someone.' })
  top?: boolean | null;
}

/** By what partners are sorted. */
export enum PartnerOrderField {
  NAME = 'NAME',
}
registerEnumType(PartnerOrderField, {
  name: 'PartnerOrderField',
  description: 'By what partners are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('PartnerOrder', { description: 'How partners are sorted.' })
export class PartnerOrder {
  @Field(() => PartnerOrderField, { description: 'By what.' })
  field!: PartnerOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PartnersArgs extends ConnectionArgs {
  @Field(() => PartnerFilter, { nullable: true, description: 'Which partners; all by default.' })
  filter?: PartnerFilter | null;

  @Field(() => PartnerOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: PartnerOrder | null;
}

export const { Connection: PartnerConnection } = connectionOf(() => Partner, 'Partner');

@ObjectType('PartnerPayload', { description: 'The partner after a mutation, or why nothing changed.' })
export class PartnerPayload {
  @Field(() => Partner, { nullable: true, description: 'The partner as it is now; null when refused.' })
  partner?: Partner | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreatePartnerInput', { description: 'A new partner.' })
export class CreatePartnerInput extends CreateInput {
  @Field(() => String, { description: "The company's name, 1–200 characters." })
  name!: string;

  @Field(() => String, { nullable: true, description: 'The sales region it works in.' })
  region?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The partner it is below, `par_…`; partners stand on at most 8 levels.',
  })
  parentId?: string | null;
}

@InputType('UpdatePartnerInput', {
  description: 'Changes to a partner; a field that is left out stays as it is.',
})
export class UpdatePartnerInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New sales region; null removes it.' })
  region?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The partner it is below from now on, `par_…`, with all that is below it; null: below nobody. Refused with `PARTNER_CYCLE` below itself, with `PARTNERS_TOO_DEEP` beyond 8 levels.',
  })
  parentId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for the history; 1–200 characters.' })
  reason?: string | null;
}
