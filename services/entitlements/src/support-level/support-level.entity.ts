import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { BeyondAllowance } from './support-level.rules.js';

/** A support level as stored. */
@Entity('support_level')
export class SupportLevelEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('text', { name: 'agreement_id', nullable: true })
  agreementId!: string | null;

  @Column('text', { array: true })
  channels!: string[];

  @Column('text', { array: true })
  languages!: string[];

  @Column('integer', { name: 'designated_contacts', nullable: true })
  designatedContacts!: number | null;

  @Column('integer', { name: 'cases_per_year', nullable: true })
  casesPerYear!: number | null;

  @Column('text', { name: 'beyond_allowance' })
  beyondAllowance!: BeyondAllowance;
}
