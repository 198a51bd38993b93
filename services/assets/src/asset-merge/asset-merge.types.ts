import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, UserError } from '@plimsoll/shared';
import { Asset } from '../asset/index.js';
import { AssetVersionInput } from '../asset-bulk/index.js';

@ObjectType('AssetMergeMoves', {
  description:
    'What went over in a merge; of duplicates that were merged at once, from all of them together.',
})
export class AssetMergeMoves {
  @Field(() => Int, { description: 'Dependencies that the asset has since, as consumer or provider.' })
  dependenciesGained!: number;

  @Field(() => Int, { description: 'Dependencies that named a duplicate, and ended.' })
  dependenciesEnded!: number;

  @Field(() => Int, { description: 'Placements that the asset has since.' })
  placementsGained!: number;

  @Field(() => Int, { description: 'Placements of duplicates, which ended.' })
  placementsEnded!: number;

  @Field(() => Int, { description: 'Changes not yet in review that name the asset instead.' })
  changes!: number;

  @Field(() => Int, { description: 'Parts of incidents that are the asset’s since.' })
  impacts!: number;
}

@ObjectType('AssetMerge', { description: 'An asset that turned out to be another one.' })
export class AssetMerge {
  duplicateId!: string;

  intoId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was merged.' })
  mergedAt!: Date;

  actorId!: string | null;

  @Field(() => String, { description: 'Why.' })
  reason!: string;

  changeId!: string | null;

  @Field(() => AssetMergeMoves, { description: 'What went over.' })
  moves!: AssetMergeMoves;
}

export const { Connection: AssetMergeConnection } = connectionOf(() => AssetMerge, 'AssetMerge');

@ObjectType('MergeAssetsPayload', { description: 'The asset after a merge, or why nothing changed.' })
export class MergeAssetsPayload {
  @Field(() => Asset, { nullable: true, description: 'The asset as it is now; null when refused.' })
  asset?: Asset | null;

  @Field(() => [AssetMerge], {
    nullable: true,
    description: 'What became of each duplicate, in the order of the input; null when refused.',
  })
  merges?: AssetMerge[] | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('MergeAssetsInput', {
  description:
    'Assets that are one. What the duplicates need, what needs them, where they are placed, what incidents did to them and the changes not yet in review that name them go to the asset; the duplicates are retired, keep their history, and their external ids mean the asset from then on.',
})
export class MergeAssetsInput {
  @Field(() => AssetVersionInput, { description: 'The asset that stays.' })
  into!: AssetVersionInput;

  @Field(() => [AssetVersionInput], { description: 'Its duplicates, 1–20, each once.' })
  duplicates!: AssetVersionInput[];

  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'Whether the asset takes what it lacks from its duplicates, in their order: owner, location, maker, criticality, product, pod and attributes; addresses and labels are united.',
  })
  fill!: boolean;

  @Field(() => String, { description: 'Why they are one, in 1–2,000 characters.' })
  reason!: string;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the histories.' })
  changeId?: string | null;
}
