import { UpdateInput } from '@plimsoll/shared';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { IncidentProgress } from './major-incident.rules.js';

registerEnumType(IncidentProgress, {
  name: 'IncidentProgress',
  description: 'How far an incident is, as it is told.',
  valuesConfig: {
    INVESTIGATING: { description: 'The cause is looked for.' },
    IDENTIFIED: { description: 'The cause is known, and something is done about it.' },
    MONITORING: { description: 'It is mended; whether it holds is watched.' },
    RESOLVED: { description: 'It is over.' },
  },
});

@InputType('DeclareMajorIncidentInput', {
  description:
    'An incident that is to be led. `id` and version are of the ticket, which gets the severity SEV1.',
})
export class DeclareMajorIncidentInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'Who decides; whoever declares it where absent.' })
  commanderId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who tells customers and the company.' })
  communicatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who writes down what is found and decided.' })
  scribeId?: string | null;

  @Field(() => Int, { defaultValue: 30, description: 'Minutes between two status updates, 5–1,440.' })
  updateMinutes!: number;

  @Field(() => String, { description: 'Why it is one, 1–2,000 characters.' })
  reason!: string;
}

@InputType('UpdateMajorIncidentInput', {
  description: 'Who leads, and in which rhythm; what is left out stays, null removes it.',
})
export class UpdateMajorIncidentInput extends UpdateInput {
  @Field(() => ID, { nullable: true, description: 'Who decides; there is always somebody.' })
  commanderId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who tells customers and the company.' })
  communicatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who writes down what is found and decided.' })
  scribeId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes between two status updates, 5–1,440.' })
  updateMinutes?: number | null;
}

@InputType('StandDownMajorIncidentInput', {
  description: 'A major incident that is over for those who led it.',
})
export class StandDownMajorIncidentInput extends UpdateInput {
  @Field(() => String, { nullable: true, description: 'What there is to say, at most 20,000 characters.' })
  text?: string | null;
}

@InputType('PostStatusUpdateInput', {
  description: 'What is told about an incident while it lasts. `id` and version are of the ticket.',
})
export class PostStatusUpdateInput extends UpdateInput {
  @Field(() => IncidentProgress, { description: 'How far it is.' })
  status!: IncidentProgress;

  @Field(() => String, { description: 'What customers read, 1–20,000 characters.' })
  text!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The parts of the service it is about, at most 50 names of 200 characters.',
  })
  components?: string[] | null;
}
