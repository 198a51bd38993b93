import { ArgsType, Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, DurationScalar, JsonScalar, Money } from '@plimsoll/shared';
import { CustomerOutagesScalar } from '../exposure/index.js';

@Directive('@key(fields: "id")')
@ObjectType('Change', { description: 'Something done to assets, on purpose.' })
export class Change {
  @Field(() => ID, { description: 'Identifier, `chg_…`.' })
  id!: string;

  @Directive('@external')
  @Field(() => CustomerOutagesScalar, {
    nullable: true,
    description: 'What it would do whenever it were carried out, as the services hand it to one another.',
  })
  planOutages?: unknown;

  @Directive('@external')
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'How long it takes and when it would clash, as the services hand it to one another.',
  })
  blockedTimes?: unknown;
}

@ArgsType()
export class SafeWindowsArgs {
  @Field(() => DurationScalar, {
    defaultValue: 'P14D',
    description: 'How far ahead a slot may begin, at most P90D.',
  })
  within!: string;

  @Field(() => Int, { defaultValue: 5, description: 'How many at most, 1–100.' })
  first!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Count as though customers had been told at this instant; by default when they were told, if at all.',
  })
  noticeGivenAt?: Date | null;
}

@ObjectType('SafeWindow', {
  description:
    'A slot for a change, with what it would cost there: the same figures as a what-if of the change in that slot.',
})
export class SafeWindow {
  @Field(() => DateTimeScalar, { description: 'When it begins.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is over (exclusive).' })
  to!: Date;

  @Field(() => Int, { description: 'How many customers it would hit.' })
  customerCount!: number;

  @Field(() => Int, { description: 'How many of them would have a broken agreement in the month then.' })
  breachCount!: number;

  @Field(() => [Money], {
    description: 'The credits owed to them for the months concerned then, one entry a currency.',
  })
  serviceCredits!: Money[];

  @Field(() => [Money], { description: 'What these customers pay a month, one entry a currency.' })
  monthlyRecurringRevenue!: Money[];

  @Field(() => Float, {
    nullable: true,
    description: 'The least headroom of any agreement, in seconds, afterwards; null where none is hit.',
  })
  leastHeadroomSeconds!: number | null;

  @Field(() => Int, {
    description: 'For how many of these customers some of it lies between 07:00 and 22:00 local time.',
  })
  customersAwake!: number;

  @Field(() => Int, { description: 'How many conflicts it would have there, of whatever severity.' })
  conflictCount!: number;

  @Field(() => Int, { description: 'How many of these forbid it.' })
  blockingConflictCount!: number;
}
