import type { RequestContext, Session } from '@plimsoll/shared';
import type { Agreement } from '../availability/index.js';
import { accountOf, agreementIdsOf, agreementOf, type ServiceAccount } from './account.rules.js';
import { readAccountLines, readAgreements, readVisibleCustomerIds } from './account.store.js';

/** The accounts of those of these customers that the session's scope sees, in no order; one statement. */
export async function loadAccounts(
  session: Session,
  customerIds: readonly string[],
): Promise<ServiceAccount[]> {
  if (customerIds.length === 0) return [];
  return (await readAccountLines(session, customerIds)).map(accountOf);
}

/** The agreements that these accounts name, by id; one statement. */
export async function loadAgreements(
  session: Session,
  accounts: readonly ServiceAccount[],
): Promise<Map<string, Agreement>> {
  const ids = agreementIdsOf(accounts);
  if (ids.length === 0) return new Map();
  const rows = await readAgreements(session, ids);
  return new Map(rows.map(({ id, text }) => [id, agreementOf(text)]));
}

/** Of these ids the ones of customers the caller sees, in order, null for the others; batched by the caller. */
export async function loadVisibleCustomers(
  context: RequestContext,
  ids: readonly string[],
): Promise<(string | null)[]> {
  const visible = await readVisibleCustomerIds(context.session, ids);
  return ids.map((id) => (visible.has(id) ? id : null));
}
