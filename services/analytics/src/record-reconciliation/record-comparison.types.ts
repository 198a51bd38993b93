import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateScalar, DateTimeScalar, UserError } from '@plimsoll/shared';

@ObjectType('RecordDifference', {
  description:
    'Records of one noun and day of which analytics knows others, or other versions, than their service.',
})
export class RecordDifference {
  @Field(() => String, { description: 'The noun: `customer`, `ticket` …' })
  noun!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day (UTC) in which the records got their identifiers; null where these do not say.',
  })
  day!: string | null;

  @Field(() => Int, { description: 'Records that their service has.' })
  toldCount!: number;

  @Field(() => Int, { description: 'Records that analytics knows; where both are equal, versions differ.' })
  keptCount!: number;
}

@ObjectType('ServiceComparison', {
  description: 'What one service has on record beside what analytics knows of it.',
})
export class ServiceComparison {
  @Field(() => String, { description: 'The service.' })
  producer!: string;

  @Field(() => Float, { description: 'The place among the events of the service, of which both are.' })
  position!: number;

  @Field(() => DateTimeScalar, { description: 'When the service counted.' })
  comparedAt!: Date;

  @Field(() => Float, { description: 'Records that were compared.' })
  recordCount!: number;

  @Field(() => [RecordDifference], { description: 'What differs, at most 1,000; empty: nothing does.' })
  differences!: RecordDifference[];
}

@ObjectType('RecordComparison', {
  description:
    'A comparison of everything that the services have on record with what analytics knows of it from their events, as of the same place among the events of each: records are counted by noun and day and their versions summed up in checksums.',
})
export class RecordComparison {
  @Field(() => Int, { description: 'Counts the comparisons.' })
  number!: number;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether all services agree; null while some have not answered and none differs.',
  })
  agrees!: boolean | null;

  @Field(() => [ServiceComparison], {
    description: 'The services that have answered, in order of their names.',
  })
  services!: ServiceComparison[];
}

@ObjectType('CompareRecordsPayload', { description: 'What became of the request.' })
export class CompareRecordsPayload {
  @Field(() => RecordComparison, {
    nullable: true,
    description: 'The comparison, which services answer soon.',
  })
  comparison?: RecordComparison | null;

  @Field(() => [UserError], { description: 'Why nothing was asked for; empty when it was.' })
  userErrors!: UserError[];
}
