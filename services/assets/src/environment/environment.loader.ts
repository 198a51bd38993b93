import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  environmentList,
  environmentRecords,
  type EnvironmentListArguments,
  type EnvironmentRecord,
} from './environment.store.js';

/** The environment with this id, or null where the caller sees none; batched a request. */
export function loadEnvironment(context: RequestContext, id: string): Promise<EnvironmentRecord | null> {
  return context
    .loader<string, EnvironmentRecord>('environment', (ids) =>
      environmentRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The environment with this external id, or null where the caller sees none. */
export async function loadEnvironmentByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<EnvironmentRecord | null> {
  const found = await environmentRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the environments the caller sees. */
export function listEnvironments(
  context: RequestContext,
  args: EnvironmentListArguments,
): Promise<Page<EnvironmentRecord>> {
  return listPage(context.session, environmentList, args);
}
