import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTimeScalar, UserError } from '@plimsoll/shared';

@ObjectType('ChurnRisk', {
  description: 'How likely a customer is to leave, and why, as the churn model in use says.',
})
export class ChurnRisk {
  @Field(() => Float, {
    description: 'Likelihood of being lost (paying nothing any more) within 90 days, 0–1.',
  })
  score!: number;

  @Field(() => [String], {
    description:
      'What makes it likelier to leave than the average customer, strongest first, at most three; empty where nothing does. Associations that the model has found, not causes.',
  })
  reasons!: string[];
}

/** Whether the scores of a churn model are shown. */
export enum ChurnModelState {
  IN_USE = 'IN_USE',
  TOO_FEW_LOSSES = 'TOO_FEW_LOSSES',
  NO_BETTER_THAN_CHANCE = 'NO_BETTER_THAN_CHANCE',
}
registerEnumType(ChurnModelState, {
  name: 'ChurnModelState',
  description: 'Whether the scores of a churn model are shown, and if not, why.',
  valuesConfig: {
    IN_USE: { description: 'Customers have scores.' },
    TOO_FEW_LOSSES: { description: 'Fewer than 30 losses are on record to learn from: there are no scores.' },
    NO_BETTER_THAN_CHANCE: {
      description:
        'On months that it had not seen the area under the curve is below 0.55 or cannot be told: there are no scores.',
    },
  },
});

@ObjectType('ChurnFeature', { description: 'What the churn model looks at.' })
export class ChurnFeature {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'What it is; always from what happened before the day of the score.' })
  description!: string;

  @Field(() => Float, { description: 'Mean over the observations.' })
  mean!: number;

  @Field(() => Float, { description: 'Standard deviation over the observations; 1 where all are alike.' })
  deviation!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much one standard deviation more adds to the logarithm of the odds of leaving; null where there are too few losses.',
  })
  coefficient!: number | null;
}

@ObjectType('ChurnCalibrationBin', {
  description: 'Held-out observations of like score: what the model expected of them and what happened.',
})
export class ChurnCalibrationBin {
  @Field(() => Int, { description: 'Observations: a customer at the beginning of a month each.' })
  observations!: number;

  @Field(() => Float, { description: 'Their mean likelihood of loss.' })
  meanLikelihood!: number;

  @Field(() => Int, { description: 'How many were lost within 90 days.' })
  happened!: number;
}

@ObjectType('ChurnBackTest', {
  description:
    'How a model that learnt from the earlier three quarters of the months did on the later ones; months whose 90 days reach into these are left out of the learning.',
})
export class ChurnBackTest {
  @Field(() => DateScalar, { description: 'The first month held out.' })
  heldOutFrom!: string;

  @Field(() => Int, { description: 'Observations held out.' })
  observations!: number;

  @Field(() => Int, { description: 'Losses among these, each once.' })
  losses!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Area under the receiver operating characteristic: how often one that was lost had the higher score of the two; 0.5 is chance, 1 is perfect; null where nobody, or everybody, was lost.',
  })
  areaUnderCurve!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Brier score: mean squared distance of score and outcome; 0 is perfect.',
  })
  brierScore!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The Brier score of one and the same likelihood for everybody, to compare.',
  })
  baselineBrierScore!: number | null;

  @Field(() => [ChurnCalibrationBin], { description: 'In order of score, ten parts of about the same size.' })
  calibration!: ChurnCalibrationBin[];
}

@ObjectType('ChurnModel', {
  description:
    "What the company's own history says of who leaves: a logistic regression with a ridge penalty over customers that paid at the beginning of a month (of the last 36, since the first ticket on record) and whether they were lost in the 90 days from then. Learnt anew every night, and on demand.",
})
export class ChurnModelView {
  @Field(() => DateTimeScalar, { description: 'When it was learnt.' })
  trainedAt!: Date;

  @Field(() => ChurnModelState, { description: 'Whether its scores are shown.' })
  state!: ChurnModelState;

  @Field(() => String, { description: 'The same in words, with the numbers.' })
  reason!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first month learnt from; null without any.' })
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last month learnt from.' })
  to!: string | null;

  @Field(() => Int, { description: 'Observations: a customer at the beginning of a month each.' })
  observations!: number;

  @Field(() => Int, { description: 'Losses among these, each once.' })
  losses!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The logarithm of the odds of an average customer; null where there are too few losses.',
  })
  intercept!: number | null;

  @Field(() => [ChurnFeature], { description: 'What it looks at.' })
  features!: ChurnFeature[];

  @Field(() => ChurnBackTest, {
    nullable: true,
    description: 'How it does on months that it has not seen; null where there is too little to tell.',
  })
  backTest!: ChurnBackTest | null;
}

@ObjectType('ChurnModelPayload', { description: 'What was learnt.' })
export class ChurnModelPayload {
  @Field(() => ChurnModelView, { nullable: true, description: 'The model; null where there were errors.' })
  churnModel?: ChurnModelView | null;

  @Field(() => [UserError], { description: 'What to correct; empty on success.' })
  userErrors!: UserError[];
}
