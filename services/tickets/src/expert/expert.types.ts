import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';
import { ExpertPartName } from './expert.rules.js';

registerEnumType(ExpertPartName, {
  name: 'ExpertPartName',
  description: 'What makes somebody an expert.',
  valuesConfig: {
    SKILL: { description: 'A skill that was asked for: 10 points a level.' },
    ASSET_HISTORY: {
      description:
        'Tickets about these assets that they had when these were resolved in the last two years: 5 points each, worth half as much for every 180 days since, rounded, at most 50.',
    },
  },
});

@ObjectType('ExpertPart', { description: 'A part of what somebody knows.' })
export class ExpertPartObject {
  skillId!: string | null;

  @Field(() => ExpertPartName, { description: 'Which part.' })
  name!: ExpertPartName;

  @Field(() => Int, { description: 'Its points.' })
  points!: number;

  @Field(() => String, { description: 'Why it has them.' })
  because!: string;
}

@ObjectType('Expert', {
  description: 'Somebody who knows about a matter, by skill and by history. Staff only.',
})
export class ExpertObject {
  personId!: string;

  @Field(() => Person, { description: 'Who it is.' })
  person(): Person {
    return { id: this.personId };
  }

  @Field(() => Int, { description: 'The sum of the parts, by which experts are ranked.' })
  score!: number;

  @Field(() => [ExpertPartObject], { description: 'What it is made of.' })
  parts!: ExpertPartObject[];

  @Field(() => Boolean, { description: 'Whether they are away at the moment.' })
  away!: boolean;

  @Field(() => Int, { description: 'How many open tickets that do not wait they have.' })
  openTickets!: number;
}

@InputType('ExpertSearch', { description: 'About what experts are looked for; at least one is given.' })
export class ExpertSearchInput {
  @Field(() => ID, { nullable: true, description: 'About the assets of this ticket, `tkt_…`.' })
  ticketId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'About these assets, at most 100.' })
  assetIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'With one of these skills, at most 100.' })
  skillIds?: string[] | null;
}
