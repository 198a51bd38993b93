import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  deploymentList,
  deploymentRecords,
  type DeploymentListArguments,
  type DeploymentRecord,
} from './deployment.store.js';

type Asked = Omit<DeploymentListArguments, 'filter'> & {
  filter?: Omit<NonNullable<DeploymentListArguments['filter']>, 'now'> | null;
};

/** The deployment with this id, or null where the caller sees none; batched a request. */
export function loadDeployment(context: RequestContext, id: string): Promise<DeploymentRecord | null> {
  return context
    .loader<string, DeploymentRecord>('deployment', (ids) =>
      deploymentRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The deployment with this external id, or null where the caller sees none. */
export async function loadDeploymentByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<DeploymentRecord | null> {
  const found = await deploymentRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the deployments the caller sees. */
export function listDeployments(context: RequestContext, args: Asked): Promise<Page<DeploymentRecord>> {
  return listPage(context.session, deploymentList, dated(context, args));
}

/** A page of the deployments of a customer, or of an owner; batched a request. */
export function listDeploymentsOf(
  context: RequestContext,
  parent: 'customer' | 'owner',
  parentId: string,
  args: Asked,
): Promise<Page<DeploymentRecord> | null> {
  return context
    .loader<string, Page<DeploymentRecord>>(`deployments of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, deploymentList, parent, ids, dated(context, args)),
    )
    .load(parentId);
}

function dated(context: RequestContext, args: Asked): DeploymentListArguments {
  return { ...args, filter: { ...args.filter, now: context.now } };
}
