import { listByParent, type ConnectionArgs, type Page, type RequestContext } from '@plimsoll/shared';
import { dependencyList, findDependencies, type ListedDependency } from './dependency.store.js';

/**
 * A page of the dependencies of an asset, as the `consumer` or the `provider` of them; one statement for all assets
 * of a request.
 */
export async function listDependencies(
  context: RequestContext,
  role: 'consumer' | 'provider',
  assetId: string,
  { first, after }: ConnectionArgs,
): Promise<Page<ListedDependency>> {
  const args = { first, after: after ?? null };
  const page = await context
    .loader<string, Page<ListedDependency>>(`dependencies:${role}:${JSON.stringify(args)}`, (ids) =>
      listByParent<ListedDependency, Record<string, never>, 'ADDED'>(
        context.session,
        dependencyList,
        role,
        ids,
        args,
      ),
    )
    .load(assetId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}

/** The dependency with this id that is in force, or null where the caller sees none; batched a request. */
export function loadDependency(context: RequestContext, id: string): Promise<ListedDependency | null> {
  return context
    .loader<string, ListedDependency>('dependency', async (ids) => {
      const found = new Map((await findDependencies(context.session, ids)).map((one) => [one.id, one]));
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(id);
}
