import { Field, Int, ObjectType } from 'type-graphql';
import { Ratio } from '@plimsoll/shared';

const FINISHED = 'SUCCEEDED, SUCCEEDED_WITH_ISSUES, FAILED and ROLLED_BACK';

@ObjectType('ChangeOutcomes', { description: 'How changes came out.' })
export class ChangeOutcomes {
  @Field(() => Int, { description: 'Changes that succeeded.' })
  succeeded!: number;

  @Field(() => Int, { description: 'Changes that succeeded, with issues.' })
  succeededWithIssues!: number;

  @Field(() => Int, { description: 'Changes that failed.' })
  failed!: number;

  @Field(() => Int, { description: 'Changes that were rolled back.' })
  rolledBack!: number;

  @Field(() => Int, { description: 'Changes that were given up before they began; in neither ratio.' })
  cancelled!: number;

  @Field(() => Ratio, {
    description: `Of the finished changes (${FINISHED}) those that succeeded, with or without issues.`,
  })
  successRate!: Ratio;

  @Field(() => Ratio, { description: `Of the finished changes (${FINISHED}) those of kind EMERGENCY.` })
  emergencyShare!: Ratio;
}
