import { invalid, type RequestContext } from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { monthBounds, monthOf } from '../availability/index.js';
import { loadLedger } from '../ledger/index.js';
import { serviceLevelsOf, type ServiceLevelRow } from './service-level.rules.js';

/** What is asked of a customer's service levels. */
export interface ServiceLevelQuestion {
  /** `YYYY-MM`; null: the month in which the customer's clock stands. */
  month: string | null;
  /** Read the ledger as it stood then; null: as it stands. */
  knownAt: Date | null;
}

/**
 * A customer's service levels in a month, null where the caller does not see the customer; three statements for all
 * customers of a request that ask alike.
 *
 * @throws DomainError `INVALID` for a month that is none
 */
export function loadServiceLevels(
  context: RequestContext,
  customerId: string,
  { month, knownAt }: ServiceLevelQuestion,
): Promise<ServiceLevelRow[] | null> {
  if (month !== null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw invalid('`month` is written YYYY-MM, such as 2026-03.', ['month']);
  }
  const asOf = context.now.getTime();
  return context
    .loader<string, ServiceLevelRow[]>(`service-levels:${month}:${knownAt?.getTime()}`, async (ids) => {
      const { session } = context;
      const accounts = await loadAccounts(session, ids);
      const asked = accounts.map((account) => {
        const own = month ?? monthOf(account.timeZone, asOf);
        return { account, month: own, bounds: monthBounds(account.timeZone, own) };
      });
      const agreements = await loadAgreements(session, accounts);
      const ledger = await loadLedger(session, {
        customerIds: accounts.map((account) => account.customerId),
        from: asked.reduce((least, { bounds }) => Math.min(least, bounds.from), asOf),
        to: Math.min(
          asOf,
          asked.reduce((most, { bounds }) => Math.max(most, bounds.to), 0),
        ),
        knownAt: knownAt?.getTime() ?? null,
      });
      const levels = new Map(
        asked.map(({ account, month: own }) => [
          account.customerId,
          serviceLevelsOf(account, own, asOf, agreements, ledger),
        ]),
      );
      return ids.map((id) => levels.get(id) ?? null);
    })
    .load(customerId);
}
