import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CreateInput, JsonScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { Asset, AssetStatus } from './asset.types.js';

@ObjectType('AssetPayload', { description: 'The asset after a mutation, or why nothing changed.' })
export class AssetPayload {
  @Field(() => Asset, { nullable: true, description: 'The asset as it is now; null when refused.' })
  asset?: Asset | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@ObjectType('AssetsPayload', { description: 'The assets after a mutation of many, or why nothing changed.' })
export class AssetsPayload {
  @Field(() => [Asset], {
    nullable: true,
    description: 'The assets as they are now, in the order of the input; null when refused.',
  })
  assets?: Asset[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateAssetInput', { description: 'A new asset.' })
export class CreateAssetInput extends CreateInput {
  @Field(() => String, { description: 'Name, 1–200 characters.' })
  name!: string;

  @Field(() => String, { description: 'Name of its kind, one of `assetKinds`.' })
  kind!: string;

  @Field(() => AssetStatus, { defaultValue: AssetStatus.LIVE, description: 'Where it stands in its life.' })
  status!: AssetStatus;

  @Field(() => ID, { nullable: true, description: 'Who owns it: a person.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands, in words.' })
  location?: string | null;

  @Field(() => [String], { nullable: true, description: 'Network addresses and names, at most 100.' })
  addresses?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Maker and model.' })
  make?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on it, in words of the company.' })
  criticality?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product it belongs to; impact needs a placement.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The pod it belongs to; impact needs a placement.' })
  podId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels, at most 100.' })
  tags?: string[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Further attributes, an object by name; checked by its kind.',
  })
  attributes?: unknown;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history, in 1–2,000 characters.',
  })
  reason?: string | null;
}

@InputType('UpdateAssetInput', {
  description: 'Changes to an asset; a field that is left out stays as it is.',
})
export class UpdateAssetInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of another kind, one of `assetKinds`.' })
  kind?: string | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Where it stands in its life.' })
  status?: AssetStatus | null;

  @Field(() => ID, { nullable: true, description: 'Who owns it: a person; null removes it.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands, in words; null removes it.' })
  location?: string | null;

  @Field(() => [String], { nullable: true, description: 'All network addresses and names.' })
  addresses?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Maker and model; null removes it.' })
  make?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on it; null removes it.' })
  criticality?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product it belongs to; null removes it.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The pod it belongs to; null removes it.' })
  podId?: string | null;

  @Field(() => [String], { nullable: true, description: 'All labels.' })
  tags?: string[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Attributes to set, an object by name; null as a value removes one; others stay.',
  })
  attributes?: unknown;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history, in 1–2,000 characters.',
  })
  reason?: string | null;
}

@InputType('RetireAssetInput', { description: 'An asset that goes out of use.' })
export class RetireAssetInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history, in 1–2,000 characters.',
  })
  reason?: string | null;
}

@InputType('AssetVersionInput', { description: 'An asset as the caller has read it.' })
export class AssetVersionInput {
  @Field(() => ID, { description: 'The asset.' })
  id!: string;

  @Field(() => Int, { description: 'The version the caller has read.' })
  expectedVersion!: number;
}

@InputType('UpdateAssetsInput', {
  description: 'The same changes to many assets, all or none; a field that is left out stays as it is.',
})
export class UpdateAssetsInput {
  @Field(() => [AssetVersionInput], { description: 'The assets, 1–1,000, each once.' })
  assets!: AssetVersionInput[];

  @Field(() => AssetStatus, { nullable: true, description: 'Where they stand in their life.' })
  status?: AssetStatus | null;

  @Field(() => ID, { nullable: true, description: 'Who owns them: a person; null removes it.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where they stand, in words; null removes it.' })
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on them; null removes it.' })
  criticality?: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels to add.' })
  addTags?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Labels to remove.' })
  removeTags?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why, for the history, in 1–2,000 characters.',
  })
  reason?: string | null;
}
