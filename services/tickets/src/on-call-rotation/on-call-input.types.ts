import { CreateInput, DateScalar, DateTimeScalar, UpdateInput } from '@plimsoll/shared';
import { Field, ID, InputType, Int } from 'type-graphql';

@InputType('OnCallWindowInput', { description: 'A window of a weekday, in local wall time.' })
export class OnCallWindowInput {
  @Field(() => Int, { description: 'ISO weekday: 1 Monday to 7 Sunday.' })
  weekday!: number;

  @Field(() => Int, { description: 'Begins at this minute of the local day, 0–1439.' })
  fromMinute!: number;

  @Field(() => Int, { description: 'Ends before this minute of the local day, 1–1440.' })
  toMinute!: number;
}

@InputType('OnCallLayerInput', { description: 'People who take turns.' })
export class OnCallLayerInput {
  @Field(() => String, { description: 'Its name, 1–200 characters, distinct within the rotation.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: "IANA time zone of hand-overs and hours; the rotation's by default.",
  })
  timeZone?: string | null;

  @Field(() => [ID], {
    description: 'The persons in the order of their turns, 1–100; who stands there twice has two of them.',
  })
  personIds!: string[];

  @Field(() => Int, { defaultValue: 7, description: 'How many local days a turn lasts, 1–366.' })
  turnDays!: number;

  @Field(() => Int, {
    defaultValue: 540,
    description: 'Turns begin and end at this minute of the local day, 0–1439.',
  })
  handOverMinute!: number;

  @Field(() => DateScalar, { description: 'The local day on which the first turn begins.' })
  startsOn!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The local day on which the last turn ends, at the hour of hand-over; null: never.',
  })
  endsOn?: string | null;

  @Field(() => [OnCallWindowInput], {
    nullable: true,
    description: 'When it is on duty, 1–70 windows that do not overlap; null: around the clock.',
  })
  hours?: OnCallWindowInput[] | null;
}

@InputType('CreateOnCallRotationInput', { description: 'A new rotation.' })
export class CreateOnCallRotationInput extends CreateInput {
  @Field(() => String, { description: 'What it is called, 1–200 characters; unique.' })
  name!: string;

  @Field(() => ID, { nullable: true, description: 'The team it belongs to, `tem_…`.' })
  teamId?: string | null;

  @Field(() => String, { description: 'IANA time zone, such as `Europe/Berlin`.' })
  timeZone!: string;

  @Field(() => [OnCallWindowInput], {
    nullable: true,
    description: 'When somebody should be on call, 1–70 windows; null: at any time.',
  })
  wantedHours?: OnCallWindowInput[] | null;

  @Field(() => [OnCallLayerInput], { description: 'Its 1 to 10 layers; the first is called first.' })
  layers!: OnCallLayerInput[];
}

@InputType('UpdateOnCallRotationInput', {
  description:
    'Edits of a rotation; a field that is left out stays as it is. They hold from now on; who was on call before stays what it was.',
})
export class UpdateOnCallRotationInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'New name, 1–200 characters.' })
  name?: string | null;

  @Field(() => ID, { nullable: true, description: 'The team it belongs to; null: none.' })
  teamId?: string | null;

  @Field(() => String, { nullable: true, description: 'New IANA time zone of `wantedHours`.' })
  timeZone?: string | null;

  @Field(() => [OnCallWindowInput], {
    nullable: true,
    description: 'When somebody should be on call instead; null: at any time.',
  })
  wantedHours?: OnCallWindowInput[] | null;

  @Field(() => [OnCallLayerInput], {
    nullable: true,
    description: 'The layers instead, 1 to 10. One that says the same as before goes on.',
  })
  layers?: OnCallLayerInput[] | null;

  @Field(() => Boolean, { nullable: true, description: 'False takes it out of use.' })
  active?: boolean | null;
}

@InputType('OverrideOnCallInput', { description: 'Who stands in for whoever has the turn, and when.' })
export class OverrideOnCallInput extends CreateInput {
  @Field(() => ID, { description: 'The rotation, `rot_…`.' })
  rotationId!: string;

  @Field(() => String, { description: 'The layer, by its name.' })
  layer!: string;

  @Field(() => ID, { description: 'Who is on call instead, `per_…`.' })
  personId!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From when, not before now; now by default.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { description: 'Until when, exclusive; at most 366 days after it begins.' })
  to!: Date;

  @Field(() => String, { nullable: true, description: 'Why, at most 2,000 characters.' })
  reason?: string | null;
}

@InputType('CancelOnCallOverrideInput', { description: 'The end of an override.' })
export class CancelOnCallOverrideInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}
