import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, ImpactState, JsonScalar, OrderDirection } from '@plimsoll/shared';
import { AssetStatus } from '../asset/index.js';

@InputType('AssetAttributeFilter', {
  description: 'What an attribute has to be; all that is given must hold, and something must be.',
})
export class AssetAttributeFilter {
  @Field(() => String, { description: 'Name of the attribute, 1–100 characters.' })
  name!: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Equal to this value, in its type; of a list or an object: holds what this one holds.',
  })
  equals?: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'At least this: a number among numbers, a text among texts (as dates are, by their characters).',
  })
  from?: unknown;

  @Field(() => JsonScalar, { nullable: true, description: 'At most this, likewise.' })
  to?: unknown;

  @Field(() => String, { nullable: true, description: 'A text that has this part, in any case.' })
  contains?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the asset has the attribute at all.' })
  present?: boolean | null;
}

@InputType('AssetFilter', { description: 'Which assets; all conditions must hold.' })
export class AssetFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or external id, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the kind, exact.' })
  kind?: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of kinds, of which one has to be theirs.' })
  kinds?: string[] | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Where they stand in their life.' })
  status?: AssetStatus | null;

  @Field(() => [AssetStatus], { nullable: true, description: 'Where they may stand in their life.' })
  statuses?: AssetStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Who owns them: a person.' })
  ownerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether anybody owns them.' })
  hasOwner?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of the location, in any case.' })
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'A label they carry, exact.' })
  tag?: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels they carry, all of them, exact.' })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: 'A network address or name they have, exact.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of maker and model, in any case.' })
  make?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on them, exact.' })
  criticality?: string | null;

  @Field(() => String, { nullable: true, description: 'The system they came from, exact.' })
  source?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which belong to this product, or are placed for it.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which belong to this pod, or are placed for it.' })
  podId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which are placed for this customer by name.' })
  customerId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether a placement ties them to anybody.' })
  isPlaced?: boolean | null;

  @Field(() => [AssetAttributeFilter], {
    nullable: true,
    description: 'What attributes have to be, at most 20.',
  })
  attributes?: AssetAttributeFilter[] | null;

  @Field(() => ImpactState, { nullable: true, description: 'Which are in this state now.' })
  state?: ImpactState | null;
}

/** By what assets are sorted. */
export enum AssetOrderField {
  NAME = 'NAME',
  KIND = 'KIND',
  STATUS = 'STATUS',
  LOCATION = 'LOCATION',
  MAKE = 'MAKE',
  CRITICALITY = 'CRITICALITY',
  EXTERNAL_ID = 'EXTERNAL_ID',
  CREATED = 'CREATED',
}
registerEnumType(AssetOrderField, {
  name: 'AssetOrderField',
  description: 'By what assets are sorted.',
  valuesConfig: {
    NAME: { description: 'By name.' },
    KIND: { description: 'By the name of the kind.' },
    STATUS: { description: 'By status, as a word.' },
    LOCATION: { description: 'By location; without one first.' },
    MAKE: { description: 'By maker and model; without one first.' },
    CRITICALITY: { description: 'By how much depends on it, as a word; without one first.' },
    EXTERNAL_ID: { description: 'By the identifier in the other system; without one first.' },
    CREATED: { description: 'By when they were recorded here.' },
  },
});

@InputType('AssetOrder', { description: 'How assets are sorted.' })
export class AssetOrder {
  @Field(() => AssetOrderField, { description: 'By what.' })
  field!: AssetOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AssetsArgs extends ConnectionArgs {
  @Field(() => AssetFilter, { nullable: true, description: 'Which assets; all by default.' })
  filter?: AssetFilter | null;

  @Field(() => AssetOrder, { nullable: true, description: 'How they are sorted; by name by default.' })
  orderBy?: AssetOrder | null;
}
