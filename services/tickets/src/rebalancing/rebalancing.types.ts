import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Person } from '../account/index.js';

@ObjectType('RebalancingMove', { description: 'A ticket that would go to another person.' })
export class RebalancingMove {
  ticketId!: string;
  fromId!: string | null;
  toId!: string;

  @Field(() => Int, { description: 'The version at which it was found, for `rebalanceTeam`.' })
  expectedVersion!: number;

  @Field(() => Person, { nullable: true, description: 'Who has it; null: nobody.' })
  from(): Person | null {
    return this.fromId === null ? null : { id: this.fromId };
  }

  @Field(() => Person, { description: 'Who would get it.' })
  to(): Person {
    return { id: this.toId };
  }

  @Field(() => String, { description: 'Why.' })
  because!: string;
}

@ObjectType('RebalancingPerson', { description: 'How much somebody has to do before and after.' })
export class RebalancingPerson {
  personId!: string;

  @Field(() => Person, { description: 'Who.' })
  person(): Person {
    return { id: this.personId };
  }

  @Field(() => Int, { description: 'How many open tickets they work on at a time.' })
  capacity!: number;

  @Field(() => Int, { description: 'How many they have that do not wait, those of other teams included.' })
  load!: number;

  @Field(() => Int, { description: 'How many they would have.' })
  loadAfter!: number;
}

@ObjectType('Rebalancing', {
  description:
    'How the work of a team would be spread anew: what nobody has, or somebody who is away, goes to whoever can take it; whoever has more than they work on gives away what they have not begun; then whoever has most for their capacity gives to whoever has least. Nothing changes.',
})
export class RebalancingObject {
  @Field(() => Int, { description: 'How many open tickets that do not wait the team has.' })
  ticketCount!: number;

  @Field(() => Int, { description: 'How many of them were regarded: the 1,000 most urgent at most.' })
  regardedCount!: number;

  @Field(() => [RebalancingMove], { description: 'The moves in their order, at most 500.' })
  moves!: RebalancingMove[];

  @Field(() => [RebalancingPerson], { description: 'The people of the team who have a profile.' })
  people!: RebalancingPerson[];
}

@InputType('RebalancingMoveInput', { description: 'A ticket that goes to another person of the team.' })
export class RebalancingMoveInput {
  @Field(() => ID, { description: 'The ticket, `tkt_…`.' })
  ticketId!: string;

  @Field(() => Int, { description: 'The version the caller has read.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'Who gets it, `per_…`.' })
  toId!: string;
}

@InputType('RebalanceTeamInput', { description: 'Tickets of a team that go to other people of it.' })
export class RebalanceTeamInput {
  @Field(() => ID, { description: 'The team, `tem_…`.' })
  teamId!: string;

  @Field(() => [RebalancingMoveInput], { description: 'The moves, each ticket once.' })
  moves!: RebalancingMoveInput[];

  @Field(() => String, { nullable: true, description: 'Why, for the history.' })
  reason?: string | null;
}
