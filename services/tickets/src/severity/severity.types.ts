import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SeverityPartName } from './severity.rules.js';

registerEnumType(SeverityPartName, {
  name: 'SeverityPartName',
  description: 'What a severity score is made of.',
  valuesConfig: {
    CUSTOMERS: {
      description:
        'How many customers it hits: 6 points for one, 12 from 2, 18 from 5, 24 from 10, 30 from 50.',
    },
    STATE: { description: 'What it does to them: DOWN 20, DEGRADED 10.' },
    SEGMENT: { description: 'The weightiest segment among them: ENTERPRISE 15, MID_MARKET 8, SMB 3.' },
    AGREEMENT: {
      description:
        'The highest uptime that any of them is promised: 15 from 99.95 %, 12 from 99.9 %, 8 from 99.5 %, 5 from 99 %, 2 for any.',
    },
    URGENCY: { description: 'HIGH 8, MEDIUM or none given 4, LOW 0.' },
    REOPENINGS: { description: '3 for each reopening, at most 6.' },
    BREACHES: { description: '3 for each response target that was missed, at most 6.' },
  },
});

@ObjectType('SeverityPart', { description: 'A part of a severity score.' })
export class SeverityPartObject {
  @Field(() => SeverityPartName, { description: 'Which part.' })
  name!: SeverityPartName;

  @Field(() => Int, { description: 'Its points.' })
  points!: number;

  @Field(() => Int, { description: 'The most points it can have.' })
  most!: number;

  @Field(() => String, { description: 'Why it has them.' })
  because!: string;
}

@ObjectType('SeverityScore', {
  description:
    'How severe a ticket is, 0–100, out of what is on record now: the customers it hits with their agreements, urgency, reopenings and missed targets. The sum of its parts.',
})
export class SeverityScoreObject {
  @Field(() => Int, { description: '0–100.' })
  score!: number;

  @Field(() => [SeverityPartObject], { description: 'Every part, with its reason.' })
  parts!: SeverityPartObject[];
}
