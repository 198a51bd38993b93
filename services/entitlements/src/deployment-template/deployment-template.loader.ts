import type { RequestContext } from '@plimsoll/shared';
import { findTemplates, type DeploymentTemplateRecord } from './deployment-template.store.js';

/** All templates, by name; staff see them. */
export function loadTemplates(context: RequestContext): Promise<DeploymentTemplateRecord[]> {
  return findTemplates(context.session);
}
