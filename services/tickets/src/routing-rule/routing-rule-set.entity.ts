import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { RoutingRule } from './routing-rule.rules.js';

/** Where a set of routing rules stands in its life. */
export type RuleSetStatusName = 'DRAFT' | 'LIVE' | 'RETIRED' | 'WITHDRAWN';

/** A set of routing rules as stored. */
@Entity('routing_rule_set')
export class RoutingRuleSetEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  status!: RuleSetStatusName;

  /** In their order. */
  @Column('jsonb')
  rules!: RoutingRule[];

  /** Where a ticket goes that no rule takes. */
  @Column('text', { name: 'fallback_queue_id' })
  fallbackQueueId!: string;

  @Column('text', { name: 'based_on_id', nullable: true })
  basedOnId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'live_from', nullable: true })
  liveFrom!: Date | null;

  @Column('timestamptz', { name: 'live_to', nullable: true })
  liveTo!: Date | null;
}
