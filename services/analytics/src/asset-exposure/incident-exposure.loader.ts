import { listPage, minorUnitOf, type Page, type RequestContext } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { amountsOf, loadAccounts, loadAgreements, type Sums } from '../account/index.js';
import type { Amount } from '../availability/index.js';
import { finished } from '../avoidance/index.js';
import { checkPeriod } from '../executive/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { earliestMonthStart } from '../exposure/index.js';
import { loadLedger } from '../ledger/index.js';
import { lastDayOf } from '../month-figure/index.js';
import { incidentExposures } from './incident-exposure.rules.js';
import { findHitBy, hittingIncidentList, type HittingIncident } from './incident-exposure.store.js';
import type { IncidentExposure, IncidentExposureArgs } from './incident-exposure.types.js';

/** Whatever month lasts, it is over so long after it began somewhere. */
const LONGEST_MONTH_MS = 33 * 86_400_000;
const YEAR_MS = 365 * 86_400_000;

/**
 * A page of the incidents of a period with what each did; six statements at most, however many.
 *
 * @throws DomainError `INVALID` for the period, the page size or the cursor
 */
export async function listIncidentExposures(
  context: RequestContext,
  reporting: Reporting,
  { from, to, planned, first, after }: IncidentExposureArgs,
): Promise<Page<IncidentExposure>> {
  const end = to ?? context.now;
  const period = checkPeriod({ from: from ?? new Date(end.getTime() - YEAR_MS), to: end });
  const page = await listPage<
    HittingIncident,
    { from: Date; to: Date; planned: boolean | null },
    'STARTED_AT'
  >(context.session, hittingIncidentList, {
    first,
    after: after ?? null,
    filter: { ...period, planned: planned ?? null },
  });
  return { ...page, rows: await measured(context, reporting, page.rows) };
}

async function measured(
  { session, now }: RequestContext,
  reporting: Reporting,
  incidents: readonly HittingIncident[],
): Promise<IncidentExposure[]> {
  if (incidents.length === 0) return [];
  const asOf = now.getTime();
  const customerIds = await findHitBy(
    session,
    incidents.map(({ id }) => id),
  );
  const accounts = await loadAccounts(session, customerIds);
  const agreements = await loadAgreements(session, accounts);
  const starts = incidents.map(({ startedAt }) => startedAt.getTime());
  const ends = incidents.map(({ endedAt }) => (endedAt === null ? asOf : endedAt.getTime()));
  const ledger = await loadLedger(session, {
    customerIds,
    from: earliestMonthStart(Math.min(...starts)),
    to: Math.min(asOf, Math.max(...ends) + LONGEST_MONTH_MS),
    knownAt: null,
  });
  const known = {
    accounts: new Map(accounts.map((account) => [account.customerId, account])),
    agreements,
    ledger,
  };
  const exposures = await finished(
    incidentExposures(
      incidents.map(({ id, startedAt }) => ({ id, startedAt: startedAt.getTime() })),
      known,
      asOf,
    ),
  );
  const currencies = exposures.flatMap(({ credits }) =>
    [...credits.values()].flatMap((sums) => [...sums.keys()]),
  );
  const conversionOn = await loadConversion(session, reporting, currencies);
  return incidents.map(({ id, ...incident }, at): IncidentExposure => {
    const { credits, revenue, productIds, ...figures } = exposures[at]!;
    let total: Decimal | null = new Decimal(0);
    for (const [month, sums] of credits) {
      const { amount } = conversionOn(lastDayOf(month, now)).total(owed(sums));
      total = amount === null ? null : (total?.plus(amount.amount) ?? null);
    }
    const { currency } = reporting;
    return {
      id,
      ticket: { id },
      ...incident,
      ...figures,
      products: productIds.map((productId) => ({ id: productId })),
      credits: owed(added([...credits.values()])),
      credit: total && { amount: total.toFixed(minorUnitOf(currency)), currency },
      monthlyRecurringRevenue: owed(revenue),
    };
  });
}

function added(all: readonly Sums[]): Sums {
  const sums = new Map<string, bigint>();
  for (const one of all) {
    for (const [currency, units] of one) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  }
  return sums;
}

/** Amounts of sums; where less would be owed with an incident than without it, nothing. */
function owed(sums: Sums): Amount[] {
  return amountsOf(new Map([...sums].filter(([, units]) => units > 0n)));
}
