import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  DateScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Asset', { description: 'Anything that is changed.' })
export class Asset {
  @Field(() => ID, { description: 'Identifier, `ast_…`.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Entitlement', {
  description:
    'Binds a customer and a product (or an asset) to an agreement and a support level for some time.',
})
export class Entitlement extends RecordObject {
  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it holds.' })
  validFrom?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer holds; null: none yet.',
  })
  validTo?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many cases it allows a contract year; null: no limit.',
  })
  cases?: number | null;

  customerId?: string | null;

  productId?: string | null;

  assetId?: string | null;

  agreementId?: string | null;

  supportLevelId?: string | null;

  subscriptionId?: string | null;
}

@InputType('EntitlementFilter', { description: 'Which entitlements; all conditions must hold.' })
export class EntitlementFilter {
  @Field(() => ID, { nullable: true, description: 'Of this customer, `cus_…`.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this product, `prd_…`.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'To this asset, `ast_…`.' })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Under this version of an agreement, `sla_…`.' })
  agreementId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this support level, `lvl_…`.' })
  supportLevelId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Implied by this subscription, `sub_…`.' })
  subscriptionId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Those that hold today, in the customer's time zone, or the others.",
  })
  inForce?: boolean | null;
}

/** By what entitlements are sorted. */
export enum EntitlementOrderField {
  VALID_FROM = 'VALID_FROM',
}
registerEnumType(EntitlementOrderField, {
  name: 'EntitlementOrderField',
  description: 'By what entitlements are sorted.',
  valuesConfig: { VALID_FROM: { description: 'By the first day on which they hold.' } },
});

@InputType('EntitlementOrder', { description: 'How entitlements are sorted.' })
export class EntitlementOrder {
  @Field(() => EntitlementOrderField, { description: 'By what.' })
  field!: EntitlementOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class EntitlementsArgs extends ConnectionArgs {
  @Field(() => EntitlementFilter, { nullable: true, description: 'Which entitlements; all by default.' })
  filter?: EntitlementFilter | null;

  @Field(() => EntitlementOrder, {
    nullable: true,
    description: 'How they are sorted; the latest first day first by default.',
  })
  orderBy?: EntitlementOrder | null;
}

export const { Connection: EntitlementConnection } = connectionOf(() => Entitlement, 'Entitlement');

@ObjectType('EntitlementPayload', {
  description: 'The entitlement after a mutation, or why nothing changed.',
})
export class EntitlementPayload {
  @Field(() => Entitlement, {
    nullable: true,
    description: 'The entitlement as it is now; null when refused.',
  })
  entitlement?: Entitlement | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateEntitlementInput', { description: 'A new entitlement, to a product or to an asset.' })
export class CreateEntitlementInput extends CreateInput {
  @Field(() => ID, { description: 'The customer, `cus_…`.' })
  customerId!: string;

  @Field(() => ID, { nullable: true, description: 'The product, `prd_…`; this or the asset.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The asset, `ast_…`; this or the product.' })
  assetId?: string | null;

  @Field(() => ID, { description: 'The version of an agreement, `sla_…`.' })
  agreementId!: string;

  @Field(() => ID, { nullable: true, description: 'The support level, `lvl_…`.' })
  supportLevelId?: string | null;

  @Field(() => DateScalar, { description: 'The first day on which it holds.' })
  validFrom!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day on which it no longer holds; null: none yet.',
  })
  validTo?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many cases it allows, 0 or more; null: no limit.' })
  cases?: number | null;
}

@InputType('UpdateEntitlementInput', {
  description: 'Changes to an entitlement; a field that is left out stays as it is.',
})
export class UpdateEntitlementInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'New support level; null removes it.' })
  supportLevelId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'New first day out; null: none.' })
  validTo?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many cases it allows, 0 or more; null: no limit.' })
  cases?: number | null;
}

@InputType('EndEntitlementInput', { description: 'Ends an entitlement.' })
export class EndEntitlementInput extends UpdateInput {
  @Field(() => DateScalar, {
    nullable: true,
    description:
      "The first day on which it no longer holds; today in the customer's time zone when left out.",
  })
  validTo?: string | null;
}
