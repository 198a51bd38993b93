import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, DurationScalar, Money } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Change } from './change.types.js';

@ObjectType('ConflictGroup', { description: 'A redundancy group that two changes together bring down.' })
class ConflictGroup {
  @Field(() => String, { nullable: true, description: 'Its name within its consumer.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'How many members it needs: a count, or a percent.' })
  minUp?: string | null;
}

@ObjectType('Freeze', { description: 'A time in which nothing is changed.' })
class Freeze {
  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it begins.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is over (exclusive).' })
  to?: Date | null;
}

@ObjectType('ChangeConflict', { description: 'Something that a change clashes with.' })
export class ChangeConflict {
  @Field(() => String, { description: 'In what way.' })
  kind!: string;

  @Field(() => String, { description: 'How bad that is.' })
  severity!: string;

  @Field(() => Change, { nullable: true, description: 'The other change.' })
  with?: Change | null;

  @Field(() => ConflictGroup, { nullable: true, description: 'The group that both together bring down.' })
  group?: ConflictGroup | null;

  @Field(() => Freeze, { nullable: true, description: 'The freeze it falls into.' })
  freeze?: Freeze | null;

  @Field(() => String, { description: 'Why it is a conflict.' })
  explanation!: string;
}

@ArgsType()
export class SafeWindowsArgs {
  @Field(() => DurationScalar, { defaultValue: 'P14D', description: 'How far ahead, at most P90D.' })
  within!: string;

  @Field(() => Int, { defaultValue: 5, description: 'How many at most, 1–100.' })
  first!: number;
}

@ObjectType('SafeWindow', { description: 'A slot for a change, with what it would cost there.' })
export class SafeWindow {
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive).' })
  to!: Date;

  @Field(() => Int, { description: 'How many agreements it would break.' })
  breachCount!: number;

  @Field(() => [Money], { description: 'The credits it would cost, one entry a currency.' })
  serviceCredits!: Money[];

  @Field(() => [Money], {
    description: 'The monthly revenue of the customers it hits, one entry a currency.',
  })
  monthlyRecurringRevenue!: Money[];

  @Field(() => Int, { description: 'How many of these customers are awake then.' })
  customersAwake!: number;
}

@ObjectType('RequiredApproval', { description: 'An approval that a policy asks for.' })
class RequiredApproval {
  @Field(() => String, { description: 'Who has to agree.' })
  role!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

@ObjectType('ChangeApproval', { description: 'What somebody decided about a change.' })
class ChangeApproval {
  @Field(() => Person, { nullable: true, description: 'Who decided.' })
  by?: Person | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When.' })
  at?: Date | null;

  @Field(() => String, { nullable: true, description: 'What they decided.' })
  decision?: string | null;

  @Field(() => String, { nullable: true, description: 'What they said about it.' })
  comment?: string | null;
}

@ObjectType('ChangeApprovals', { description: 'The approvals of a change: asked for, given, outstanding.' })
export class ChangeApprovals {
  @Field(() => [RequiredApproval], { description: 'What the policy asks for.' })
  required!: RequiredApproval[];

  @Field(() => [ChangeApproval], { description: 'What was decided so far.' })
  given!: ChangeApproval[];

  @Field(() => [RequiredApproval], { description: 'What is still asked for.' })
  outstanding!: RequiredApproval[];
}
