import { Records, type Session } from '@plimsoll/shared';
import { DeploymentTemplateEntity } from './deployment-template.entity.js';

/** A template as the rest of the service knows it. */
export type DeploymentTemplateRecord = DeploymentTemplateEntity;

/** The template of deployments that begin by themselves. */
export const STANDARD_TEMPLATE = 'Standard';

/** Templates of deployments, with their history and events. */
export const deploymentTemplateRecords = new Records<DeploymentTemplateRecord>({
  entity: DeploymentTemplateEntity,
  noun: 'deployment template',
  eventNoun: 'deployment_template',
  eventData: ({ name }) => ({ name }),
});

/** All templates, by name. */
export function findTemplates(session: Session): Promise<DeploymentTemplateRecord[]> {
  return session.query<DeploymentTemplateRecord>(
    `select id, version, external_id as "externalId", source, name, milestones
       from deployment_template order by name`,
  );
}
