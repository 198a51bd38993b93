import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { DeployerEventName, DeployerName } from './deployer-fact.rules.js';

/** A rule about what deployers tell, as stored. */
@Entity('deployer_rule')
export class DeployerRuleEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('integer')
  position!: number;

  @Column('boolean')
  active!: boolean;

  @Column('text')
  deployer!: DeployerName;

  @Column('text', { array: true })
  events!: DeployerEventName[];

  @Column('text')
  repository!: string;

  @Column('text', { name: 'deployer_environment', nullable: true })
  deployerEnvironment!: string | null;

  @Column('text', { nullable: true })
  workflow!: string | null;

  @Column('text', { name: 'release_name' })
  releaseName!: string;

  @Column('text', { name: 'product_id', nullable: true })
  productId!: string | null;

  @Column('text', { name: 'asset_ids', array: true })
  assetIds!: string[];

  @Column('text', { name: 'environment_id', nullable: true })
  environmentId!: string | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text', { name: 'template_id', nullable: true })
  templateId!: string | null;

  @Column('integer', { name: 'window_minutes' })
  windowMinutes!: number;
}
