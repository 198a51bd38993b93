import type { Session } from '@plimsoll/shared';

/** What a unit of a plan costs a month, and where that is said. */
export interface UnitPrice {
  /** Decimal. */
  amount: string;
  currency: string;
  /** The price list; null: the plan's own price. */
  priceListId: string | null;
}

/**
 * What one unit of a plan costs a month: as the nearest price list says that is in force on the day and prices the
 * plan (the reseller's own, that of the reseller above it and so on, then the company's), else the plan's own price;
 * null where none is given. Of an owner's lists in several currencies, that in the plan's currency counts, else the
 * first by code. The same whoever asks.
 *
 * @param of.partnerId null: sold directly
 * @param of.quantity units bought, for prices that hold from a quantity on
 * @param of.on day, `YYYY-MM-DD`
 */
export async function unitPriceFor(
  tx: Session,
  of: { partnerId: string | null; planId: string; quantity: number; on: string },
): Promise<UnitPrice | null> {
  const [row] = await tx.query<UnitPrice>(
    `select amount, currency, price_list_id as "priceListId" from unit_price_for($1, $2, $3, $4)`,
    [of.partnerId, of.planId, of.quantity, of.on],
  );
  return row ?? null;
}
