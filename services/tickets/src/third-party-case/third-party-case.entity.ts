import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { ThirdPartyOutcome } from './third-party-case.rules.js';

/** What somebody outside was asked to do for a ticket, as stored. */
@Entity('third_party_case')
export class ThirdPartyCaseEntity extends KeptEntity {
  @Column('text', { name: 'ticket_id' })
  ticketId!: string;

  @Column('text')
  vendor!: string;

  /** The vendor's own name for it. */
  @Column('text', { nullable: true })
  reference!: string | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'next_check_at', nullable: true })
  nextCheckAt!: Date | null;

  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;

  /** What was last heard. */
  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { nullable: true })
  outcome!: ThirdPartyOutcome | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
