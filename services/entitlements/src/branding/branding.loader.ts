import type { RequestContext } from '@plimsoll/shared';
import {
  mergeBrandings,
  type BrandingOrigin,
  type BrandingOver,
  type BrandingValue,
} from './branding.rules.js';
import {
  findBrandingsOf,
  findBrandingsOver,
  findCompanyBranding,
  type BrandingRecord,
} from './branding.store.js';

/** What a partner or a customer has set, or null; batched a request. */
export function loadBrandingOf(
  context: RequestContext,
  owner: 'partner' | 'customer',
  id: string,
): Promise<BrandingRecord | null> {
  return context
    .loader<string, BrandingRecord>(`branding of ${owner}`, async (ids) => {
      const found = await findBrandingsOf(context.session, owner, ids);
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(id);
}

/** What the company has set, or null. */
export function loadCompanyBranding(context: RequestContext): Promise<BrandingRecord | null> {
  return findCompanyBranding(context.session);
}

/** Under what a customer's products appear, and where each field comes from; batched a request. */
export async function loadEffectiveBranding(
  context: RequestContext,
  customerId: string,
): Promise<BrandingValue & { from: BrandingOrigin[] }> {
  const over = await context
    .loader<string, BrandingOver[]>('effective branding', async (ids) => {
      const found = await findBrandingsOver(context.session, ids);
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(customerId);
  const { branding, from } = mergeBrandings(over ?? []);
  return { ...branding, from };
}
