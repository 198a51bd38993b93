import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

const NAMED = { external_id: 'text', source: 'text', name: 'text' };

/** Copies of partners. */
export const partnerCopies = new Copies('partner', { ...NAMED, region: 'text', parent_id: 'text' });

/** Copies of plans. */
export const planCopies = new Copies('plan', {
  ...NAMED,
  product_id: 'text',
  support_level_id: 'text',
  agreement_id: 'text',
  tier: 'integer',
});

/** Copies of support levels. */
export const supportLevelCopies = new Copies('support_level', { ...NAMED, agreement_id: 'text' });

/** Copies of pods. */
export const podCopies = new Copies('pod', { ...NAMED, region: 'text' });

/** Copies of queues. */
export const queueCopies = new Copies('queue', NAMED);

/** Copies of teams. */
export const teamCopies = new Copies('team', NAMED);

/** A customer as it was from when it was told on; the instant as RFC 3339 text in UTC. */
export interface CustomerVersion {
  customerId: string;
  version: number;
  recordedAt: string;
  name: string;
  segment: string | null;
  region: string | null;
  vertical: string | null;
  partnerId: string | null;
  accountManagerId: string | null;
  active: boolean;
}

/**
 * Adds versions of customers, in any order and number, and lets each last until the next one: half-open, the first one
 * from -infinity, the last one to infinity. Two statements.
 */
export async function addCustomerVersions(tx: Session, versions: readonly CustomerVersion[]): Promise<void> {
  const added = await tx.query<{ id: string }>(
    `insert into customer_version
       (customer_id, version, recorded_at, name, segment, region, vertical, partner_id, account_manager_id, active)
     select "customerId", version, "recordedAt", name, segment, region, vertical, "partnerId", "accountManagerId", active
       from jsonb_to_recordset($1::jsonb) as given("customerId" text, version integer, "recordedAt" timestamptz,
         name text, segment text, region text, vertical text, "partnerId" text, "accountManagerId" text, active boolean)
     on conflict do nothing returning customer_id as id`,
    [JSON.stringify(versions)],
  );
  if (added.length === 0) return;
  await tx.query(
    `with ordered as (
       select customer_id, version,
              max(recorded_at) over (partition by customer_id order by version) as begins,
              row_number() over (partition by customer_id order by version) as place
         from customer_version where customer_id = any($1::text[])),
     lasting as (
       select customer_id, version, case when place = 1 then '-infinity' else begins end as valid_from,
              coalesce(lead(begins) over (partition by customer_id order by version), 'infinity') as valid_to
         from ordered)
     update customer_version v set valid_from = l.valid_from, valid_to = l.valid_to
       from lasting l
      where (l.customer_id, l.version) = (v.customer_id, v.version)
        and (l.valid_from, l.valid_to) is distinct from (v.valid_from, v.valid_to)`,
    [[...new Set(added.map(({ id }) => id))]],
  );
}

/** Forgets what figures are cut by. */
export async function clearDimensions(tx: Session): Promise<void> {
  for (const table of ['customer_version', 'partner', 'plan', 'support_level', 'pod', 'queue', 'team']) {
    await tx.query(`delete from ${table}`);
  }
}
