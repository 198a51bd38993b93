import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, CreateInput, OrderDirection, RecordObject, UpdateInput } from '@plimsoll/shared';
import { BusinessCalendar, Person } from '../account/index.js';

/** What a team and a queue show alike. */
@ObjectType()
export abstract class CrewObject extends RecordObject {
  memberIds?: string[] | null;
  calendarId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name.' })
  name?: string | null;

  @Field(() => [Person], { nullable: true, description: 'Who works in it.' })
  members(): Person[] {
    return (this.memberIds ?? []).map((id) => ({ id }));
  }

  @Field(() => BusinessCalendar, { nullable: true, description: 'When it works; null: around the clock.' })
  calendar(): BusinessCalendar | null {
    return this.calendarId == null ? null : { id: this.calendarId };
  }
}

@InputType('CrewFilter', { description: 'Which teams or queues; all conditions must hold.' })
export class CrewFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Those in which this person works.' })
  memberId?: string | null;
}

/** By what teams and queues are sorted. */
export enum CrewOrderField {
  NAME = 'NAME',
}
registerEnumType(CrewOrderField, {
  name: 'CrewOrderField',
  description: 'By what teams and queues are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('CrewOrder', { description: 'How teams and queues are sorted.' })
export class CrewOrder {
  @Field(() => CrewOrderField, { description: 'By what.' })
  field!: CrewOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class CrewsArgs extends ConnectionArgs {
  @Field(() => CrewFilter, { nullable: true, description: 'Which ones; all by default.' })
  filter?: CrewFilter | null;

  @Field(() => CrewOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: CrewOrder | null;
}

/** What the creation of a team or queue says. */
@InputType()
export abstract class CreateCrewInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'Its business calendar; none: around the clock.' })
  calendarId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'The people who work in it.' })
  memberIds?: string[] | null;
}

/** What the change of a team or queue says; a field that is left out stays as it is. */
@InputType()
export abstract class UpdateCrewInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'New business calendar; null removes it.' })
  calendarId?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The people who work in it, in place of the present ones.',
  })
  memberIds?: string[] | null;
}
