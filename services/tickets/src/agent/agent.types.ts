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
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BusinessCalendar, Person } from '../account/index.js';
import type { Absence } from './agent.rules.js';

@ObjectType('AgentSkill', { description: 'A skill that an agent has, or that a ticket asks for.' })
export class AgentSkill {
  skillId!: string;

  @Field(() => Int, { description: 'To which level: 1 (has begun) to 5 (teaches it).' })
  level!: number;
}

@ObjectType('AgentAbsence', { description: 'A time in which an agent is away.' })
export class AgentAbsence {
  @Field(() => DateTimeScalar, { description: 'From this instant on.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Before this instant; null: until further notice.',
  })
  to!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why, in words.' })
  reason!: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Agent', {
  description:
    'A person of the desk at work: what they can do, when they work and how much at a time. Staff only.',
})
export class Agent extends RecordObject {
  personId?: string | null;
  skills?: AgentSkill[] | null;
  calendarId?: string | null;
  absences?: Absence[] | null;

  @Field(() => Person, { nullable: true, description: 'Who it is.' })
  person(): Person | null {
    return this.personId == null ? null : { id: this.personId };
  }

  @Field(() => [AgentSkill], {
    name: 'skills',
    nullable: true,
    description: 'What they can do, and how well; each skill once.',
  })
  listSkills(): AgentSkill[] {
    return this.skills ?? [];
  }

  @Field(() => [String], {
    nullable: true,
    description: 'The languages in which they work: ISO 639 codes in lower case.',
  })
  languages?: string[] | null;

  @Field(() => BusinessCalendar, {
    nullable: true,
    description: 'When they work; null: as the team or queue that a ticket goes to.',
  })
  calendar(): BusinessCalendar | null {
    return this.calendarId == null ? null : { id: this.calendarId };
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How many open tickets they work on at a time before routing gives them no more.',
  })
  capacity?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether routing gives them tickets at all.' })
  takesTickets?: boolean | null;

  @Field(() => [AgentAbsence], {
    name: 'absences',
    nullable: true,
    description: 'When they are away, in the order in which it begins, past ones included.',
  })
  listAbsences(): AgentAbsence[] {
    return (this.absences ?? []).map(({ from, to, reason }) => ({
      from: new Date(from),
      to: to === null ? null : new Date(to),
      reason,
    }));
  }
}

@InputType('AgentFilter', { description: 'Which agents; all conditions must hold.' })
export class AgentFilter {
  @Field(() => ID, { nullable: true, description: 'The profile of this person.' })
  personId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Members of this team.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Members of this queue.' })
  queueId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who has this skill, to any level.' })
  skillId?: string | null;

  @Field(() => String, { nullable: true, description: 'Who works in this language, an ISO 639 code.' })
  language?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether routing gives them tickets.' })
  takesTickets?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they are away now.' })
  away?: boolean | null;
}

/** By what agents are sorted. */
export enum AgentOrderField {
  CREATED = 'CREATED',
  CAPACITY = 'CAPACITY',
}
registerEnumType(AgentOrderField, {
  name: 'AgentOrderField',
  description: 'By what agents are sorted.',
  valuesConfig: {
    CREATED: { description: 'In the order in which they came on record.' },
    CAPACITY: { description: 'By how many tickets they work on at a time.' },
  },
});

@InputType('AgentOrder', { description: 'How agents are sorted.' })
export class AgentOrder {
  @Field(() => AgentOrderField, { description: 'By what.' })
  field!: AgentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AgentsArgs extends ConnectionArgs {
  @Field(() => AgentFilter, { nullable: true, description: 'Which ones; all by default.' })
  filter?: AgentFilter | null;

  @Field(() => AgentOrder, {
    nullable: true,
    description: 'How they are sorted; as they came on record by default.',
  })
  orderBy?: AgentOrder | null;
}

export const { Connection: AgentConnection } = connectionOf(() => Agent, 'Agent');

@ObjectType('AgentPayload', { description: 'The agent after a mutation, or why nothing changed.' })
export class AgentPayload {
  @Field(() => Agent, { nullable: true, description: 'The agent as it is now; null when refused.' })
  agent?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('SkillLevelInput', { description: 'A skill and its level.' })
export class SkillLevelInput {
  @Field(() => ID, { description: 'The skill, `skl_…`.' })
  skillId!: string;

  @Field(() => Int, { description: 'The level, 1–5.' })
  level!: number;
}

@InputType('AbsenceInput', { description: 'A time in which somebody is away.' })
export class AbsenceInput {
  @Field(() => DateTimeScalar, { description: 'From this instant on.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Before this instant; none: until further notice.',
  })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why, in at most 200 characters.' })
  reason?: string | null;
}

@InputType('CreateAgentInput', { description: 'The working profile of a person who has none.' })
export class CreateAgentInput extends CreateInput {
  @Field(() => ID, { description: 'The person, `per_…`.' })
  personId!: string;

  @Field(() => [SkillLevelInput], { defaultValue: [], description: 'What they can do; each skill once.' })
  skills!: SkillLevelInput[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'The languages in which they work: ISO 639 codes.',
  })
  languages!: string[];

  @Field(() => ID, {
    nullable: true,
    description: 'When they work; none: as the team or queue that a ticket goes to.',
  })
  calendarId?: string | null;

  @Field(() => Int, {
    defaultValue: 10,
    description: 'How many open tickets they work on at a time, 0–1,000.',
  })
  capacity!: number;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether routing gives them tickets at all.' })
  takesTickets!: boolean;
}

@InputType('UpdateAgentInput', {
  description: 'Changes to an agent; a field that is left out stays as it is.',
})
export class UpdateAgentInput extends UpdateInput {
  @Field(() => [SkillLevelInput], {
    nullable: true,
    description: 'What they can do, in place of what is on record.',
  })
  skills?: SkillLevelInput[] | null;

  @Field(() => [String], { nullable: true, description: 'The languages, in place of those on record.' })
  languages?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'When they work; null: as their team or queue.' })
  calendarId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many open tickets at a time, 0–1,000.' })
  capacity?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether routing gives them tickets at all.' })
  takesTickets?: boolean | null;
}

@InputType('SetAbsencesInput', { description: 'When an agent is away.' })
export class SetAbsencesInput extends UpdateInput {
  @Field(() => [AbsenceInput], { description: 'All absences, in place of those on record; at most 100.' })
  absences!: AbsenceInput[];
}
