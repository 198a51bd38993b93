import { Column, Entity } from 'typeorm';
import { KeptEntity } from '@plimsoll/shared';
import type { CreditTier, ResponseTarget } from '../agreement/index.js';

/** The terms of an agreement without its dates, as stored. Decimals are texts. */
@Entity('agreement_template')
export class AgreementTemplateEntity extends KeptEntity {
  @Column('text')
  name!: string;

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
