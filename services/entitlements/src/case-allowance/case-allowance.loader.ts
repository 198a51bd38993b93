import type { RequestContext } from '@plimsoll/shared';
import { findStandings, findUses, type Standing } from './case-allowance.store.js';

/** How a customer stands with its cases now, or null where the caller does not see it; batched a request. */
export function loadStanding(context: RequestContext, customerId: string): Promise<Standing | null> {
  return context
    .loader<string, Standing>('case standing', async (ids) => {
      const found = await findStandings(context.session, ids, context.now);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(customerId);
}

/** How many cases of an entitlement's contract year are used; batched a request. */
export async function loadCasesUsed(context: RequestContext, entitlementId: string): Promise<number> {
  const used = await context
    .loader<string, number>('cases used', async (ids) => {
      const found = await findUses(context.session, ids, context.now);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(entitlementId);
  return used ?? 0;
}
