import { ConnectionArgs, connectionOf, DateTimeScalar, OrderDirection } from '@plimsoll/shared';
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType('OnCallGap', {
  description:
    'A stretch of time in which somebody should be on call and nobody is, or all who are on call are away, found up to fourteen days ahead. Staff only.',
})
export class OnCallGap {
  rotationId!: string;

  @Field(() => ID, { description: 'Identifier, `ocg_…`.' })
  id!: string;

  @Field(() => Int, { description: 'Grows by one with each change.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'From when; when it was found, where it was under way.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'Until when, exclusive; not beyond fourteen days after it was last looked at.',
  })
  to!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was found.' })
  foundAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When somebody was found for all that was left of it; null: nobody was.',
  })
  closedAt!: Date | null;
}

@InputType('OnCallGapFilter', { description: 'Which gaps; all conditions must hold.' })
export class OnCallGapFilter {
  @Field(() => ID, { nullable: true, description: 'Of this rotation, `rot_…`.' })
  rotationId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Those that were not closed, or that were; null: both.',
  })
  open?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Those that end after this instant.' })
  endsAfter?: Date | null;
}

/** By what gaps are sorted. */
export enum OnCallGapOrderField {
  FROM = 'FROM',
}
registerEnumType(OnCallGapOrderField, {
  name: 'OnCallGapOrderField',
  description: 'By what gaps are sorted.',
  valuesConfig: { FROM: { description: 'By when they begin.' } },
});

@InputType('OnCallGapOrder', { description: 'How gaps are sorted.' })
export class OnCallGapOrder {
  @Field(() => OnCallGapOrderField, { description: 'By what.' })
  field!: OnCallGapOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class OnCallGapsArgs extends ConnectionArgs {
  @Field(() => OnCallGapFilter, { nullable: true, description: 'Which gaps; all by default.' })
  filter?: OnCallGapFilter | null;

  @Field(() => OnCallGapOrder, {
    nullable: true,
    description: 'How they are sorted; by when they begin by default.',
  })
  orderBy?: OnCallGapOrder | null;
}

export const { Connection: OnCallGapConnection } = connectionOf(() => OnCallGap, 'OnCallGap');
