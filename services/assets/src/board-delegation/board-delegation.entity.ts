import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A member's vote handed to somebody else for a while, as stored. */
@Entity('board_delegation')
export class BoardDelegationEntity extends KeptEntity {
  @Column('text', { name: 'board_id' })
  boardId!: string;

  @Column('text', { name: 'member_id' })
  memberId!: string;

  @Column('text', { name: 'delegate_id' })
  delegateId!: string;

  @Column('timestamptz', { name: 'valid_from' })
  validFrom!: Date;

  @Column('timestamptz', { name: 'valid_to' })
  validTo!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
