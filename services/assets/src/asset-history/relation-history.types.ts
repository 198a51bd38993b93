import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf, DateTimeScalar, FieldChange } from '@plimsoll/shared';

/** What ties an asset to others. */
export enum AssetRelation {
  DEPENDENCY = 'DEPENDENCY',
  PLACEMENT = 'PLACEMENT',
}
registerEnumType(AssetRelation, {
  name: 'AssetRelation',
  description: 'What ties an asset to others.',
  valuesConfig: {
    DEPENDENCY: { description: 'A dependency, in which it is the consumer or the provider.' },
    PLACEMENT: { description: 'A placement.' },
  },
});

@ObjectType('AssetRelationHistoryEntry', {
  description: 'One recorded change of a dependency or a placement of an asset, in force or ended.',
})
export class AssetRelationHistoryEntry {
  @Field(() => AssetRelation, { description: 'What changed.' })
  relation!: AssetRelation;

  @Field(() => Int, { description: 'The version the dependency or placement has since.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  at!: Date;

  actorId!: string | null;

  changeId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it was made, in its author's words; null where no reason was given.",
  })
  reason!: string | null;

  @Field(() => [FieldChange], {
    description: 'What became of which field; `removed` says that it ended, or came back.',
  })
  fields!: FieldChange[];

  consumerId!: string | null;

  providerId!: string | null;

  productId!: string | null;

  podId!: string | null;

  customerId!: string | null;
}

export const { Connection: AssetRelationHistoryConnection } = connectionOf(
  () => AssetRelationHistoryEntry,
  'AssetRelationHistory',
);
