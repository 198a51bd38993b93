import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { BoardMember } from './advisory-board.rules.js';

/** A change advisory board as stored. */
@Entity('advisory_board')
export class AdvisoryBoardEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  /** How many seats have to vote. */
  @Column('integer')
  quorum!: number;

  @Column('jsonb')
  members!: BoardMember[];

  /** One that is not asks nobody any more. */
  @Column('boolean')
  active!: boolean;
}
