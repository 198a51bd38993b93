import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType('IncidentInterval', {
  description:
    'How long one step of incidents took, in seconds, over those for which it is measured: both ends on record by `asOf`, the later one not before the earlier.',
})
export class IncidentInterval {
  @Field(() => Float, { nullable: true, description: 'Arithmetic mean; null where none is measured.' })
  mean!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Median, interpolated between the middle two; null where none is measured.',
  })
  median!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '90th percentile, interpolated; null where none is measured.',
  })
  p90!: number | null;

  @Field(() => Int, { description: 'Incidents for which it is measured.' })
  measuredCount!: number;

  @Field(() => Int, {
    description: 'Resolved incidents left out because one of the ends is not on record.',
  })
  missingCount!: number;

  @Field(() => Int, { description: 'Incidents left out because the ends are in the wrong order.' })
  negativeCount!: number;
}

@ObjectType({
  description:
    'Incidents and their five intervals. An incident is unplanned, and not merged into another one.',
})
export abstract class IncidentMeasures {
  @Field(() => Int, { description: 'Incidents, open ones included.' })
  incidentCount!: number;

  @Field(() => Int, { description: 'Those not resolved by `asOf`.' })
  openCount!: number;

  @Field(() => Int, { description: 'Those that were reopened at least once.' })
  reopenedCount!: number;

  @Field(() => IncidentInterval, { description: 'Detected − started.' })
  detect!: IncidentInterval;

  @Field(() => IncidentInterval, { description: 'Acknowledged − detected.' })
  acknowledge!: IncidentInterval;

  @Field(() => IncidentInterval, { description: 'Mitigated − started.' })
  mitigate!: IncidentInterval;

  @Field(() => IncidentInterval, { description: 'Restored − started.' })
  restore!: IncidentInterval;

  @Field(() => IncidentInterval, { description: 'Resolved (the ticket, the last time) − started.' })
  resolve!: IncidentInterval;
}

@ObjectType('IncidentTrendMonth', {
  description: 'The incidents that started in one calendar month (UTC), as far as the period has of it.',
})
export class IncidentTrendMonth extends IncidentMeasures {
  @Field(() => String, { description: 'The month, `YYYY-MM`, UTC.' })
  month!: string;
}
