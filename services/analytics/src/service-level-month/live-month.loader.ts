import type { RequestContext, Session } from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { monthBounds, monthOf } from '../availability/index.js';
import { findHitCustomers, loadLedger } from '../ledger/index.js';
import { monthRows, type LiveMonths } from './service-level-month.rules.js';

/** A month is at most so long, anywhere. */
const MONTH_MS = 32 * 86_400_000;
const EVERYBODY = 1_000_000;

const NONE: LiveMonths = { claims: [], rows: [] };

/**
 * The current month of the customers with an impact that lasts at an instant or comes after it, counted up to that
 * instant; every other month is as it is kept. As far as the caller sees; four statements a request at most.
 */
export async function loadLiveMonths(context: RequestContext, asOf: Date): Promise<LiveMonths> {
  const live = await context
    .loader<number, LiveMonths>('live-service-levels', (instants) =>
      Promise.all(instants.map((instant) => measureLive(context.session, instant))),
    )
    .load(asOf.getTime());
  return live ?? NONE;
}

async function measureLive(session: Session, asOf: number): Promise<LiveMonths> {
  const ids = await findHitCustomers(session, {
    from: asOf,
    to: asOf + MONTH_MS,
    after: null,
    inclusive: true,
    limit: EVERYBODY,
  });
  if (ids.length === 0) return NONE;
  const accounts = await loadAccounts(session, ids);
  const agreements = await loadAgreements(session, accounts);
  const months = accounts.map((account) => ({ account, month: monthOf(account.timeZone, asOf) }));
  const ledger = await loadLedger(session, {
    customerIds: ids,
    from: months.reduce(
      (least, { account, month }) => Math.min(least, monthBounds(account.timeZone, month).from),
      asOf,
    ),
    to: asOf,
    knownAt: null,
  });
  return {
    claims: months.map(({ account, month }) => ({ customerId: account.customerId, month })),
    rows: months.flatMap(({ account, month }) => monthRows(account, month, asOf, agreements, ledger)),
  };
}
