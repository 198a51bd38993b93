import { connectionOf, DateTimeScalar } from '@plimsoll/shared';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Person } from '../account/index.js';

/** Why a ticket was routed. */
export enum RoutingCause {
  OPENED = 'OPENED',
  BY_HAND = 'BY_HAND',
  PRIORITY_CHANGED = 'PRIORITY_CHANGED',
  ESCALATED = 'ESCALATED',
  REBALANCED = 'REBALANCED',
}
registerEnumType(RoutingCause, {
  name: 'RoutingCause',
  description: 'Why a ticket was routed.',
  valuesConfig: {
    OPENED: { description: 'It was opened.' },
    BY_HAND: { description: 'Somebody asked for it.' },
    PRIORITY_CHANGED: { description: 'It got another priority, and it was asked for.' },
    ESCALATED: { description: 'It was escalated, and it was asked for.' },
    REBALANCED: { description: 'The work of a team was spread anew.' },
  },
});

@ObjectType('RoutingDecision', { description: 'Where a ticket was sent, and why. Staff only.' })
export class RoutingDecision {
  ruleSetId!: string | null;
  teamId!: string | null;
  queueId!: string | null;
  assigneeId!: string | null;

  @Field(() => ID, { description: 'Identifier, `rtd_…`.' })
  id!: string;

  @Field(() => DateTimeScalar, { description: 'When it was decided.' })
  at!: Date;

  @Field(() => RoutingCause, { description: 'Why it was routed.' })
  cause!: keyof typeof RoutingCause;

  @Field(() => String, { nullable: true, description: 'The rule that took it; null: none did.' })
  ruleName!: string | null;

  @Field(() => Person, { nullable: true, description: 'Who got it; null: it waits in the queue.' })
  assignee(): Person | null {
    return this.assigneeId === null ? null : { id: this.assigneeId };
  }

  @Field(() => [String], { description: 'Why, in the order in which it was decided.' })
  reasons!: string[];
}

export const { Connection: RoutingDecisionConnection } = connectionOf(
  () => RoutingDecision,
  'RoutingDecision',
);
