import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { ChangeKindName } from '../change/index.js';
import type { ApproverRole } from './approval-policy.rules.js';

/** A rule of the approval policy on changes as stored. */
@Entity('change_approval_rule')
export class ChangeApprovalRuleEntity extends KeptEntity {
  /** Where it stands among the rules, from 1; those of one position in the order they were made. */
  @Column('integer')
  position!: number;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  kinds!: ChangeKindName[];

  @Column('double precision', { name: 'risk_score_from', nullable: true })
  riskScoreFrom!: number | null;

  @Column('double precision', { name: 'headroom_seconds_below', nullable: true })
  headroomSecondsBelow!: number | null;

  @Column('text', { nullable: true })
  role!: ApproverRole | null;

  @Column('integer')
  approvals!: number;

  @Column('text', { name: 'board_id', nullable: true })
  boardId!: string | null;

  @Column('boolean', { name: 'starts_first' })
  startsFirst!: boolean;

  /** One that is not is no part of the policy any more. */
  @Column('boolean')
  active!: boolean;
}
