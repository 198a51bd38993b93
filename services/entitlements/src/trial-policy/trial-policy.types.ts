import { UpdateInput, UserError } from '@plimsoll/shared';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { GrantingRole } from './trial-policy.rules.js';

/** Whose bounds they are. */
export enum TrialGrantor {
  admin = 'admin',
  manager = 'manager',
  operator = 'operator',
  agent = 'agent',
  partner = 'partner',
  contact = 'contact',
}
registerEnumType(TrialGrantor, {
  name: 'TrialGrantor',
  description: 'A role that may grant trials or more time for them.',
  valuesConfig: {
    admin: { description: 'Administrators.' },
    manager: { description: 'Managers.' },
    operator: { description: 'Operators.' },
    agent: { description: 'Agents.' },
    partner: { description: 'Partners, for their own customers.' },
    contact: { description: 'Contacts, for their own company.' },
  },
});

@ObjectType('TrialExtensionPolicy', {
  description: 'How much time one role may grant to trials; of several roles the more generous counts.',
})
export class TrialExtensionPolicy {
  @Field(() => ID, { description: 'Identifier, `trp_…`.' })
  id!: string;

  @Field(() => Int, { description: 'Grows by one with each change.' })
  version!: number;

  @Field(() => TrialGrantor, { description: 'Whose bounds these are.' })
  role!: TrialGrantor | GrantingRole;

  @Field(() => Int, { description: 'Days of a new trial, at most.' })
  trialDays!: number;

  @Field(() => Int, { description: 'Days by which one extension moves the end, at most; 0: none.' })
  maxDaysPerExtension!: number;

  @Field(() => Int, { description: 'How many extensions a trial has, at most, whoever granted them.' })
  maxExtensions!: number;

  @Field(() => Int, { description: 'Days of the whole trial from its first day to its end, at most.' })
  maxTotalDays!: number;
}

@InputType('SetTrialExtensionPolicyInput', {
  description: 'New bounds of one role, 0–3650 each; one that is left out stays as it is.',
})
export class SetTrialExtensionPolicyInput extends UpdateInput {
  @Field(() => Int, { nullable: true, description: 'Days of a new trial, at most.' })
  trialDays?: number | null;

  @Field(() => Int, { nullable: true, description: 'Days by which one extension moves the end, at most.' })
  maxDaysPerExtension?: number | null;

  @Field(() => Int, { nullable: true, description: 'How many extensions a trial has, at most.' })
  maxExtensions?: number | null;

  @Field(() => Int, { nullable: true, description: 'Days of the whole trial, at most.' })
  maxTotalDays?: number | null;

  @Field(() => String, { description: 'Why, 1–200 characters.' })
  reason!: string;
}

@ObjectType('TrialExtensionPolicyPayload', {
  description: 'The bounds after a mutation, or why nothing changed.',
})
export class TrialExtensionPolicyPayload {
  @Field(() => TrialExtensionPolicy, {
    nullable: true,
    description: 'The bounds as they are now; null when refused.',
  })
  policy?: TrialExtensionPolicy | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
