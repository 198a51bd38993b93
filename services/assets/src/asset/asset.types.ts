import { Directive, Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, JsonScalar, RecordObject } from '@plimsoll/shared';

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

export const { Connection: AssetConnection } = connectionOf(() => Asset, 'Asset');
