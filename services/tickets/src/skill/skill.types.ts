import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Skill', { description: 'Something that an agent can do, to a level from 1 to 5. Staff only.' })
export class Skill extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, unique in any case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it means to have it.' })
  description?: string | null;
}

@InputType('SkillFilter', { description: 'Which skills; all conditions must hold.' })
export class SkillFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what skills are sorted. */
export enum SkillOrderField {
  NAME = 'NAME',
}
registerEnumType(SkillOrderField, {
  name: 'SkillOrderField',
  description: 'By what skills are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('SkillOrder', { description: 'How skills are sorted.' })
export class SkillOrder {
  @Field(() => SkillOrderField, { description: 'By what.' })
  field!: SkillOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class SkillsArgs extends ConnectionArgs {
  @Field(() => SkillFilter, { nullable: true, description: 'Which ones; all by default.' })
  filter?: SkillFilter | null;

  @Field(() => SkillOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: SkillOrder | null;
}

export const { Connection: SkillConnection } = connectionOf(() => Skill, 'Skill');

@ObjectType('SkillPayload', { description: 'The skill after a mutation, or why nothing changed.' })
export class SkillPayload {
  @Field(() => Skill, { nullable: true, description: 'The skill as it is now; null when refused.' })
  skill?: Skill | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateSkillInput', { description: 'A new skill.' })
export class CreateSkillInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters, unique in any case.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it means to have it, 1–2,000 characters.' })
  description?: string | null;
}

@InputType('UpdateSkillInput', {
  description: 'Changes to a skill; a field that is left out stays as it is.',
})
export class UpdateSkillInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters, unique in any case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it means to have it; null removes it.' })
  description?: string | null;
}
