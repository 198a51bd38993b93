import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  invalid,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import { loadAccounts, loadAgreements, type AccountMemory } from '../account/index.js';
import { loadConversion, type Conversion, type Reporting } from '../exchange-rate/index.js';
import { loadLedger, type LedgerIndex, type LedgerMemory } from '../ledger/index.js';
import type { CustomerOutages } from './customer-outages.rules.js';
import {
  earliestMonthStart,
  exposureAnswer,
  type ExposedCustomerRow,
  type ExposureAnswer,
} from './exposure.rules.js';
import { rankedPage, type ExposureField, type Place } from './ranking.rules.js';

/** An exposure, with how many of the customers hit are not known here. */
export interface LoadedExposure {
  readonly answer: ExposureAnswer;
  /** Into the reporting currency, at the rates in force on the day (UTC) of the question's `asOf`. */
  readonly conversion: Conversion;
  /** Customers hit whose records have not arrived yet; null for viewers who do not see all customers. */
  readonly unknownCustomerCount: number | null;
}

/** What this process keeps of accounts and ledger for viewers who see every customer. */
export interface ExposureMemory {
  readonly accounts: AccountMemory;
  readonly ledger: LedgerMemory;
}

/**
 * Weighs an outage for the customers that the caller sees: at most three statements, whatever their number, and one
 * more where amounts are in another currency than the reporting one. For those who see every customer accounts and
 * ledger come from memory, brought up to date; for others they are read under their own scope.
 */
export async function loadExposure(
  context: RequestContext,
  outages: CustomerOutages,
  memory: ExposureMemory,
  reporting: Reporting,
): Promise<LoadedExposure> {
  const weighed = await weigh(context, outages, memory);
  const { revenue, credit } = weighed.answer;
  const currencies = [...revenue.keys(), ...credit.keys()];
  const conversionOn = await loadConversion(context.session, reporting, currencies);
  return {
    ...weighed,
    conversion: conversionOn(new Date(outages.question.asOf).toISOString().slice(0, 10)),
  };
}

async function weigh(
  context: RequestContext,
  outages: CustomerOutages,
  memory: ExposureMemory,
): Promise<Omit<LoadedExposure, 'conversion'>> {
  const { session, scope } = context;
  const { from, asOf } = outages.question;
  const since = earliestMonthStart(from);
  if (scope.kind === 'STAFF' || scope.kind === 'ANALYST') {
    const { accounts, agreements } = await memory.accounts.upToDate(session);
    const ledger: LedgerIndex = since < asOf ? await memory.ledger.upToDate(session, since, asOf) : new Map();
    const answer = exposureAnswer(outages, accounts, agreements, ledger);
    return { answer, unknownCustomerCount: outages.customers.length - answer.customers.length };
  }
  const accounts = await loadAccounts(
    session,
    outages.customers.map((customer) => customer.id),
  );
  const agreements = await loadAgreements(session, accounts);
  const ledger = await loadLedger(session, {
    customerIds: accounts.map((account) => account.customerId),
    from: since,
    to: asOf,
    knownAt: null,
  });
  const byId = new Map(accounts.map((account) => [account.customerId, account]));
  return { answer: exposureAnswer(outages, byId, agreements, ledger), unknownCustomerCount: null };
}

/**
 * A page of the customers exposed; the cursor names a place, so that a page begins behind it whatever has changed.
 *
 * @throws DomainError `INVALID` for a page size outside 1–100 or a cursor that is not of this list
 */
export function exposedCustomersPage(
  customers: readonly ExposedCustomerRow[],
  args: {
    first: number;
    after?: string | null;
    orderBy: { field: ExposureField; direction: 'ASC' | 'DESC' };
  },
  conversion: Conversion,
): Page<ExposedCustomerRow> {
  checkPageSize(args.first);
  const orderName = `${args.orderBy.field} ${args.orderBy.direction}`;
  const behind = args.after ? placeOf(orderName, args.after) : null;
  const { places, hasNextPage } = rankedPage(customers, args.orderBy, args.first, behind, conversion);
  return {
    rows: places.map(({ row }) => row),
    cursors: places.map(({ place: { group, value, id } }) =>
      encodeCursor(orderName, JSON.stringify([group, value]), id),
    ),
    hasNextPage,
    hasPreviousPage: behind !== null,
    countAll: () => Promise.resolve(customers.length),
  };
}

function placeOf(orderName: string, cursor: string): Place {
  const { sortValue, id } = decodeCursor(orderName, cursor);
  try {
    const [group, value] = JSON.parse(sortValue) as [string, number | string];
    return { group, value, id };
  } catch {
    throw invalid('`after` is not a cursor of this list; use an `endCursor` or edge `cursor` it returned.', [
      'after',
    ]);
  }
}
