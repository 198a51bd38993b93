import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A saved view of tickets as stored. */
@Entity('saved_view')
export class SavedViewEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'owner_id' })
  ownerId!: string;

  /** Whose members see it too; null: the owner alone. */
  @Column('text', { name: 'team_id', nullable: true })
  teamId!: string | null;

  /** A `TicketFilter` as it was given; instants are ISO 8601 texts. */
  @Column('jsonb')
  filter!: Record<string, unknown>;

  @Column('text', { name: 'order_field', nullable: true })
  orderField!: string | null;

  @Column('text', { name: 'order_direction', nullable: true })
  orderDirection!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
