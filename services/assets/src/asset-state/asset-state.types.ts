import { Field, ObjectType } from 'type-graphql';
import { connectionOf, ImpactState } from '@plimsoll/shared';
import { Customer } from '../account/index.js';

@ObjectType('CustomerState', { description: 'A customer in a state.' })
export class CustomerState {
  @Field(() => ImpactState, {
    description: 'The worst state of its products: DEGRADED or DOWN.',
  })
  state!: ImpactState;

  @Field(() => Customer, { nullable: true, description: 'The customer.' })
  customer!: Customer | null;
}

export const { Connection: CustomerStateConnection } = connectionOf(() => CustomerState, 'CustomerState');

@ObjectType('AssetOutage', {
  description:
    'What would be hit if an asset were in a state now, amid all that is down now: what is worse than if nothing befell the asset itself. Of an asset of the past, what would have been hit then.',
})
export class AssetOutage {
  assetId!: string;

  state!: ImpactState;

  /** The instant of the past that is meant; null: now. */
  asOf!: Date | null;
}
