import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Ratio } from '@plimsoll/shared';

@ObjectType('Reliability', { description: 'How an asset has held, over all that is on record of it.' })
export class Reliability {
  @Field(() => Int, {
    description: 'Failures: unplanned incidents with an impact recorded on the asset itself.',
  })
  incidentCount!: number;

  @Field(() => Float, {
    description:
      'Seconds DOWN: the union of the DOWN intervals recorded on the asset itself, planned ones included; one that has not ended counts up to now.',
  })
  downSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean time between failures: (observed − down) ÷ failures. Observed is the time from the first thing on record of the asset, its first event or its first impact, to now. Null with no failure.',
  })
  meanTimeBetweenFailuresSeconds!: number | null;

  @Field(() => Ratio, {
    description:
      'Of the finished changes of the asset (SUCCEEDED, SUCCEEDED_WITH_ISSUES, FAILED, ROLLED_BACK) those that succeeded, with or without issues. Cancelled ones never count.',
  })
  changeSuccessRate!: Ratio;
}
