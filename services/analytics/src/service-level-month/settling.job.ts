import type { Database, Session } from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { loadLedger } from '../ledger/index.js';
import { entitledFrom, measureMonths } from './service-level-month.rules.js';
import { claimDue, isAnybodyDue, keepMeasured } from './service-level-month.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
/** Customers measured in one transaction: what the ledger adds waits no longer than for these. */
const STEP = 200;
/** A call ends after the transaction in which this has passed. */
const PIECE_MS = 300;
/** Behind everything the ledger knows: the last second of the year 9999. */
const END_OF_TIME = 253_402_300_799_000;

/**
 * Measures the customer-months anew that are out of date, a piece that takes well below a second. Replicas may do so at
 * the same time. Answers whether more is left.
 */
export async function settleServiceLevels(
  database: Pick<Database, 'transaction'>,
  now: Date,
): Promise<boolean> {
  if (!(await database.transaction(SYSTEM, (tx) => isAnybodyDue(tx, now)))) return false;
  const end = performance.now() + PIECE_MS;
  for (;;) {
    const settled = await database.transaction(SYSTEM, (tx) => settleStep(tx, now));
    if (settled < STEP) return false;
    if (performance.now() >= end) return true;
  }
}

async function settleStep(tx: Session, now: Date): Promise<number> {
  const due = await claimDue(tx, now, STEP);
  if (due.length === 0) return 0;
  const asOf = now.getTime();
  const loaded = await loadAccounts(
    tx,
    due.map(({ customerId }) => customerId),
  );
  const accounts = new Map(loaded.map((account) => [account.customerId, account]));
  const agreements = await loadAgreements(tx, loaded);
  const stale = due.map(({ customerId, from, to }) => {
    const account = accounts.get(customerId);
    const isEndless = account !== undefined && entitledFrom(account, agreements) === null;
    return { customerId, account, from: isEndless ? -Infinity : from, to };
  });
  const ledger = await loadLedger(tx, {
    customerIds: [...accounts.keys()],
    from: stale.reduce((least, one) => Math.min(least, one.from === -Infinity ? 0 : one.from), asOf),
    to: END_OF_TIME,
    knownAt: null,
  });
  const measured = stale.map(({ customerId, account, ...stretch }) => ({
    customerId,
    months: account === undefined ? null : measureMonths(account, stretch, asOf, agreements, ledger),
  }));
  await keepMeasured(tx, measured, now);
  return due.length;
}
