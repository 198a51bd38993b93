import { DateTimeScalar } from '@plimsoll/shared';
import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType('QueueHealth', { description: 'What waits in a queue now, and how it keeps up.' })
export class QueueHealth {
  queueId!: string;
  oldestWaitingAt!: Date | null;

  @Field(() => Int, {
    description:
      'How many tickets wait in it for somebody to take them: assigned to nobody, new or in progress.',
  })
  waitingCount!: number;

  @Field(() => Int, {
    description:
      'How many of these have a response target that is due within four hours or past due, or of which three quarters are used.',
  })
  breachesAhead!: number;
}

@ObjectType('QueueRates', { description: 'What came into a queue and left it over some time.' })
export class QueueRates {
  @Field(() => Int, { description: 'How many of its tickets were opened in this time.' })
  arrivedCount!: number;

  @Field(() => Int, { description: 'How many of its tickets were resolved in this time, and stayed so.' })
  resolvedCount!: number;

  @Field(() => Float, { description: 'How many were opened an hour.' })
  arrivedPerHour!: number;

  @Field(() => Float, { description: 'How many were resolved an hour; fewer than arrive: the queue grows.' })
  resolvedPerHour!: number;
}

@ObjectType('DueHour', { description: 'How many response targets come due in an hour.' })
export class DueHourObject {
  @Field(() => DateTimeScalar, { description: 'From this instant on.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Before this instant.' })
  to!: Date;

  @Field(() => Int, { description: 'First responses.' })
  firstResponses!: number;

  @Field(() => Int, { description: 'Next updates.' })
  updates!: number;

  @Field(() => Int, { description: 'Resolutions.' })
  resolutions!: number;
}

@ObjectType('TeamBreachForecast', {
  description:
    'Which response targets of the tickets of a team break within some hours if nobody does anything: as running clocks and calendars are now.',
})
export class TeamBreachForecast {
  @Field(() => Int, { description: 'How many open clocks are past due already.' })
  pastDueCount!: number;

  @Field(() => [DueHourObject], { description: 'Hour by hour from now.' })
  hours!: DueHourObject[];
}
