import {
  ConnectionArgs,
  connectionOf,
  DateScalar,
  DateTimeScalar,
  OrderDirection,
  RecordObject,
  UserError,
} from '@plimsoll/shared';
import { ArgsType, Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import type { KeptLayer } from './on-call-layer.rules.js';

@ObjectType('OnCallWindow', { description: 'A window of a weekday, in local wall time.' })
export class OnCallWindow {
  @Field(() => Int, { description: 'ISO weekday: 1 Monday to 7 Sunday.' })
  weekday!: number;

  @Field(() => Int, { description: 'Begins at this minute of the local day, 0–1439.' })
  fromMinute!: number;

  @Field(() => Int, { description: 'Ends before this minute of the local day, 1–1440.' })
  toMinute!: number;
}

@ObjectType('OnCallLayer', {
  description:
    'People who take turns: at every instant of its duty exactly one of them is on call. Turns are handed over at a local hour: where clocks skip it, at the first instant after the gap; where they show it twice, the first time.',
})
export class OnCallLayer {
  personIds!: string[];

  @Field(() => String, { description: 'Its name, distinct within the rotation.' })
  name!: string;

  @Field(() => String, { description: 'IANA time zone of hand-overs and hours.' })
  timeZone!: string;

  @Field(() => [Person], { description: 'In the order of their turns.' })
  persons(): Person[] {
    return this.personIds.map((id) => ({ id }));
  }

  @Field(() => Int, { description: 'How many local days a turn lasts, 1–366.' })
  turnDays!: number;

  @Field(() => Int, { description: 'Turns begin and end at this minute of the local day, 0–1439.' })
  handOverMinute!: number;

  @Field(() => DateScalar, { description: 'The local day on which the first turn begins.' })
  startsOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The local day on which the last turn ends, at the hour of hand-over; null: never.',
  })
  endsOn!: string | null;

  @Field(() => [OnCallWindow], { nullable: true, description: 'When it is on duty; null: around the clock.' })
  hours!: OnCallWindow[] | null;
}

@ObjectType('OnCallOverride', { description: 'Somebody in the place of whoever has the turn, for a while.' })
export class OnCallOverride extends RecordObject {
  personId?: string;

  @Field(() => String, { nullable: true, description: 'The layer, by its name.' })
  layer?: string | null;

  @Field(() => Person, { nullable: true, description: 'Who is on call instead.' })
  person(): Person | null {
    return this.personId === undefined ? null : { id: this.personId };
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when, exclusive.' })
  to?: Date | null;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From then on it does not count; null: it was not cancelled.',
  })
  cancelledAt?: Date | null;
}

@ObjectType('OnCallShift', { description: 'A stretch of time in which one person is on call for a layer.' })
export class OnCallShiftObject {
  personId!: string;
  overrideId!: string | null;

  @Field(() => String, { description: 'The layer, by its name.' })
  layer!: string;

  @Field(() => Person, { description: 'Who is on call.' })
  person(): Person {
    return { id: this.personId };
  }

  @Field(() => DateTimeScalar, { description: 'From when, within the interval asked for.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when, exclusive, within the interval asked for.' })
  to!: Date;
}

@ObjectType('OnCallInterval', { description: 'A stretch of time, half-open.' })
export class OnCallInterval {
  @Field(() => DateTimeScalar, { description: 'From when.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when, exclusive.' })
  to!: Date;
}

export const { Connection: OnCallOverrideConnection } = connectionOf(() => OnCallOverride, 'OnCallOverride');

@Directive('@key(fields: "id")')
@ObjectType('OnCallRotation', {
  description:
    'Who is called when, in layers: the first one is called first. An edit holds from its instant on; who was on call before stays what it was. Staff only.',
})
export class OnCallRotation extends RecordObject {
  teamId?: string | null;
  layers?: KeptLayer[] | null;

  @Field(() => String, { nullable: true, description: 'What it is called; unique.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'IANA time zone of `wantedHours`.' })
  timeZone?: string | null;

  @Field(() => [OnCallWindow], {
    nullable: true,
    description: 'When somebody should be on call, which is when gaps are told of; null: at any time.',
  })
  wantedHours?: OnCallWindow[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is in use; false: nobody is on call by it.',
  })
  active?: boolean | null;
}

@InputType('OnCallRotationFilter', { description: 'Which rotations; all conditions must hold.' })
export class OnCallRotationFilter {
  @Field(() => Boolean, { nullable: true, description: 'In use, or out of use; null: both.' })
  active?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The team it belongs to, `tem_…`.' })
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A person who has a turn, `per_…`.' })
  personId?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any case.' })
  search?: string | null;
}

/** By what rotations are sorted. */
export enum OnCallRotationOrderField {
  NAME = 'NAME',
}
registerEnumType(OnCallRotationOrderField, {
  name: 'OnCallRotationOrderField',
  description: 'By what rotations are sorted.',
  valuesConfig: { NAME: { description: 'By name.' } },
});

@InputType('OnCallRotationOrder', { description: 'How rotations are sorted.' })
export class OnCallRotationOrder {
  @Field(() => OnCallRotationOrderField, { description: 'By what.' })
  field!: OnCallRotationOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'In which direction.' })
  direction!: OrderDirection;
}

@ArgsType()
export class OnCallRotationsArgs extends ConnectionArgs {
  @Field(() => OnCallRotationFilter, { nullable: true, description: 'Which rotations; all by default.' })
  filter?: OnCallRotationFilter | null;

  @Field(() => OnCallRotationOrder, {
    nullable: true,
    description: 'How they are sorted; by name by default.',
  })
  orderBy?: OnCallRotationOrder | null;
}

@ArgsType()
export class OnCallOverridesArgs extends ConnectionArgs {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only those that end after this instant; null: all.',
  })
  endsAfter?: Date | null;
}

@ArgsType()
export class OnCallIntervalArgs {
  @Field(() => DateTimeScalar, { description: 'From when.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Until when, exclusive; at most 400 days later.' })
  to!: Date;
}

export const { Connection: OnCallRotationConnection } = connectionOf(() => OnCallRotation, 'OnCallRotation');

@ObjectType('OnCallRotationPayload', {
  description: 'The rotation after a mutation, or why nothing changed.',
})
export class OnCallRotationPayload {
  @Field(() => OnCallRotation, {
    nullable: true,
    description: 'The rotation as it is now; null when refused.',
  })
  rotation?: OnCallRotation | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}

@ObjectType('OnCallOverridePayload', {
  description: 'The override after a mutation, or why nothing changed.',
})
export class OnCallOverridePayload {
  @Field(() => OnCallOverride, {
    nullable: true,
    description: 'The override as it is now; null when refused.',
  })
  override?: object | null;

  @Field(() => [UserError], { description: 'Why nothing changed; empty on success.' })
  userErrors!: UserError[];
}
