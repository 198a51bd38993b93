import { Field, ObjectType } from 'type-graphql';
import { connectionOf, ImpactState } from '@plimsoll/shared';
import { Asset } from '../asset/index.js';

@ObjectType('AssetImpact', { description: 'What an outage does to one asset.' })
export class AssetImpact {
  @Field(() => ImpactState, {
    description: 'The worst state it brings the asset into: AT_RISK, DEGRADED or DOWN.',
  })
  state!: ImpactState;

  @Field(() => Asset, { nullable: true, description: 'The asset.' })
  asset?: Asset | null;

  @Field(() => [Asset], {
    description:
      'Why: a chain with the fewest assets (then the smallest ids), from an asset of the question to a direct provider of this one; empty for an asset of the question itself. An asset you may not see is called `hidden`.',
  })
  causes?: Asset[];

  assetId!: string;
  causeIds!: string[];
}

export const { Connection: AssetImpactConnection } = connectionOf(() => AssetImpact, 'AssetImpact');
