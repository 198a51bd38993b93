import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { PriorityMatrix } from './priority-scheme.rules.js';

/** How priorities and impacts follow from what is known, as stored; one record, made with the database. */
@Entity('priority_scheme')
export class PrioritySchemeEntity extends KeptEntity {
  @Column('jsonb')
  matrix!: PriorityMatrix;

  @Column('integer', { name: 'many_customers' })
  manyCustomers!: number;

  @Column('text', { name: 'weighty_segments', array: true })
  weightySegments!: string[];

  @Column('numeric', { name: 'weighty_uptime', nullable: true })
  weightyUptime!: string | null;
}
