import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { AgreementStage, CreditTier, ResponseTarget } from './agreement.rules.js';

/** A version of a service level agreement as stored. Decimals are texts, dates `YYYY-MM-DD`. */
@Entity('agreement')
export class AgreementEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('text')
  stage!: AgreementStage;

  @Column('date', { name: 'valid_from' })
  validFrom!: string;

  @Column('date', { name: 'valid_to', nullable: true })
  validTo!: string | null;

  @Column('numeric', { name: 'uptime_target' })
  uptimeTarget!: string;

  @Column('numeric', { name: 'degraded_weight' })
  degradedWeight!: string;

  @Column('numeric', { name: 'maintenance_notice_hours', nullable: true })
  maintenanceNoticeHours!: string | null;

  @Column('numeric', { name: 'maintenance_cap_minutes', nullable: true })
  maintenanceCapMinutes!: string | null;

  @Column('jsonb', { name: 'credit_tiers' })
  creditTiers!: CreditTier[];

  @Column('numeric', { name: 'credit_cap_percent', nullable: true })
  creditCapPercent!: string | null;

  @Column('text', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('jsonb')
  targets!: ResponseTarget[];
}
