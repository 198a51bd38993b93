import { KeptEntity, type KeyScope } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';

/** A key of a reseller's own system as stored, without its secrets. */
@Entity('api_key')
export class ApiKeyEntity extends KeptEntity {
  @Column('text', { name: 'partner_id' })
  partnerId!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true })
  scopes!: KeyScope[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'rotated_at', nullable: true })
  rotatedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoke_reason', nullable: true })
  revokeReason!: string | null;
}
