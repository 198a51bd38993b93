import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';

@Directive('@key(fields: "id")')
@ObjectType('Person', { description: 'A member of staff.' })
export class Person extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, as shown to colleagues and customers.' })
  name?: string | null;

  email?: string | null;

  role?: string | null;

  managerId?: string | null;

  timeZone?: string | null;
}

@InputType('PersonFilter', { description: 'Which people; all conditions must hold.' })
export class PersonFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Job, exact.' })
  role?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who report to this person.' })
  managerId?: string | null;
}

/** By what persons are sorted. */
export enum PersonOrderField {
  NAME = 'NAME',
}
registerEnumType(PersonOrderField, {
  name: 'PersonOrderField',
  description: 'By what persons are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('PersonOrder', { description: 'How persons are sorted.' })
export class PersonOrder {
  @Field(() => PersonOrderField, { description: 'By what.' })
  field!: PersonOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class PeopleArgs extends ConnectionArgs {
  @Field(() => PersonFilter, { nullable: true, description: 'Which persons; all by default.' })
  filter?: PersonFilter | null;

  @Field(() => PersonOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: PersonOrder | null;
}

export const { Connection: PersonConnection } = connectionOf(() => Person, 'Person');

@ObjectType('PersonPayload', { description: 'The person after a mutation, or why nothing changed.' })
export class PersonPayload {
  @Field(() => Person, { nullable: true, description: 'The person as it is now; null when refused.' })
  person?: Person | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreatePersonInput', { description: 'A new member of staff.' })
export class CreatePersonInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Mail address.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'Job, such as `support engineer`.' })
  role?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who they report to, `per_…`.' })
  managerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone they work in, such as `Europe/Berlin`.',
  })
  timeZone?: string | null;
}

@InputType('UpdatePersonInput', {
  description: 'Changes to a member of staff; a field that is left out stays as it is.',
})
export class UpdatePersonInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New mail address; null removes it.' })
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'New job; null removes it.' })
  role?: string | null;

  @Field(() => ID, { nullable: true, description: 'New manager; null removes it.' })
  managerId?: string | null;

  @Field(() => String, { nullable: true, description: 'New IANA time zone; null removes it.' })
  timeZone?: string | null;
}
