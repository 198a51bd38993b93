import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { JsonScalar, UserError } from '@plimsoll/shared';
import { Asset, AssetStatus } from '../asset/index.js';

/** What becomes of the other assets where one cannot be changed. */
export enum BulkMode {
  ALL_OR_NONE = 'ALL_OR_NONE',
  EACH = 'EACH',
}
registerEnumType(BulkMode, {
  name: 'BulkMode',
  description: 'What becomes of the others where one cannot be changed.',
  valuesConfig: {
    ALL_OR_NONE: { description: 'They are not changed either.' },
    EACH: { description: 'Each that can be is changed; all of these in one transaction.' },
  },
});

@ObjectType('AssetResult', { description: 'What became of one asset of many.' })
export class AssetResult {
  @Field(() => ID, { description: 'The asset, as the input names it.' })
  id!: string;

  @Field(() => Asset, {
    nullable: true,
    description:
      'The asset as it is now; null where it was not changed for a fault of its own or of another.',
  })
  asset!: Asset | null;

  @Field(() => [UserError], { description: 'Why it cannot be changed; empty where it can.' })
  userErrors!: UserError[];
}

@ObjectType('AssetsPayload', { description: 'The assets after a mutation of many, or why nothing changed.' })
export class AssetsPayload {
  @Field(() => [Asset], {
    nullable: true,
    description: 'Those that were changed, or were so already, in the order of the input; null when refused.',
  })
  assets?: Asset[] | null;

  @Field(() => [AssetResult], {
    nullable: true,
    description: 'What became of each, in the order of the input; null where the input itself is at fault.',
  })
  results?: AssetResult[] | null;

  @Field(() => [UserError], {
    description: 'Why nothing changed: the faults of the input, or of all assets with ALL_OR_NONE.',
  })
  userErrors!: UserError[];
}

@InputType('AssetVersionInput', { description: 'An asset as the caller has read it.' })
export class AssetVersionInput {
  @Field(() => ID, { description: 'The asset.' })
  id!: string;

  @Field(() => Int, { description: 'The version the caller has read.' })
  expectedVersion!: number;
}

@InputType('UpdateAssetsInput', {
  description: 'The same changes to many assets; a field that is left out stays as it is.',
})
export class UpdateAssetsInput {
  @Field(() => [AssetVersionInput], { description: 'The assets, 1–1,000, each once.' })
  assets!: AssetVersionInput[];

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NONE,
    description: 'What becomes of the others where one cannot be changed.',
  })
  mode!: BulkMode;

  @Field(() => String, { nullable: true, description: 'Name of another kind, one of `assetKinds`.' })
  kind?: string | null;

  @Field(() => AssetStatus, {
    nullable: true,
    description: 'Where they stand in their life; each has to be able to come there, as with `updateAsset`.',
  })
  status?: AssetStatus | null;

  @Field(() => ID, { nullable: true, description: 'Who owns them: a person; null removes it.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where they stand, in words; null removes it.' })
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'Maker and model; null removes it.' })
  make?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on them; null removes it.' })
  criticality?: string | null;

  @Field(() => ID, { nullable: true, description: 'The product they belong to; null removes it.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The pod they belong to; null removes it.' })
  podId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels to add.' })
  addTags?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Labels to remove.' })
  removeTags?: string[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Attributes to set, an object by name; null as a value removes one; others stay.',
  })
  attributes?: unknown;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, for the history, in 1–2,000 characters.' })
  reason?: string | null;
}
