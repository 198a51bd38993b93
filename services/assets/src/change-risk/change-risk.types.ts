import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';

/** The two factors of a risk. */
enum RiskFactor {
  PROBABILITY = 'PROBABILITY',
  IMPACT = 'IMPACT',
}
registerEnumType(RiskFactor, {
  name: 'RiskFactor',
  description: 'The two factors of a risk.',
  valuesConfig: {
    PROBABILITY: { description: 'How likely the change fails.' },
    IMPACT: { description: 'How much failing would hurt.' },
  },
});

@ObjectType('RiskPart', { description: 'Something that makes a failure likelier, or worse.' })
class RiskPart {
  @Field(() => String, {
    description:
      'What it stands for. Of probability: historyOfAssets, historyOfTeam, size, duration, hour, rollbackPlan, procedure, emergency; of impact: customers, breaches, credits, headroom, customersAwake.',
  })
  name!: string;

  @Field(() => RiskFactor, { description: 'What it is a part of.' })
  factor!: keyof typeof RiskFactor;

  @Field(() => Float, {
    description:
      'Its share of its factor: of the probability 0–1, of the impact 0–100. The parts of a factor add up to it.',
  })
  value!: number;

  @Field(() => Float, { description: 'The most it can be.' })
  most!: number;

  @Field(() => String, { description: 'Why it is what it is.' })
  because!: string;
}

@ObjectType('ChangeRisk', {
  description:
    'The risk of a change, as of this moment: how likely it fails × how much failing would hurt, with the parts of both.',
})
export class ChangeRisk {
  @Field(() => Float, { description: 'probability × impact, from 0 to 100, two decimals.' })
  score!: number;

  @Field(() => Float, { description: 'How likely it fails, 0 to 1: the sum of its parts.' })
  probability!: number;

  @Field(() => Float, {
    description:
      'How much failing would hurt, 0 to 100: its assets down throughout its window, unannounced. The sum of its parts.',
  })
  impact!: number;

  @Field(() => [RiskPart], { description: 'What both are made of.' })
  parts!: RiskPart[];
}
