import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';

/** A login for programs that speak SQL, as stored; its password is not. */
@Entity('bi_login')
export class BiLoginEntity extends KeptEntity {
  @Column('text')
  login!: string;

  @Column('text', { name: 'partner_id', nullable: true })
  partnerId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
