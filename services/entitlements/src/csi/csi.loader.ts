import type { RequestContext } from '@plimsoll/shared';
import { findFormerCsis } from './csi.store.js';

/** The other identifiers that find a customer; batched a request. */
export async function loadFormerCsis(context: RequestContext, customerId: string): Promise<string[]> {
  const found = await context
    .loader<string, string[]>('former csis', async (ids) => {
      const former = await findFormerCsis(context.session, ids);
      return ids.map((id) => former.get(id) ?? []);
    })
    .load(customerId);
  return found ?? [];
}
