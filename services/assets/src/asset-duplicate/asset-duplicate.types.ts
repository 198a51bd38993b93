import { ArgsType, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ConnectionArgs, connectionOf, OrderDirection } from '@plimsoll/shared';

/** Why assets may be one. */
export enum DuplicateReason {
  NAME = 'NAME',
  ADDRESS = 'ADDRESS',
  EXTERNAL_ID = 'EXTERNAL_ID',
}
registerEnumType(DuplicateReason, {
  name: 'DuplicateReason',
  description: 'Why assets may be one.',
  valuesConfig: {
    NAME: { description: 'They have one name, in any case, and are of one kind.' },
    ADDRESS: { description: 'They have a network address or name in common.' },
    EXTERNAL_ID: { description: 'Several systems know them by one identifier.' },
  },
});

@ObjectType('AssetDuplicateGroup', {
  description: 'Assets in use or planned that have something in common which one asset alone should have.',
})
export class AssetDuplicateGroup {
  @Field(() => DuplicateReason, { description: 'Why they may be one.' })
  reason!: keyof typeof DuplicateReason;

  @Field(() => String, {
    description: 'What they have in common: a name in lower case, an address, an identifier.',
  })
  value!: string;

  @Field(() => String, { nullable: true, description: 'The kind they have in common, with the reason NAME.' })
  kind!: string | null;

  @Field(() => Int, { description: 'How many they are.' })
  assetCount!: number;

  assetIds!: string[];
}

@ObjectType('LikelyDuplicate', { description: 'An asset that may be another one.' })
export class LikelyDuplicateObject {
  id!: string;

  @Field(() => [DuplicateReason], { description: 'Why, at least one reason.' })
  reasons!: (keyof typeof DuplicateReason)[];
}

@InputType('AssetDuplicateFilter', { description: 'Which groups; all conditions must hold.' })
export class AssetDuplicateFilter {
  @Field(() => DuplicateReason, { nullable: true, description: 'Why they may be one.' })
  reason?: DuplicateReason | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of all of them, exact; with the reason NAME.',
  })
  kind?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of what they have in common, in any case.' })
  search?: string | null;
}

/** By what groups are sorted. */
export enum DuplicateOrderField {
  ASSET_COUNT = 'ASSET_COUNT',
  VALUE = 'VALUE',
}
registerEnumType(DuplicateOrderField, {
  name: 'AssetDuplicateOrderField',
  description: 'By what groups of likely duplicates are sorted.',
  valuesConfig: {
    ASSET_COUNT: { description: 'By how many assets they are.' },
    VALUE: { description: 'By what they have in common.' },
  },
});

@InputType('AssetDuplicateOrder', { description: 'How groups are sorted.' })
export class AssetDuplicateOrder {
  @Field(() => DuplicateOrderField, { description: 'By what.' })
  field!: DuplicateOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class AssetDuplicatesArgs extends ConnectionArgs {
  @Field(() => AssetDuplicateFilter, { nullable: true, description: 'Which groups; all by default.' })
  filter?: AssetDuplicateFilter | null;

  @Field(() => AssetDuplicateOrder, {
    nullable: true,
    description: 'How they are sorted; the largest first by default.',
  })
  orderBy?: AssetDuplicateOrder | null;
}

export const { Connection: AssetDuplicateConnection } = connectionOf(
  () => AssetDuplicateGroup,
  'AssetDuplicate',
);
