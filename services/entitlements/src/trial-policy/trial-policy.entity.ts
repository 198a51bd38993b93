import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { GrantingRole, TrialBounds } from './trial-policy.rules.js';

/** How much one role may grant, as stored; one record a role, made with the database. */
@Entity('trial_policy')
export class TrialPolicyEntity extends KeptEntity implements TrialBounds {
  @Column('text')
  role!: GrantingRole;

  @Column('integer', { name: 'trial_days' })
  trialDays!: number;

  @Column('integer', { name: 'max_days_per_extension' })
  maxDaysPerExtension!: number;

  @Column('integer', { name: 'max_extensions' })
  maxExtensions!: number;

  @Column('integer', { name: 'max_total_days' })
  maxTotalDays!: number;
}
