import { DateTimeScalar } from '@plimsoll/shared';
import { Field, Int, ObjectType } from 'type-graphql';
import { RoutingRuleSet } from '../routing-rule/index.js';
import { TicketTier } from '../ticket/index.js';
import type { TrialDifference, TrialOutcome, TriedWay } from './routing-trial.rules.js';

@ObjectType('TriedWay', { description: 'Where a set of rules sends a ticket, before anybody is asked.' })
export class TriedWayObject implements TriedWay {
  queueId!: string | null;
  teamId!: string | null;

  @Field(() => String, { nullable: true, description: 'The rule that takes it; null: none does.' })
  ruleName!: string | null;

  @Field(() => TicketTier, { nullable: true, description: 'The tier it has or gets.' })
  tier!: string | null;

  @Field(() => [String], { description: 'Why.' })
  reasons!: string[];
}

@ObjectType('RoutingDifference', { description: 'A ticket that goes elsewhere by the rules that are tried.' })
export class RoutingDifferenceObject implements TrialDifference {
  ticketId!: string;

  @Field(() => TriedWayObject, { description: 'Where the rules that are tried send it.' })
  tried!: TriedWayObject;

  @Field(() => TriedWayObject, {
    description: 'Where the rules in force send it; to the queue "Unrouted", shown as null, while none are.',
  })
  live!: TriedWayObject;
}

@ObjectType('RoutingRuleCount', { description: 'How many tickets a rule takes.' })
export class RoutingRuleCount {
  @Field(() => String, { nullable: true, description: 'The rule; null: those that none takes.' })
  ruleName!: string | null;

  @Field(() => Int, { description: 'So many.' })
  ticketCount!: number;
}

@ObjectType('RoutingTrial', {
  description:
    'What a set of routing rules would do with past tickets, by what is known of them and of who asked now. Nothing changes.',
})
export class RoutingTrialObject implements Omit<TrialOutcome, 'differences'> {
  differences!: RoutingDifferenceObject[];

  @Field(() => RoutingRuleSet, { description: 'The rules that are tried.' })
  ruleSet!: object;

  @Field(() => RoutingRuleSet, {
    nullable: true,
    description: 'The rules in force, to which they are compared.',
  })
  live!: object | null;

  @Field(() => DateTimeScalar, { description: 'Tickets opened at this instant or later.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Tickets opened before this instant.' })
  to!: Date;

  @Field(() => Int, { description: 'How many were opened then.' })
  ticketCount!: number;

  @Field(() => Int, { description: 'How many of them were tried: the latest 10,000 at most.' })
  testedCount!: number;

  @Field(() => Int, { description: 'How many no rule takes: they go to the fallback queue.' })
  takenByNoneCount!: number;

  @Field(() => [RoutingRuleCount], { description: 'How many each rule takes, in the order of the rules.' })
  byRule!: RoutingRuleCount[];

  @Field(() => Int, {
    description: 'How many go to another queue, another team or another tier than by the rules in force.',
  })
  differentCount(): number {
    return this.differences.length;
  }
}
