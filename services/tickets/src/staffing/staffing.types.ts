import { DateTimeScalar } from '@plimsoll/shared';
import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql';
import type { Handling } from './staffing.rules.js';

@ObjectType('StaffingHour', { description: 'What an hour asks for and what it has.' })
export class StaffingHourObject {
  @Field(() => DateTimeScalar, { description: 'When it begins: on a local hour.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  to!: Date;

  @Field(() => Float, { description: 'How many tickets come in in this hour of the week, on average.' })
  arrivals!: number;

  @Field(() => Float, { description: 'How many it is at most in nine of ten weeks.' })
  arrivalsHigh!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How many people are busy throughout the hour with what comes in on average: `arrivals` × mean handling hours. Null where no handling time is known.',
  })
  load!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many people a busy week needs: `arrivalsHigh` × mean handling hours ÷ occupancy, rounded up. Null where no handling time is known.',
  })
  agentsNeeded!: number | null;

  @Field(() => Int, {
    description:
      'How many agents with the skill who take tickets work in this hour and are not away; by their calendar, else that of their team, else around the clock.',
  })
  agentsOnDuty!: number;
}

@ObjectType('SkillStaffing', { description: 'What a skill is needed for, hour by hour.' })
export class SkillStaffingObject {
  skillId!: string | null;
  handling!: Handling | null;

  @Field(() => Int, { description: 'How many of the past tickets ask for it.' })
  ticketCount!: number;

  @Field(() => [StaffingHourObject], { description: 'Hour by hour.' })
  hours!: StaffingHourObject[];

  @Field(() => Int, { description: 'How many resolved tickets its handling time is measured on.' })
  handledCount(): number {
    return this.handling?.ticketCount ?? 0;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      'How much of somebody’s working time a ticket takes, on average: while it is in progress, shared equally with all else that they have in progress. Null where none was resolved.',
  })
  meanHandlingSeconds(): number | null {
    return this.handling?.meanSeconds ?? null;
  }

  @Field(() => Float, { nullable: true, description: 'What nine of ten tickets do not exceed.' })
  highHandlingSeconds(): number | null {
    return this.handling?.highSeconds ?? null;
  }
}

@ObjectType('StaffingForecast', {
  description: 'Whom the desk needs when, by skill, from what came in over the last weeks.',
})
export class StaffingForecastObject {
  @Field(() => Int, {
    description:
      'How many whole weeks are counted: fewer than asked for where more than 10,000 tickets came in.',
  })
  weeks!: number;

  @Field(() => DateTimeScalar, { description: 'From when tickets are counted.' })
  historyFrom!: Date;

  @Field(() => DateTimeScalar, { description: 'Up to when.' })
  historyTo!: Date;

  @Field(() => Int, { description: 'How many tickets came in then.' })
  ticketCount!: number;

  @Field(() => [SkillStaffingObject], {
    description:
      'First the tickets that ask for no skill, then by skill. A ticket asks for the skills of the rule that takes it by the routing rules in force now; one that asks for several counts for each.',
  })
  skills!: SkillStaffingObject[];
}

@ArgsType()
export class StaffingForecastArgs {
  @Field(() => DateTimeScalar, { description: 'From the local hour in which this instant lies.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Before this instant; at most 14 days later.' })
  to!: Date;

  @Field(() => String, {
    defaultValue: 'UTC',
    description: 'The IANA time zone whose hours of the week are compared.',
  })
  timeZone!: string;

  @Field(() => Int, { defaultValue: 8, description: 'How many past weeks are counted, 1–26.' })
  weeks!: number;

  @Field(() => Float, {
    defaultValue: 0.85,
    description: 'How busy people may be, above 0 and at most 1.',
  })
  occupancy!: number;
}
