import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Relation, Suspect } from './suspect-change.rules.js';

@Directive('@key(fields: "id")')
@ObjectType('Ticket', { description: 'A request, an incident or a problem.' })
export class Ticket {
  @Field(() => ID, { description: 'Identifier, `tkt_…`.' })
  id!: string;
}

enum SuspectRelation {
  HIT = 'HIT',
  PROVIDER = 'PROVIDER',
  AFFECTED = 'AFFECTED',
}
registerEnumType(SuspectRelation, {
  name: 'SuspectRelation',
  description: 'How an asset stands to those that an incident holds.',
  valuesConfig: {
    HIT: { description: 'The incident holds it.' },
    PROVIDER: { description: 'What is hit needs it, directly or not.' },
    AFFECTED: { description: 'It suffers from what is hit.' },
  },
});

@ObjectType('SuspectPart', { description: 'A part of the score of a suspect.' })
class SuspectPart {
  @Field(() => String, { description: 'place, time, outcome or kind.' })
  name!: string;

  @Field(() => Float, { description: 'How much it adds to the score.' })
  value!: number;

  @Field(() => Float, { description: 'The most it can be: place 45, time 35, outcome 15, kind 5.' })
  most!: number;

  @Field(() => String, { description: 'Why it is what it is.' })
  because!: string;
}

@ObjectType('SuspectAsset', { description: 'An asset that ties a change to an incident.' })
export class SuspectAsset {
  id!: string;

  @Field(() => SuspectRelation, { description: 'How it stands to what is hit.' })
  relation!: Relation;

  @Field(() => Int, { description: 'Dependencies between it and the nearest asset that is hit.' })
  hops!: number;
}

@ObjectType('SuspectChange', {
  description:
    'A change that may have caused an incident: carried out before it, on assets that it holds, that these need, or that suffer. It came together with the incident, which proves nothing; the score tells where to look first.',
})
export class SuspectChange {
  changeId!: string;

  @Field(() => Float, { description: 'The sum of its parts, 0–100.' })
  score!: number;

  @Field(() => [SuspectPart], { description: 'What the score is made of.' })
  parts!: Suspect['parts'];
  related!: Suspect['related'];
}
