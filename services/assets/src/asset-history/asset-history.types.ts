import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf, DateTimeScalar, FieldChange } from '@plimsoll/shared';
import { Person } from '../account/index.js';

@ObjectType('AssetHistoryEntry', { description: 'One recorded change of an asset.' })
export class AssetHistoryEntry {
  @Field(() => Int, { description: 'The version the asset has since.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  at!: Date;

  @Field(() => Person, {
    nullable: true,
    description: 'Who made it; null for the platform itself and for machines.',
  })
  actor!: Person | null;

  changeId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it was made, in its author's words; null where no reason was asked for.",
  })
  reason!: string | null;

  @Field(() => [FieldChange], { description: 'What became of which field.' })
  fields!: FieldChange[];
}

export const { Connection: AssetHistoryConnection } = connectionOf(() => AssetHistoryEntry, 'AssetHistory');
