import { CreateInput, RecordObject, UpdateInput, UserError } from '@plimsoll/shared';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeKind } from '../change/index.js';

/** A role whose people agree to changes. */
export enum ChangeApproverRole {
  admin = 'admin',
  manager = 'manager',
  executive = 'executive',
  operator = 'operator',
}
registerEnumType(ChangeApproverRole, {
  name: 'ChangeApproverRole',
  description: 'A role whose people may be asked to agree to changes; an admin may agree in any of them.',
  valuesConfig: {
    admin: { description: 'Administrators.' },
    manager: { description: 'Managers.' },
    executive: { description: 'Executives.' },
    operator: { description: 'Operators.' },
  },
});

@ObjectType('ChangeApprovalRule', {
  description:
    'Who must agree to which changes. All rules that apply to a change count; every condition of a rule must hold. A rule about a figure that is not known yet does not apply; once it is known it does, also to what was agreed on. A rule that is made, edited or withdrawn leaves what was agreed on alone. Staff only.',
})
export class ChangeApprovalRule extends RecordObject {
  @Field(() => Int, { nullable: true, description: 'Where it stands among the rules, from 1.' })
  position?: number | null;

  @Field(() => String, { nullable: true, description: 'What it is called; given as the reason. Unique.' })
  name?: string | null;

  @Field(() => [ChangeKind], { nullable: true, description: 'Changes of these kinds; empty: of all.' })
  kinds?: (keyof typeof ChangeKind)[] | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Changes of this risk score or more, 0–100; null: of any.',
  })
  riskScoreFrom?: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Changes that leave some customer less than this many seconds of headroom in a month; 0: that break an agreement; null: any.',
  })
  headroomSecondsBelow?: number | null;

  @Field(() => ChangeApproverRole, { nullable: true, description: 'Whose people are asked; null: nobody’s.' })
  role?: keyof typeof ChangeApproverRole | null;

  @Field(() => Int, { nullable: true, description: 'How many different people of the role, 1–10.' })
  approvals?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the change may begin first; what it owes stays outstanding.',
  })
  startsFirst?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is in force; false: it was withdrawn.' })
  active?: boolean | null;

  boardId?: string | null;
}

@InputType('CreateChangeApprovalRuleInput', {
  description:
    'A new rule: it asks a role, or a board, or nobody; the first one replaces the built-in policy.',
})
export class CreateChangeApprovalRuleInput extends CreateInput {
  @Field(() => Int, { description: 'Where it stands among the rules, from 1.' })
  position!: number;

  @Field(() => String, { description: 'What it is called, 1–200 characters; unique.' })
  name!: string;

  @Field(() => [ChangeKind], { defaultValue: [], description: 'Changes of these kinds; empty: of all.' })
  kinds!: ChangeKind[];

  @Field(() => Float, { nullable: true, description: 'Changes of this risk score or more, 0–100.' })
  riskScoreFrom?: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Changes that leave some customer less than this many seconds of headroom in a month.',
  })
  headroomSecondsBelow?: number | null;

  @Field(() => ChangeApproverRole, { nullable: true, description: 'Whose people are asked.' })
  role?: ChangeApproverRole | null;

  @Field(() => Int, { defaultValue: 1, description: 'How many different people of the role, 1–10.' })
  approvals!: number;

  @Field(() => ID, { nullable: true, description: 'The board that is asked instead, `cab_…`.' })
  boardId?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether the change may begin first; for emergencies only.',
  })
  startsFirst!: boolean;
}

@InputType('UpdateChangeApprovalRuleInput', {
  description:
    'Edits of a rule; a field that is left out stays as it is. They count for changes that are not agreed on.',
})
export class UpdateChangeApprovalRuleInput extends UpdateInput {
  @Field(() => Int, { nullable: true, description: 'New position, from 1.' })
  position?: number | null;

  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => [ChangeKind], { nullable: true, description: 'New kinds; empty: all.' })
  kinds?: ChangeKind[] | null;

  @Field(() => Float, { nullable: true, description: 'New bound of the risk score; null: none.' })
  riskScoreFrom?: number | null;

  @Field(() => Float, { nullable: true, description: 'New bound of the headroom; null: none.' })
  headroomSecondsBelow?: number | null;

  @Field(() => ChangeApproverRole, { nullable: true, description: 'New role; null: none.' })
  role?: ChangeApproverRole | null;

  @Field(() => Int, { nullable: true, description: 'New number of people, 1–10.' })
  approvals?: number | null;

  @Field(() => ID, { nullable: true, description: 'New board; null: none.' })
  boardId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the change may begin first.' })
  startsFirst?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'False withdraws it. With the last one the built-in policy holds again.',
  })
  active?: boolean | null;
}

@ObjectType('ChangeApprovalRulePayload', {
  description: 'The rule after a mutation, or why nothing changed.',
})
export class ChangeApprovalRulePayload {
  @Field(() => ChangeApprovalRule, {
    nullable: true,
    description: 'The rule as it is now; null when refused.',
  })
  rule?: ChangeApprovalRule | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
