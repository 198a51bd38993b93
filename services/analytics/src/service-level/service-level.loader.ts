import { invalid, type RequestContext, type Session } from '@plimsoll/shared';
import { loadAccounts, loadAgreements, type ServiceAccount } from '../account/index.js';
import { daysOfMonth, monthBounds, monthOf } from '../availability/index.js';
import type { Agreement, Interval } from '../availability/index.js';
import { isOfSeveral, loadConversion, type Reporting, type SingleAmount } from '../exchange-rate/index.js';
import { loadLedger, type LedgerIndex } from '../ledger/index.js';
import { serviceLevelsOf, type ServiceLevelRow } from './service-level.rules.js';

/** What is asked of a customer's service levels. */
export interface ServiceLevelQuestion {
  /** `YYYY-MM`; null: the month in which the customer's clock stands. */
  month: string | null;
  /** Read the ledger as it stood then; null: as it stands. */
  knownAt: Date | null;
}

/** A customer's product measured in a month under one agreement, with its credit as a single amount. */
export interface LoadedServiceLevel extends ServiceLevelRow {
  readonly credit: SingleAmount;
}

/**
 * A customer's service levels in a month, null where the caller does not see the customer; three statements for all
 * customers of a request that ask alike, and one more where one is owed credit in several currencies.
 *
 * @throws DomainError `INVALID` for a month that is none
 */
export function loadServiceLevels(
  context: RequestContext,
  customerId: string,
  { month, knownAt }: ServiceLevelQuestion,
  reporting: Reporting,
): Promise<LoadedServiceLevel[] | null> {
  checkMonth(month);
  const asOf = context.now.getTime();
  return context
    .loader<string, LoadedServiceLevel[]>(`service-levels:${month}:${knownAt?.getTime()}`, async (ids) => {
      const { session } = context;
      const { asked, agreements, ledger } = await loadBasis(session, ids, { month, knownAt }, asOf);
      const measured = asked.map((one) => ({
        ...one,
        rows: serviceLevelsOf(one.account, one.month, asOf, agreements, ledger),
      }));
      const currencies = measured.flatMap(({ rows }) =>
        rows.flatMap(({ credits }) => (isOfSeveral(credits) ? credits.map(({ currency }) => currency) : [])),
      );
      const conversionOn = await loadConversion(session, reporting, currencies);
      const levels = new Map(
        measured.map(({ account, month: own, rows }) => {
          const conversion = conversionOn(rateDate(account.timeZone, own, asOf));
          return [
            account.customerId,
            rows.map((row) => ({ ...row, credit: conversion.single(row.credits) })),
          ];
        }),
      );
      return ids.map((id) => levels.get(id) ?? null);
    })
    .load(customerId);
}

/** @throws DomainError `INVALID` for a month that is none */
export function checkMonth(month: string | null): void {
  if (month !== null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw invalid('`month` is written YYYY-MM, such as 2026-03.', ['month']);
  }
}

/** What the service levels of customers in a month of their own rest on. */
interface ServiceLevelBasis {
  /** Those of the customers that the scope sees, in no order; each with its month. */
  readonly asked: readonly { account: ServiceAccount; month: string; bounds: Interval }[];
  readonly agreements: ReadonlyMap<string, Agreement>;
  /** What touches one of the months, up to `asOf`. */
  readonly ledger: LedgerIndex;
}

/** What the service levels of these customers rest on, as of an instant (epoch milliseconds); three statements. */
export async function loadBasis(
  session: Session,
  customerIds: readonly string[],
  { month, knownAt }: ServiceLevelQuestion,
  asOf: number,
): Promise<ServiceLevelBasis> {
  const accounts = await loadAccounts(session, customerIds);
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
  return { asked, agreements, ledger };
}

/** The date whose exchange rates a month is converted at: its last day, or today (UTC) where that is earlier. */
function rateDate(timeZone: string, month: string, asOf: number): string {
  const today = new Date(asOf).toISOString().slice(0, 10);
  const last = daysOfMonth(timeZone, month).at(-1)?.date ?? today;
  return last < today ? last : today;
}
