import { Records, type Session } from '@plimsoll/shared';
import { BrandingEntity } from './branding.entity.js';
import { mergeBrandings, type BrandingOver, type BrandingValue } from './branding.rules.js';

/** What an owner has set, as the rest of the service knows it. */
export type BrandingRecord = BrandingEntity;

/** The index that keeps a host name to one owner. */
export const DOMAIN_CONSTRAINT = 'branding_domain';

/** What owners have set, with history and events. The support address stays here: no mail address is in an event. */
export const brandingRecords = new Records<BrandingRecord>({
  entity: BrandingEntity,
  noun: 'branding',
  eventNoun: 'branding',
  eventData: (branding) => ({
    partnerId: branding.partnerId,
    customerId: branding.customerId,
    productName: branding.productName,
    logoUrl: branding.logoUrl,
    primaryColor: branding.primaryColor,
    accentColor: branding.accentColor,
    domain: branding.domain,
  }),
});

interface BrandingOverRow extends BrandingValue {
  customerId: string;
  partnerId: string | null;
  distance: number;
}

/** The brandings that apply to those of these customers that the session's scope sees, nearest first; one statement. */
export async function findBrandingsOver(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, BrandingOver[]>> {
  const rows = await session.query<BrandingOverRow>(
    `select customer_id as "customerId", partner_id as "partnerId", distance, product_name as "productName",
            logo_url as "logoUrl", primary_color as "primaryColor", accent_color as "accentColor",
            support_email as "supportEmail", domain
       from brandings_over(array(select id from customer where id = any($1::text[])))
      order by customer_id, distance`,
    [customerIds],
  );
  const over = new Map<string, BrandingOver[]>();
  for (const { customerId, distance, ...branding } of rows) {
    const level = distance === 0 ? 'CUSTOMER' : branding.partnerId === null ? 'COMPANY' : 'PARTNER';
    over.set(customerId, [...(over.get(customerId) ?? []), { ...branding, level }]);
  }
  return over;
}

/**
 * Under what a customer's products appear: each field of its own branding, else of the nearest reseller that sets it,
 * else the company's; nothing of a customer that the session's scope does not see.
 */
export async function effectiveBranding(session: Session, customerId: string): Promise<BrandingValue> {
  const over = await findBrandingsOver(session, [customerId]);
  return mergeBrandings(over.get(customerId) ?? []).branding;
}

/** What these owners have set, by owner; one statement. */
export async function findBrandingsOf(
  session: Session,
  owner: 'partner' | 'customer',
  ids: readonly string[],
): Promise<Map<string, BrandingRecord>> {
  const column = owner === 'partner' ? 'partner_id' : 'customer_id';
  const rows = await session.query<{ id: string }>(
    `select id from branding where ${column} = any($1::text[])`,
    [ids],
  );
  const found = await brandingRecords.findByIds(
    session,
    rows.map(({ id }) => id),
  );
  return new Map([...found.values()].map((row) => [row.partnerId ?? row.customerId ?? '', row]));
}

/** What the company itself has set; null where it has not. */
export async function findCompanyBranding(session: Session): Promise<BrandingRecord | null> {
  const [row] = await session.query<{ id: string }>(
    'select id from branding where partner_id is null and customer_id is null',
  );
  if (!row) return null;
  return (await brandingRecords.findByIds(session, [row.id])).get(row.id) ?? null;
}
