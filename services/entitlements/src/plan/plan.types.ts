import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  MoneyInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@Directive('@key(fields: "id")')
@ObjectType('Plan', { description: 'A product as sold: with a support level, an agreement and a price.' })
export class Plan extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, as sold.' })
  name?: string | null;

  productId?: string | null;

  supportLevelId?: string | null;

  agreementId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How it is provisioned: 1 at once, 2 from a queue, 3 after approvals.',
  })
  tier?: number | null;

  monthlyPrice?: string | null;

  currency?: string | null;
}

@InputType('PlanFilter', { description: 'Which plans; all conditions must hold.' })
export class PlanFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Plans of this product.' })
  productId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Tier, 1–3.' })
  tier?: number | null;
}

/** By what plans are sorted. */
export enum PlanOrderField {
  NAME = 'NAME',
}
registerEnumType(PlanOrderField, {
  name: 'PlanOrderField',
  description: 'By what plans are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('PlanOrder', { description: 'How plans are sorted.' })
export class PlanOrder {
  @Field(() => PlanOrderField, { description: 'By what.' })
  field!: PlanOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PlansArgs extends ConnectionArgs {
  @Field(() => PlanFilter, { nullable: true, description: 'Which plans; all by default.' })
  filter?: PlanFilter | null;

  @Field(() => PlanOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: PlanOrder | null;
}

export const { Connection: PlanConnection } = connectionOf(() => Plan, 'Plan');

@ObjectType('PlanPayload', { description: 'The plan after a mutation, or why nothing changed.' })
export class PlanPayload {
  @Field(() => Plan, { nullable: true, description: 'The plan as it is now; null when refused.' })
  plan?: Plan | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreatePlanInput', { description: 'A new plan.' })
export class CreatePlanInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => ID, { description: 'The product it sells, `prd_…`.' })
  productId!: string;

  @Field(() => ID, { nullable: true, description: 'Its support level, `lvl_…`.' })
  supportLevelId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Its agreement, `sla_…`.' })
  agreementId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How it is provisioned: 1 at once, 2 from a queue, 3 after approvals.',
  })
  tier?: number | null;

  @Field(() => MoneyInput, { nullable: true, description: 'Price of one unit a month, 0 or more.' })
  monthlyPrice?: MoneyInput | null;
}

@InputType('UpdatePlanInput', {
  description: 'Changes to a plan; a field that is left out stays as it is. Its product stays.',
})
export class UpdatePlanInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'New support level; null removes it.' })
  supportLevelId?: string | null;

  @Field(() => ID, { nullable: true, description: 'New agreement; null removes it.' })
  agreementId?: string | null;

  @Field(() => Int, { nullable: true, description: 'New tier, 1–3; null removes it.' })
  tier?: number | null;

  @Field(() => MoneyInput, {
    nullable: true,
    description: 'New price of one unit a month; null removes it. Subscriptions keep theirs.',
  })
  monthlyPrice?: MoneyInput | null;
}
