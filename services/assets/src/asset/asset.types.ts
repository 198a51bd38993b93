import { ArgsType, Directive, Field, ID, ObjectType, registerEnumType, InputType } from 'type-graphql';
import {
  ConnectionArgs,
  connectionOf,
  ImpactState,
  JsonScalar,
  OrderDirection,
  RecordObject,
} from '@plimsoll/shared';

/** Where an asset stands in its life. */
export enum AssetStatus {
  PLANNED = 'PLANNED',
  LIVE = 'LIVE',
  MAINTENANCE = 'MAINTENANCE',
  RETIRED = 'RETIRED',
}
registerEnumType(AssetStatus, {
  name: 'AssetStatus',
  description: 'Where an asset stands in its life; whether it works right now is its state.',
  valuesConfig: {
    PLANNED: { description: 'Not in use yet: neither carries impact nor counts in a group.' },
    LIVE: { description: 'In use.' },
    MAINTENANCE: { description: 'In use and being worked on; counts like LIVE.' },
    RETIRED: { description: 'No longer in use: neither carries impact nor counts in a group.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType('Asset', {
  description:
    'Anything that is changed: data centre, network, host, database cluster, service, feature, file. Resellers and contacts see the assets that a placement ties to one of their customers by name. An asset that they may not see still carries impact; where a chain of causes passes through it, it has the name `hidden` and an id that stands for it alone.',
})
export class Asset extends RecordObject {
  @Field(() => String, { nullable: true, description: 'Name; `hidden` for an asset that you may not see.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of its kind, such as `host` or `service`.' })
  kind?: string | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Where it stands in its life.' })
  status?: keyof typeof AssetStatus | null;

  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it stands, in words.' })
  location?: string | null;

  @Field(() => [String], { nullable: true, description: 'Network addresses and names.' })
  addresses?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Maker and model.' })
  make?: string | null;

  @Field(() => String, { nullable: true, description: 'How much depends on it, in words of the company.' })
  criticality?: string | null;

  productId?: string | null;

  podId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Labels, sorted.' })
  tags?: string[] | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Further attributes by name, in the types that its kind states.',
  })
  attributes?: Record<string, unknown> | null;
}

@InputType('AssetFilter', { description: 'Which assets; all conditions must hold.' })
export class AssetFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name or external id, in any case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the kind, exact.' })
  kind?: string | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Where they stand in their life.' })
  status?: AssetStatus | null;

  @Field(() => ID, { nullable: true, description: 'Who owns them: a person.' })
  ownerId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the location, in any case.' })
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'A label they carry, exact.' })
  tag?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which belong to this product, or are placed for it.' })
  productId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which belong to this pod, or are placed for it.' })
  podId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which are placed for this customer by name.' })
  customerId?: string | null;

  @Field(() => ImpactState, { nullable: true, description: 'Which are in this state now.' })
  state?: ImpactState | null;
}

/** By what assets are sorted. */
export enum AssetOrderField {
  NAME = 'NAME',
  KIND = 'KIND',
  STATUS = 'STATUS',
  LOCATION = 'LOCATION',
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

export const { Connection: AssetConnection } = connectionOf(() => Asset, 'Asset');
