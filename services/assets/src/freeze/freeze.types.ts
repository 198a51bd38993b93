import { ConnectionArgs, connectionOf, OrderDirection, UserError } from '@plimsoll/shared';
import { ArgsType, Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import {
  CalendarEntryFilter,
  CalendarEntryObject,
  CreateCalendarEntryInput,
  UpdateCalendarEntryInput,
  WithdrawCalendarEntryInput,
} from '../change-calendar/index.js';

@Directive('@key(fields: "id")')
@ObjectType('Freeze', {
  description: 'A time in which assets are not to be changed, once or again and again. Staff only.',
})
export class Freeze extends CalendarEntryObject {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether changes that cannot wait are made all the same: for these it is a warning.',
  })
  allowsEmergency?: boolean | null;

  /** An instant of the occurrence that is meant, where it is shown as what a change clashes with. */
  meantAt?: Date;
}

@InputType('FreezeFilter', { description: 'Which freezes; all conditions must hold.' })
export class FreezeFilter extends CalendarEntryFilter {}

/** By what freezes are sorted. */
export enum FreezeOrderField {
  STARTS_AT = 'STARTS_AT',
  NAME = 'NAME',
}
registerEnumType(FreezeOrderField, {
  name: 'FreezeOrderField',
  description: 'By what freezes are sorted.',
  valuesConfig: {
    STARTS_AT: { description: 'By when the first occurrence begins.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('FreezeOrder', { description: 'How freezes are sorted.' })
export class FreezeOrder {
  @Field(() => FreezeOrderField, { description: 'By what.' })
  field!: FreezeOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class FreezesArgs extends ConnectionArgs {
  @Field(() => FreezeFilter, { nullable: true, description: 'Which freezes; all by default.' })
  filter?: FreezeFilter | null;

  @Field(() => FreezeOrder, {
    nullable: true,
    description: 'How they are sorted; by the start of the first occurrence by default.',
  })
  orderBy?: FreezeOrder | null;
}

export const { Connection: FreezeConnection } = connectionOf(() => Freeze, 'Freeze');

@ObjectType('FreezePayload', { description: 'The freeze after a mutation, or why nothing changed.' })
export class FreezePayload {
  @Field(() => Freeze, { nullable: true, description: 'The freeze as it is now; null when refused.' })
  freeze?: Freeze | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateFreezeInput', { description: 'A new freeze.' })
export class CreateFreezeInput extends CreateCalendarEntryInput {
  @Field(() => Boolean, {
    defaultValue: true,
    description: 'Whether changes that cannot wait are made all the same.',
  })
  allowsEmergency!: boolean;
}

@InputType('UpdateFreezeInput', {
  description: 'Changes to a freeze; a field that is left out stays as it is.',
})
export class UpdateFreezeInput extends UpdateCalendarEntryInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether changes that cannot wait are made all the same.',
  })
  allowsEmergency?: boolean | null;
}

@InputType('WithdrawFreezeInput', { description: 'The end of a freeze.' })
export class WithdrawFreezeInput extends WithdrawCalendarEntryInput {}
