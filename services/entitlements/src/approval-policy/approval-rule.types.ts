import { DecimalScalar, RecordObject, UserError } from '@plimsoll/shared';
import { Field, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType('ApprovalRule', {
  description:
    'How many different people must agree before an order of a tier is provisioned, from a monthly total on. Of the rules that fit an order, the one that demands most counts.',
})
export class ApprovalRule extends RecordObject {
  @Field(() => Int, { nullable: true, description: 'The tier of the plan: 1, 2 or 3.' })
  tier?: number | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Orders whose monthly prices come to this much or more; 0: all.',
  })
  monthlyTotalFrom?: string | null;

  @Field(() => String, { nullable: true, description: 'In this currency, ISO 4217; null: in any.' })
  currency?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many must agree, 0–10.' })
  approvals?: number | null;
}

@InputType('SetApprovalRuleInput', { description: 'A rule of the approval policy.' })
export class SetApprovalRuleInput {
  @Field(() => Int, { description: 'The tier of the plan: 1, 2 or 3.' })
  tier!: number;

  @Field(() => DecimalScalar, {
    defaultValue: '0',
    description: 'Orders whose monthly prices come to this much or more; 0: all.',
  })
  monthlyTotalFrom!: string;

  @Field(() => String, { nullable: true, description: 'In this currency, ISO 4217; null: in any.' })
  currency?: string | null;

  @Field(() => Int, { description: 'How many must agree, 0–10.' })
  approvals!: number;
}

@ObjectType('ApprovalRulePayload', { description: 'The rule after a mutation, or why nothing changed.' })
export class ApprovalRulePayload {
  @Field(() => ApprovalRule, { nullable: true, description: 'The rule as it is now; null when refused.' })
  rule?: ApprovalRule | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
