import { ArgsType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { ConnectionArgs, connectionOf } from '@plimsoll/shared';
import { Customer, Product } from '../account/index.js';
import { Asset } from '../asset/index.js';
import { Placement } from '../placement/index.js';

@InputType('AssetMappingFilter', { description: 'Which mappings; what is given has to match.' })
export class AssetMappingFilter {
  @Field(() => ID, {
    nullable: true,
    description:
      'Those that rest on this asset: placements of it, and of all that need it, directly or through others.',
  })
  assetId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this customer.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this product.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Through placements on this pod.' })
  podId?: string | null;
}

@ArgsType()
export class AssetMappingArgs extends ConnectionArgs {
  @Field(() => AssetMappingFilter, { nullable: true, description: 'Which mappings; null: all.' })
  filter?: AssetMappingFilter | null;
}

@ObjectType('AssetMapping', { description: "A customer's product, and an asset that it rests on." })
export class AssetMapping {
  @Field(() => ID, { description: 'Identifier of the mapping, which lasts as long as it.' })
  id!: string;

  @Field(() => Customer, { description: 'The customer; what it pays is its `monthlyRecurringRevenue`.' })
  customer!: Customer;

  @Field(() => Product, { description: 'The product, to which it has an active subscription.' })
  product!: Product;

  @Field(() => Asset, { nullable: true, description: 'The asset that is placed.' })
  asset?: Asset | null;

  @Field(() => Placement, { description: 'The placement that ties them together.' })
  placement!: Placement;

  assetId!: string;
}

const { Connection } = connectionOf(() => AssetMapping, 'AssetMapping');
/** A page of mappings. */
export const AssetMappingConnection = Connection;
