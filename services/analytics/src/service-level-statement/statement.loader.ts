import { checkPageSize, decodeCursor, encodeCursor, type Page, type RequestContext } from '@plimsoll/shared';
import { loadAccounts, loadAgreements, type ServiceAccount } from '../account/index.js';
import { monthBounds, monthOf, type Agreement, type Interval } from '../availability/index.js';
import { readStated, type LedgerIndex } from '../ledger/index.js';
import { checkMonth, loadBasis } from '../service-level/index.js';
import { restatementsOf, type Restatement } from './restatement.rules.js';
import { readSeenTickets } from './statement.store.js';
import { intervalsOf, type ProductInterval } from './statement.rules.js';

/** What a customer's month rests on. */
export interface MonthBasis {
  readonly account: ServiceAccount;
  readonly month: string;
  readonly bounds: Interval;
  readonly agreements: ReadonlyMap<string, Agreement>;
  readonly ledger: LedgerIndex;
}

/**
 * What a customer's month (`YYYY-MM`; null: the current one) rests on, null where the caller does not see the customer;
 * three statements for all customers of a request that ask alike.
 *
 * @throws DomainError `INVALID` for a month that is none
 */
export function loadMonthBasis(
  context: RequestContext,
  customerId: string,
  month: string | null,
): Promise<MonthBasis | null> {
  checkMonth(month);
  return context
    .loader<string, MonthBasis>(`month-basis:${month}`, async (ids) => {
      const question = { month, knownAt: null };
      const { asked, agreements, ledger } = await loadBasis(
        context.session,
        ids,
        question,
        context.now.getTime(),
      );
      const bases = new Map(
        asked.map(({ account, ...own }) => [account.customerId, { account, ...own, agreements, ledger }]),
      );
      return ids.map((id) => bases.get(id) ?? null);
    })
    .load(customerId);
}

/**
 * An incident as the caller may know it: null for a ticket that is none of theirs. One statement for all of a request; none
 * for those who see every ticket.
 */
export function loadSeenIncident(context: RequestContext, id: string): Promise<{ id: string } | null> {
  if (['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return Promise.resolve({ id });
  return context
    .loader<string, { id: string }>('seen-incident', async (ids) => {
      const seen = new Set(await readSeenTickets(context.session, ids));
      return ids.map((one) => (seen.has(one) ? { id: one } : null));
    })
    .load(id);
}

const ORDER = 'PRODUCT ASC, AGREEMENT ASC, FROM ASC';

/**
 * A page of the stretches of a customer's month that were not simply up, by product, agreement and time; null where the
 * caller does not see the customer.
 */
export async function listIntervals(
  context: RequestContext,
  customerId: string,
  args: { month: string | null; productId: string | null; first: number; after: string | null },
): Promise<Page<ProductInterval> | null> {
  checkPageSize(args.first);
  const place = args.after === null ? null : decodeCursor(ORDER, args.after);
  const basis = await loadMonthBasis(context, customerId, args.month);
  if (basis === null) return null;
  const { account, month, agreements, ledger } = basis;
  const all = intervalsOf(account, month, context.now.getTime(), agreements, ledger).filter(
    ({ productId }) => args.productId === null || productId === args.productId,
  );
  const keyOf = ({ productId, agreementId }: ProductInterval) => `${productId}/${agreementId}`;
  const start =
    place === null
      ? 0
      : all.findLastIndex((one) => keyOf(one) === place.id && String(one.from) === place.sortValue) + 1;
  const rows = all.slice(start, start + args.first);
  return {
    rows,
    cursors: rows.map((row) => encodeCursor(ORDER, String(row.from), keyOf(row))),
    hasNextPage: start + args.first < all.length,
    hasPreviousPage: args.after !== null,
    countAll: () => Promise.resolve(all.length),
  };
}

/**
 * The restatements of a customer's month (`YYYY-MM`; null: the current one), in order of time, null where the caller does
 * not see the customer; three statements for all customers of a request that ask alike.
 *
 * @throws DomainError `INVALID` for a month that is none
 */
export function loadRestatements(
  context: RequestContext,
  customerId: string,
  month: string | null,
): Promise<Restatement[] | null> {
  checkMonth(month);
  const now = context.now.getTime();
  return context
    .loader<string, Restatement[]>(`restatements:${month}`, async (ids) => {
      const { session } = context;
      const accounts = await loadAccounts(session, ids);
      const asked = accounts.map((account) => {
        const own = month ?? monthOf(account.timeZone, now);
        return { account, month: own, bounds: monthBounds(account.timeZone, own) };
      });
      const agreements = await loadAgreements(session, accounts);
      const stated =
        asked.length === 0
          ? []
          : await readStated(
              session,
              accounts.map(({ customerId: id }) => id),
              Math.min(...asked.map(({ bounds }) => bounds.from)),
              Math.max(...asked.map(({ bounds }) => bounds.to)),
            );
      const restated = new Map(
        asked.map(({ account, month: own }) => [
          account.customerId,
          restatementsOf(
            account,
            own,
            agreements,
            stated.filter((piece) => piece.customerId === account.customerId),
          ),
        ]),
      );
      return ids.map((id) => restated.get(id) ?? null);
    })
    .load(customerId);
}
