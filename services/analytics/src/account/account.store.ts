import type { Session } from '@plimsoll/shared';
import { Copies } from '../copy/index.js';

/** Copies of customers. */
export const customerCopies = new Copies('customer', {
  external_id: 'text',
  source: 'text',
  csi: 'text',
  name: 'text',
  segment: 'text',
  region: 'text',
  time_zone: 'text',
  vertical: 'text',
  partner_id: 'text',
  partner_ids: 'text[]',
  account_manager_id: 'text',
  active: 'boolean',
  locale: 'text',
  designated_analyst_id: 'text',
  terminates_on: 'date',
  merged_into: 'text',
});

/** Copies of products. */
export const productCopies = new Copies('product', {
  name: 'text',
  external_id: 'text',
  source: 'text',
});

/** Copies of versions of agreements. */
export const agreementCopies = new Copies(
  'agreement',
  {
    name: 'text',
    valid_from: 'date',
    valid_to: 'date',
    uptime_target: 'text',
    degraded_weight: 'text',
    maintenance_notice_hours: 'text',
    maintenance_cap_minutes: 'text',
    credit_tiers: 'jsonb',
    credit_cap_percent: 'text',
  },
  { traced: true },
);

/** Copies of entitlements. */
export const entitlementCopies = new Copies('entitlement', {
  customer_id: 'text',
  product_id: 'text',
  asset_id: 'text',
  agreement_id: 'text',
  support_level_id: 'text',
  subscription_id: 'text',
  valid_from: 'date',
  valid_to: 'date',
});

/** Copies of subscriptions. */
export const subscriptionCopies = new Copies('subscription', {
  customer_id: 'text',
  plan_id: 'text',
  product_id: 'text',
  kind: 'text',
  status: 'text',
  quantity: 'numeric',
  started_on: 'date',
  ended_on: 'date',
  renews_on: 'date',
  pod_id: 'text',
  cancelled_on: 'date',
  end_reason: 'text',
  term: 'text',
  terms: 'jsonb',
});

/** The customers that these entitlements or subscriptions belong to at present. */
export async function customersHolding(
  tx: Session,
  table: 'entitlement' | 'subscription',
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct customer_id as id from ${table} where id = any($1::text[])`,
    [ids],
  );
  return rows.map((row) => row.id);
}

/** Brings the accounts of these customers up to what their copies say. */
export async function refreshAccounts(tx: Session, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length > 0) await tx.query('select refresh_service_accounts($1::text[])', [customerIds]);
}

/** Forgets every copy. */
export async function clearAccounts(tx: Session): Promise<void> {
  for (const table of [
    'service_account',
    'customer',
    'product',
    'agreement',
    'entitlement',
    'subscription',
  ]) {
    await tx.query(`delete from ${table}`);
  }
  await tx.query('update account_generation set number = number + 1');
}

const SEPARATOR = '\u001e';

/**
 * The lines (see account.rules) of those of these customers that the session's scope sees, in no order. One
 * statement; the ids go and the lines come as one text each, since 20,000 values one by one take longer to pass on
 * than to find.
 */
export async function readAccountLines(session: Session, customerIds: readonly string[]): Promise<string[]> {
  const [row] = await session.query<{ lines: string | null }>(
    `select string_agg(line, E'\\x1e') as lines from service_account
      where customer_id = any(string_to_array($1, ','))`,
    [customerIds.join(',')],
  );
  return row?.lines ? row.lines.split(SEPARATOR) : [];
}

/** The ids among these of customers that the session's scope sees. */
export async function readVisibleCustomerIds(session: Session, ids: readonly string[]): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>(
    'select customer_id as id from service_account where customer_id = any($1::text[])',
    [ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** An agreement as JSON text in the form of `Agreement` of availability, told by its id. */
export interface AgreementText {
  id: string;
  text: string;
}

const AGREEMENT_TEXT = `json_build_object(
  'id', id, 'validFrom', valid_from, 'validTo', valid_to, 'uptimeTarget', uptime_target,
  'degradedWeight', degraded_weight, 'maintenanceNoticeHours', maintenance_notice_hours,
  'maintenanceCapMinutes', maintenance_cap_minutes, 'creditTiers', credit_tiers,
  'creditCapPercent', credit_cap_percent)::text`;

/** The agreements with these ids that the session's scope sees; one statement. */
export function readAgreements(session: Session, ids: readonly string[]): Promise<AgreementText[]> {
  return session.query<AgreementText>(
    `select id, ${AGREEMENT_TEXT} as text from agreement where id = any($1::text[])`,
    [ids],
  );
}

/** What has changed since a reading of all accounts. */
export interface AccountChanges {
  /** Another one than before means that what was read before is void. */
  generation: number;
  /** Give it to the next reading: changes of transactions before it are all in this one. */
  since: string;
  lines: string[];
  agreements: AgreementText[];
}

/**
 * All accounts and agreements changed by transactions at or after `since`; with null all there are. A change may come
 * again, none is missed: whatever a reading could not see yet has an id at or after the xmin of its snapshot. One
 * statement, for a session that sees all.
 */
export async function readAccountChanges(session: Session, since: string | null): Promise<AccountChanges> {
  const [row] = await session.query<{
    generation: number;
    since: string;
    lines: string | null;
    agreements: AgreementText[] | null;
  }>(
    `select (select number from account_generation) as generation,
            pg_snapshot_xmin(pg_current_snapshot())::text as since,
            (select string_agg(line, E'\\x1e') from service_account where changed_xid >= $1::xid8) as lines,
            (select json_agg(json_build_object('id', id, 'text', ${AGREEMENT_TEXT})) from agreement
              where changed_xid >= $1::xid8) as agreements`,
    [since ?? '0'],
  );
  if (!row) throw new Error('the accounts cannot be read');
  return { ...row, lines: row.lines ? row.lines.split(SEPARATOR) : [], agreements: row.agreements ?? [] };
}
