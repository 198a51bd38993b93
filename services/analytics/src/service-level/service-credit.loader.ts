import {
  checkPageSize,
  decodeCursor,
  encodeCursor,
  invalid,
  scopeOf,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import { monthBounds } from '../availability/index.js';
import type { Reporting } from '../exchange-rate/index.js';
import { findHitCustomers } from '../ledger/index.js';
import { loadServiceLevels } from './service-level.loader.js';

const ORDER = 'CUSTOMER ASC';
/** Customers measured at once. */
const STEP = 100;

/** Credit owed to a customer for a product, an agreement and a month, in one currency. */
interface ServiceCreditRow {
  customerId: string;
  productId: string;
  agreementId: string;
  month: string;
  uptime: string | null;
  amount: string;
  currency: string;
}

/**
 * A page of the credits owed for a month, by customer; each customer's month is that of its own time zone. Only those
 * whom the ledger says anything was wrong for are measured, a hundred at a time, and no further than the page. Staff and
 * analysts see all, others none.
 *
 * @throws DomainError `INVALID` for a month that is none, a page size or a cursor
 */
export async function listServiceCredits(
  context: RequestContext,
  { month, first, after }: { month: string; first: number; after: string | null },
  reporting: Reporting,
): Promise<Page<ServiceCreditRow>> {
  checkPageSize(first);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw invalid('`month` is written YYYY-MM, such as 2026-03.', ['month']);
  }
  const place = after === null ? null : decodeCursor(ORDER, after);
  const sees = ['SYSTEM', 'STAFF', 'ANALYST'].includes(scopeOf(context.principal).kind);
  const rows: ServiceCreditRow[] = [];
  if (sees) {
    for await (const row of creditsFrom(context, month, place?.sortValue ?? null, reporting)) {
      if (place && row.customerId === place.sortValue && keyOf(row) <= place.id) continue;
      rows.push(row);
      if (rows.length > first) break;
    }
  }
  const shown = rows.slice(0, first);
  return {
    rows: shown,
    cursors: shown.map((row) => encodeCursor(ORDER, row.customerId, keyOf(row))),
    hasNextPage: rows.length > first,
    hasPreviousPage: after !== null,
    countAll: async () => {
      let count = 0;
      if (sees) for await (const _ of creditsFrom(context, month, null, reporting)) count += 1;
      return count;
    },
  };
}

/** The place of a credit among those of its customer. */
function keyOf({ productId, agreementId, currency }: ServiceCreditRow): string {
  return `${productId}/${agreementId}/${currency}`;
}

/** The credits of a month in order, from a customer on. */
async function* creditsFrom(
  context: RequestContext,
  month: string,
  fromCustomer: string | null,
  reporting: Reporting,
): AsyncGenerator<ServiceCreditRow> {
  // The month somewhere on earth: from the first zone it begins in to the last one it ends in.
  const from = monthBounds('Pacific/Kiritimati', month).from;
  const to = Math.min(monthBounds('Pacific/Pago_Pago', month).to, context.now.getTime());
  let next: string | null = fromCustomer;
  let inclusive = true;
  for (;;) {
    const ids: string[] = await findHitCustomers(context.session, {
      from,
      to,
      after: next,
      inclusive,
      limit: STEP,
    });
    const measured = await Promise.all(
      ids.map((id) => loadServiceLevels(context, id, { month, knownAt: null }, reporting)),
    );
    for (const [index, levels] of measured.entries()) {
      const rows = (levels ?? []).flatMap(({ productId, agreementId, measure, credits }) =>
        credits.map(({ amount, currency }) => ({
          customerId: ids[index] ?? '',
          productId,
          agreementId,
          month: measure.month,
          uptime: measure.uptime,
          amount,
          currency,
        })),
      );
      yield* rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    }
    if (ids.length < STEP) return;
    next = ids.at(-1) ?? null;
    inclusive = false;
  }
}
