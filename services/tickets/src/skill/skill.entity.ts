import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A skill as stored. */
@Entity('skill')
export class SkillEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;
}
