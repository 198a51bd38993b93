import { KeptEntity } from '@plimsoll/shared';
import { Column, Entity } from 'typeorm';
import type { TemplateMilestone } from './deployment-template.rules.js';

/** What deployments consist of, as stored. */
@Entity('deployment_template')
export class DeploymentTemplateEntity extends KeptEntity {
  @Column('text')
  name!: string;

  @Column('jsonb')
  milestones!: TemplateMilestone[];
}
