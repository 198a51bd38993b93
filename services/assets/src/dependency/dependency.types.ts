import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, CreateInput, UserError } from '@plimsoll/shared';

/** What a lost group does to its consumer. */
export enum DependencyStrength {
  HARD = 'HARD',
  SOFT = 'SOFT',
}
registerEnumType(DependencyStrength, {
  name: 'DependencyStrength',
  description: 'What a lost group of providers does to its consumer.',
  valuesConfig: {
    HARD: { description: 'The consumer is in the state of the group.' },
    SOFT: { description: 'The consumer is one step better than the group: DEGRADED where it is DOWN.' },
  },
});

@ObjectType('DependencyGroup', {
  description: 'Providers of one consumer of which some may be lost: a cluster.',
})
export class DependencyGroup {
  @Field(() => String, { description: 'Name, unique within the consumer.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'How many live members must be up: a count (`2`) or a percent, rounded up (`50%`); null: all of them.',
  })
  minUp!: string | null;

  @Field(() => Int, { description: 'How many members it has, live or not.' })
  memberCount!: number;
}

@ObjectType('Dependency', { description: 'A consumer needs a provider, alone or as a member of a group.' })
export class Dependency {
  @Field(() => ID, { description: 'Identifier, `dep_…`.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Grows by one with each change.' })
  version?: number | null;

  @Field(() => DependencyStrength, {
    nullable: true,
    description: 'What losing the group does to the consumer.',
  })
  strength?: keyof typeof DependencyStrength | null;

  @Field(() => DependencyGroup, {
    nullable: true,
    description: 'The group the provider is a member of; null where it is needed by itself.',
  })
  group?: DependencyGroup | null;

  consumerId?: string | null;

  providerId?: string | null;
}

export const { Connection: DependencyConnection } = connectionOf(() => Dependency, 'Dependency');

@ObjectType('DependenciesPayload', { description: 'Dependencies after a mutation, or why nothing changed.' })
export class DependenciesPayload {
  @Field(() => [Dependency], {
    nullable: true,
    description: 'Those added, or what is left of the groups concerned; null when refused.',
  })
  dependencies?: Dependency[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('AddDependenciesInput', {
  description:
    'Providers that a consumer needs. With a group they join it, and `strength` and `minUp` hold for the whole group from now on; without, each is needed by itself.',
})
export class AddDependenciesInput extends CreateInput {
  @Field(() => ID, { description: 'The asset that needs the others.' })
  consumerId!: string;

  @Field(() => [ID], { description: 'The assets it needs, 1–1,000.' })
  providerIds!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Name of the group within the consumer, 1–200 characters.',
  })
  group?: string | null;

  @Field(() => DependencyStrength, {
    defaultValue: DependencyStrength.HARD,
    description: 'What losing the group does to the consumer.',
  })
  strength!: DependencyStrength;

  @Field(() => String, {
    nullable: true,
    description: 'How many members must be up: a count (`2`) or a percent (`50%`); all of them by default.',
  })
  minUp?: string | null;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}

@InputType('RemoveDependenciesInput', { description: 'Dependencies that end, all or none.' })
export class RemoveDependenciesInput {
  @Field(() => [ID], {
    description: 'The dependencies, 1–1,000. What is left of a group has to hold its `minUp`, or be nothing.',
  })
  ids!: string[];

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}
