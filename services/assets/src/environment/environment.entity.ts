import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** An environment as stored. */
@Entity('environment')
export class EnvironmentEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('integer')
  position!: number;

  @Column('boolean')
  production!: boolean;

  @Column('text', { array: true })
  regions!: string[];
}
