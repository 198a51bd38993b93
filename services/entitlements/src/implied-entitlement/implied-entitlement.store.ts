import type { Session } from '@plimsoll/shared';
import type { EntitlementRecord } from '../entitlement/index.js';
import type { PlanPromise } from './implied-entitlement.rules.js';

/**
 * What each of these plans promises, by plan: every version in force of its own agreement, else of its support level's.
 * One statement.
 */
export async function findPromises(
  session: Session,
  planIds: readonly string[],
): Promise<Map<string, PlanPromise>> {
  const rows = await session.query<PlanPromise & { planId: string }>(
    `select p.id as "planId", l.id as "supportLevelId", l.cases_per_year as "casesPerYear",
            coalesce((select jsonb_agg(jsonb_build_object(
                'agreementId', v.id, 'validFrom', v.valid_from, 'validTo', v.valid_to) order by v.valid_from)
              from agreement v where v.name = named.name and v.stage = 'IN_FORCE'), '[]') as versions
       from plan p
       left join support_level l on l.id = p.support_level_id
       left join agreement named on named.id = coalesce(p.agreement_id, l.agreement_id)
      where p.id = any($1::text[])`,
    [[...planIds]],
  );
  return new Map(rows.map(({ planId, ...promise }) => [planId, promise]));
}

/** The entitlements that these subscriptions imply on record, by subscription, withdrawn ones too. One statement. */
export async function findImplied(
  session: Session,
  subscriptionIds: readonly string[],
): Promise<Map<string, EntitlementRecord[]>> {
  const rows = await session.query<EntitlementRecord & { subscriptionId: string }>(
    `select id, version, external_id as "externalId", source, customer_id as "customerId",
            product_id as "productId", asset_id as "assetId", agreement_id as "agreementId",
            support_level_id as "supportLevelId", subscription_id as "subscriptionId",
            valid_from as "validFrom", valid_to as "validTo", cases
       from entitlement where subscription_id = any($1::text[]) order by valid_from, id for update`,
    [[...subscriptionIds]],
  );
  const found = new Map<string, EntitlementRecord[]>();
  for (const row of rows) {
    const known = found.get(row.subscriptionId);
    if (known) known.push(row);
    else found.set(row.subscriptionId, [row]);
  }
  return found;
}
