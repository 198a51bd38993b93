import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar, UserError } from '@plimsoll/shared';

@ObjectType('ParkedEvent', {
  description:
    'An event that could not be taken in. It is put aside, later ones of its record behind it, and everything else goes on.',
})
export class ParkedEventObject {
  @Field(() => String, { description: 'What happened, `plimsoll.<noun>.<verb>.v1`.' })
  type!: string;

  @Field(() => String, { description: 'Identifier of the record it happened to.' })
  subject!: string;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  happenedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it was put aside.' })
  parkedAt!: Date;

  @Field(() => Int, { description: 'How often it was tried.' })
  attempts!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Why it could not be taken in. Null where it waits behind another, and for all but staff.',
  })
  error!: string | null;
}

@ObjectType('ProducerStatus', { description: 'How far analytics is with the events of one service.' })
export class ProducerStatus {
  @Field(() => String, { description: 'The service.' })
  producer!: string;

  @Field(() => Float, { description: 'The last event taken in or put aside, counted from 1; 0: none.' })
  position!: number;

  @Field(() => Float, { description: 'The last event that the service has published; 0: none.' })
  head!: number;

  @Field(() => Float, { description: 'Events published and not yet taken in: head − position.' })
  lag!: number;

  @Field(() => Int, { description: 'Events put aside.' })
  parkedCount!: number;

  @Field(() => ParkedEventObject, {
    nullable: true,
    description: 'The first of the events put aside; null: none.',
  })
  oldestParked!: ParkedEventObject | null;
}

@ObjectType('ProjectionVersion', { description: 'Which version of its rules filled a group of tables.' })
export class ProjectionVersion {
  @Field(() => String, { description: 'The group.' })
  name!: string;

  @Field(() => Int, { description: 'The version; another one in the code leads to a rebuilding.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  builtAt!: Date;
}

@ObjectType('ProjectionStatus', {
  description: 'How far analytics is with the events of the other services, from which all it knows comes.',
})
export class ProjectionStatus {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Everything that happened before this instant, in any service, is counted in every answer. An event put aside holds it back. Null while a service has not yet said how far it is.',
  })
  dataAsOf!: Date | null;

  @Field(() => [ProducerStatus], { description: 'By service.' })
  producers!: ProducerStatus[];

  @Field(() => [ProjectionVersion], { description: 'The rules that filled the tables.' })
  versions!: ProjectionVersion[];
}

@ObjectType('RetryParkedEventsPayload', { description: 'What became of events put aside.' })
export class RetryParkedPayload {
  @Field(() => Int, { nullable: true, description: 'Events taken in now.' })
  applied?: number | null;

  @Field(() => Int, { nullable: true, description: 'Events that stay aside.' })
  left?: number | null;

  @Field(() => [UserError], { description: 'Why nothing was tried; empty when it was.' })
  userErrors!: UserError[];
}
