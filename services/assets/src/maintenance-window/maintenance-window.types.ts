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
@ObjectType('MaintenanceWindow', {
  description:
    'A time in which assets may be changed, once or again and again. An asset that some window is about is changed within one of its windows only, an asset that none is about at any time. Staff only.',
})
export class MaintenanceWindow extends CalendarEntryObject {}

@InputType('MaintenanceWindowFilter', { description: 'Which maintenance windows; all conditions must hold.' })
export class MaintenanceWindowFilter extends CalendarEntryFilter {}

/** By what maintenance windows are sorted. */
export enum MaintenanceWindowOrderField {
  STARTS_AT = 'STARTS_AT',
  NAME = 'NAME',
}
registerEnumType(MaintenanceWindowOrderField, {
  name: 'MaintenanceWindowOrderField',
  description: 'By what maintenance windows are sorted.',
  valuesConfig: {
    STARTS_AT: { description: 'By when the first occurrence begins.' },
    NAME: { description: 'By name.' },
  },
});

@InputType('MaintenanceWindowOrder', { description: 'How maintenance windows are sorted.' })
export class MaintenanceWindowOrder {
  @Field(() => MaintenanceWindowOrderField, { description: 'By what.' })
  field!: MaintenanceWindowOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class MaintenanceWindowsArgs extends ConnectionArgs {
  @Field(() => MaintenanceWindowFilter, {
    nullable: true,
    description: 'Which maintenance windows; all by default.',
  })
  filter?: MaintenanceWindowFilter | null;

  @Field(() => MaintenanceWindowOrder, {
    nullable: true,
    description: 'How they are sorted; by the start of the first occurrence by default.',
  })
  orderBy?: MaintenanceWindowOrder | null;
}

export const { Connection: MaintenanceWindowConnection } = connectionOf(
  () => MaintenanceWindow,
  'MaintenanceWindow',
);

@ObjectType('MaintenanceWindowPayload', {
  description: 'The maintenance window after a mutation, or why nothing changed.',
})
export class MaintenanceWindowPayload {
  @Field(() => MaintenanceWindow, {
    nullable: true,
    description: 'The maintenance window as it is now; null when refused.',
  })
  maintenanceWindow?: MaintenanceWindow | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@InputType('CreateMaintenanceWindowInput', { description: 'A new maintenance window.' })
export class CreateMaintenanceWindowInput extends CreateCalendarEntryInput {}

@InputType('UpdateMaintenanceWindowInput', {
  description: 'Changes to a maintenance window; a field that is left out stays as it is.',
})
export class UpdateMaintenanceWindowInput extends UpdateCalendarEntryInput {}

@InputType('WithdrawMaintenanceWindowInput', { description: 'The end of a maintenance window.' })
export class WithdrawMaintenanceWindowInput extends WithdrawCalendarEntryInput {}
