import type { RequestContext } from '@plimsoll/shared';
import type { StagedSubscription } from './customer-stage.rules.js';
import { findStaged } from './customer-stage.store.js';

/** A customer's subscriptions as far as they decide its stage; batched a request. */
export async function loadStaged(context: RequestContext, customerId: string): Promise<StagedSubscription[]> {
  const found = await context
    .loader<string, StagedSubscription[]>('subscriptions that decide a stage', async (ids) => {
      const staged = await findStaged(context.session, ids);
      return ids.map((id) => staged.get(id) ?? []);
    })
    .load(customerId);
  return found ?? [];
}
