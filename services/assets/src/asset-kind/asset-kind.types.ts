import { ArgsType, Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  CreateInput,
  JsonScalar,
  OrderDirection,
  RecordObject,
  UpdateInput,
  UserError,
} from '@plimsoll/shared';
import type { AttributeSchema } from './attribute-schema.rules.js';

/** What the value of an attribute is. */
export enum AttributeType {
  TEXT = 'TEXT',
  NUMBER = 'NUMBER',
  BOOLEAN = 'BOOLEAN',
}
registerEnumType(AttributeType, {
  name: 'AttributeType',
  description: 'What the value of an attribute is.',
  valuesConfig: {
    TEXT: { description: 'A text.' },
    NUMBER: { description: 'A number.' },
    BOOLEAN: { description: 'True or false.' },
  },
});

@ObjectType('AttributeDefinition', { description: 'What a kind says of one attribute of its assets.' })
export class AttributeDefinitionObject {
  @Field(() => String, { description: 'Name of the attribute.' })
  name!: string;

  @Field(() => AttributeType, { description: 'What its value is.' })
  type!: keyof typeof AttributeType;

  @Field(() => Boolean, { description: 'Whether every asset of the kind has to have it.' })
  required!: boolean;
}

@Directive('@key(fields: "id")')
@ObjectType('AssetKind', {
  description: 'A kind of asset, such as `host` or `service`, with what it says of attributes.',
})
export class AssetKind extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name, unique; `Asset.kind` holds it.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What belongs to it.' })
  description?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What its assets say of themselves: a JSON Schema (draft 2020-12) of `Asset.attributes`, by which each of them is checked when it changes; null where the kind says nothing of attributes.',
  })
  attributeSchema?: AttributeSchema | null;
}

@InputType('AssetKindFilter', { description: 'Which kinds; all conditions must hold.' })
export class AssetKindFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what kinds are sorted. */
export enum AssetKindOrderField {
  NAME = 'NAME',
}
registerEnumType(AssetKindOrderField, {
  name: 'AssetKindOrderField',
  description: 'By what kinds are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('AssetKindOrder', { description: 'How kinds are sorted.' })
export class AssetKindOrder {
  @Field(() => AssetKindOrderField, { description: 'By what.' })
  field!: AssetKindOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AssetKindsArgs extends ConnectionArgs {
  @Field(() => AssetKindFilter, { nullable: true, description: 'Which kinds; all by default.' })
  filter?: AssetKindFilter | null;

  @Field(() => AssetKindOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: AssetKindOrder | null;
}

export const { Connection: AssetKindConnection } = connectionOf(() => AssetKind, 'AssetKind');

@ObjectType('AssetKindPayload', { description: 'The kind after a mutation, or why nothing changed.' })
export class AssetKindPayload {
  @Field(() => AssetKind, { nullable: true, description: 'The kind as it is now; null when refused.' })
  assetKind?: AssetKind | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('AttributeDefinitionInput', { description: 'What a kind says of one attribute of its assets.' })
export class AttributeDefinitionInput {
  @Field(() => String, { description: 'Name of the attribute, 1–100 characters.' })
  name!: string;

  @Field(() => AttributeType, { description: 'What its value is.' })
  type!: keyof typeof AttributeType;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether every asset of the kind has to have it.',
  })
  required!: boolean;
}

@InputType('CreateAssetKindInput', { description: 'A new kind of asset.' })
export class CreateAssetKindInput extends CreateInput {
  @Field(() => String, { description: 'Name, unique, 1–200 characters.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What belongs to it.' })
  description?: string | null;

  @Field(() => [AttributeDefinitionInput], {
    nullable: true,
    description: 'Attributes to be checked; or say more by a schema.',
  })
  attributes?: AttributeDefinitionInput[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'A JSON Schema (draft 2020-12) of the object of attributes: `type` is `object`, at most 50,000 characters, no reference to other schemas; patterns know neither look-around nor back-references. Not together with `attributes`.',
  })
  attributeSchema?: unknown;
}

@InputType('UpdateAssetKindInput', {
  description:
    'Changes to a kind; a field that is left out stays as it is. The name stays. Assets on record are checked when they change next.',
})
export class UpdateAssetKindInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What belongs to it; null removes it.' })
  description?: string | null;

  @Field(() => [AttributeDefinitionInput], {
    nullable: true,
    description: 'Attributes to be checked, all of them; null removes every rule. Or say more by a schema.',
  })
  attributes?: AttributeDefinitionInput[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'A JSON Schema (draft 2020-12) of the object of attributes: `type` is `object`, at most 50,000 characters, no reference to other schemas; patterns know neither look-around nor back-references. Not together with `attributes`. Null removes every rule.',
  })
  attributeSchema?: unknown;
}
