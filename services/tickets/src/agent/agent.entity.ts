import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { Absence, SkillLevel } from './agent.rules.js';

/** The working profile of a person of the desk as stored. */
@Entity('agent')
export class AgentEntity extends KeptEntity {
  @Column('text', { name: 'person_id' })
  personId!: string;

  /** Each skill once, in the order of the skills' ids. */
  @Column('jsonb')
  skills!: SkillLevel[];

  /** ISO 639 codes in lower case, each once. */
  @Column('text', { array: true })
  languages!: string[];

  /** When they work; null: as the team or queue does. */
  @Column('text', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  /** How many open tickets they work on at a time. */
  @Column('integer')
  capacity!: number;

  @Column('boolean', { name: 'takes_tickets' })
  takesTickets!: boolean;

  /** In the order in which they begin; one that is over stays on record. */
  @Column('jsonb')
  absences!: Absence[];
}
