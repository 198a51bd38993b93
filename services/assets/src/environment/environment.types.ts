import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType('Environment', {
  description:
    'Where releases are rolled out: development, staging, production …; it may exist in several regions. Staff only.',
})
export class Environment extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, unique in any case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place on the way to production, from 1; environments beside each other may share one.',
  })
  position?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether customers use it.' })
  production?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The regions it exists in, sorted; empty: it has no regions.',
  })
  regions?: string[] | null;
}

@InputType('EnvironmentFilter', { description: 'Which environments; all conditions must hold.' })
export class EnvironmentFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether customers use them.' })
  production?: boolean | null;

  @Field(() => String, { nullable: true, description: 'A region they exist in, exact.' })
  region?: string | null;
}

/** By what environments are sorted. */
export enum EnvironmentOrderField {
  POSITION = 'POSITION',
  NAME = 'NAME',
}
registerEnumType(EnvironmentOrderField, {
  name: 'EnvironmentOrderField',
  description: 'By what environments are sorted.',
  valuesConfig: {
    POSITION: { description: 'By place on the way to production.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('EnvironmentOrder', { description: 'How environments are sorted.' })
class EnvironmentOrder {
  @Field(() => EnvironmentOrderField, { description: 'By what.' })
  field!: EnvironmentOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class EnvironmentsArgs extends ConnectionArgs {
  @Field(() => EnvironmentFilter, { nullable: true, description: 'Which environments; all by default.' })
  filter?: EnvironmentFilter | null;

  @Field(() => EnvironmentOrder, { nullable: true, description: 'How they are sorted; by place by default.' })
  orderBy?: EnvironmentOrder | null;
}

export const { Connection: EnvironmentConnection } = connectionOf(() => Environment, 'Environment');

@ObjectType('EnvironmentPayload', {
  description: 'The environment after a mutation, or why nothing changed.',
})
export class EnvironmentPayload {
  @Field(() => Environment, {
    nullable: true,
    description: 'The environment as it is now; null when refused.',
  })
  environment?: Environment | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateEnvironmentInput', { description: 'A new environment.' })
export class CreateEnvironmentInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters, unique in any case.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 20,000 characters.' })
  description?: string | null;

  @Field(() => Int, { description: 'Its place on the way to production, 1–1,000.' })
  position!: number;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether customers use it.' })
  production!: boolean;

  @Field(() => [String], {
    defaultValue: [],
    description: 'The regions it exists in, at most 100, each of 1–200 characters.',
  })
  regions!: string[];
}

@InputType('UpdateEnvironmentInput', {
  description: 'Changes to an environment; a field that is left out stays as it is.',
})
export class UpdateEnvironmentInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'New description; null removes it.' })
  description?: string | null;

  @Field(() => Int, { nullable: true, description: 'New place on the way to production, 1–1,000.' })
  position?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether customers use it.' })
  production?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'New regions, in place of the present ones.' })
  regions?: string[] | null;
}
