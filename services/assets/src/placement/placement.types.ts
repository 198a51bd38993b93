import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { connectionOf, CreateInput, UpdateInput, UserError } from '@plimsoll/shared';

@ObjectType('Placement', {
  description:
    'Ties an asset to those who feel it. A pod with a product means whoever has an active subscription to that product on that pod; a pod alone, all products of the customers there; a product alone, everyone who has it; a customer alone, all its products; whatever is given has to match.',
})
export class Placement {
  @Field(() => ID, { description: 'Identifier, `plc_…`.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Grows by one with each change.' })
  version?: number | null;

  assetId?: string | null;

  productId?: string | null;

  podId?: string | null;

  customerId?: string | null;
}

export const { Connection: PlacementConnection } = connectionOf(() => Placement, 'Placement');

@ObjectType('PlacementPayload', { description: 'The placement after a mutation, or why nothing changed.' })
export class PlacementPayload {
  @Field(() => Placement, {
    nullable: true,
    description: 'The placement; null when refused, and after it was removed.',
  })
  placement?: Placement | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('PlaceAssetInput', {
  description:
    'A placement of an asset; at least one of product, pod and customer. One on record stays as it is.',
})
export class PlaceAssetInput extends CreateInput {
  @Field(() => ID, { description: 'The asset.' })
  assetId!: string;

  @Field(() => ID, { nullable: true, description: 'The product of those who feel it.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The pod of those who feel it.' })
  podId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The customer who feels it.' })
  customerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}

@InputType('RemovePlacementInput', { description: 'A placement that ends.' })
export class RemovePlacementInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'The change it is part of, for the history.' })
  changeId?: string | null;
}
