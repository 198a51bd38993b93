import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { CreateInput, JsonScalar, UpdateInput, UserError } from '@plimsoll/shared';
import { Asset, AssetStatus } from './asset.types.js';

@ObjectType('AssetPayload', { description: 'The asset after a mutation, or why nothing changed.' })
export class AssetPayload {
  @Field(() => Asset, { nullable: true, description: 'The asset as it is now; null when refused.' })
  asset?: Asset | null;

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

  @Field(() => AssetStatus, {
    nullable: true,
    description:
      'Where it stands in its life: PLANNED becomes LIVE, LIVE and MAINTENANCE become each other, and each becomes RETIRED; what is RETIRED is revived by `reviveAsset`.',
  })
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

@InputType('ReviveAssetInput', { description: 'A retired asset that comes back.' })
export class ReviveAssetInput extends UpdateInput {
  @Field(() => AssetStatus, {
    defaultValue: AssetStatus.LIVE,
    description: 'Where it stands from now on: PLANNED, LIVE or MAINTENANCE.',
  })
  status!: AssetStatus;

  @Field(() => String, { description: 'Why it comes back, in 1–2,000 characters.' })
  reason!: string;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}
