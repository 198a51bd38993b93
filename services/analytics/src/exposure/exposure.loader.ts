import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  invalid,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import { loadAccounts, loadAgreements } from '../account/index.js';
import { loadLedger } from '../ledger/index.js';
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
  /** Customers hit whose records have not arrived yet; null for viewers who do not see all customers. */
  readonly unknownCustomerCount: number | null;
}

/**
 * Weighs an outage for the customers that the caller sees: three statements, whatever their number.
 *
 */
export async function loadExposure(
  context: RequestContext,
  outages: CustomerOutages,
): Promise<LoadedExposure> {
  const { session, scope } = context;
  const accounts = await loadAccounts(
    session,
    outages.customers.map((customer) => customer.id),
  );
  const agreements = await loadAgreements(session, accounts);
  const ledger = await loadLedger(session, {
    customerIds: accounts.map((account) => account.customerId),
    from: earliestMonthStart(
      accounts.map((account) => account.timeZone),
      outages.question.from,
    ),
    to: outages.question.asOf,
    knownAt: null,
  });
  const seesAll = scope.kind === 'STAFF' || scope.kind === 'ANALYST' || scope.kind === 'SYSTEM';
  return {
    answer: exposureAnswer(outages, accounts, agreements, ledger),
    unknownCustomerCount: seesAll ? outages.customers.length - accounts.length : null,
  };
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
  reportingCurrency: string,
): Page<ExposedCustomerRow> {
  checkPageSize(args.first);
  const orderName = `${args.orderBy.field} ${args.orderBy.direction}`;
  const behind = args.after ? placeOf(orderName, args.after) : null;
  const { places, hasNextPage } = rankedPage(customers, args.orderBy, args.first, behind, reportingCurrency);
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
