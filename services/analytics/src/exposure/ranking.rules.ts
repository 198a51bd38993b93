import type { Sums } from '../account/index.js';
import type { Conversion } from '../exchange-rate/index.js';
import type { ExposedCustomerRow } from './exposure.rules.js';

/** By what exposed customers are ranked. */
export type ExposureField =
  'SERVICE_CREDIT' | 'HEADROOM' | 'NAME' | 'MONTHLY_RECURRING_REVENUE' | 'DOWN_SECONDS';

/** A place in a ranking: groups come in ascending order whatever the direction, values in the direction asked. */
interface Rank {
  readonly group: string;
  readonly value: number | string;
}

/** The group of what has no place among the others. */
const LAST = '~';
const SEVERAL: Rank = { group: `${LAST}${LAST}`, value: 0 };

/**
 * Amounts are compared by their value in the reporting currency. Behind them come amounts for which a rate is missing:
 * those in one currency, currency by currency, then those in several at once.
 */
function rankOfAmounts(amounts: Sums, conversion: Conversion): Rank {
  const value = conversion.valueOf(amounts);
  if (value !== null) return { group: '', value };
  let rank: Rank | null = null;
  for (const [currency, units] of amounts) {
    if (units === 0n) continue;
    if (rank !== null) return SEVERAL;
    rank = { group: `${LAST}${currency}`, value: Number(units) };
  }
  return rank ?? SEVERAL;
}

function rankOf(row: ExposedCustomerRow, field: ExposureField, conversion: Conversion): Rank {
  switch (field) {
    case 'SERVICE_CREDIT':
      return rankOfAmounts(row.credit, conversion);
    case 'MONTHLY_RECURRING_REVENUE':
      return rankOfAmounts(row.revenue, conversion);
    case 'HEADROOM':
      return row.leastHeadroomSeconds === null
        ? { group: LAST, value: 0 }
        : { group: '', value: row.leastHeadroomSeconds };
    case 'DOWN_SECONDS':
      return { group: '', value: row.hit.downSeconds };
    case 'NAME':
      return { group: '', value: row.account.name };
  }
}

/** A customer's place in a ranking: its rank, ties by id. */
export interface Place extends Rank {
  readonly id: string;
}

interface Ranked extends Place {
  readonly row: ExposedCustomerRow;
}

function comparison(direction: 'ASC' | 'DESC') {
  const sign = direction === 'ASC' ? 1 : -1;
  return (a: Rank, id: string, b: Place): number => {
    if (a.group !== b.group) return a.group < b.group ? -1 : 1;
    if (a.value !== b.value) return a.value < b.value ? -sign : sign;
    return id < b.id ? -1 : Number(id > b.id);
  };
}

/**
 * The first `first` customers behind a place, best first, and whether more follow. Takes time linear in the customers:
 * only the page is sorted.
 */
export function rankedPage(
  customers: readonly ExposedCustomerRow[],
  order: { field: ExposureField; direction: 'ASC' | 'DESC' },
  first: number,
  behind: Place | null,
  conversion: Conversion,
): { places: { place: Place; row: ExposedCustomerRow }[]; hasNextPage: boolean } {
  const compare = comparison(order.direction);
  const best: Ranked[] = [];
  for (const row of customers) {
    const rank = rankOf(row, order.field, conversion);
    const id = row.account.customerId;
    const last = best[first];
    if (last !== undefined && compare(rank, id, last) >= 0) continue;
    if (behind !== null && compare(rank, id, behind) <= 0) continue;
    const ranked = { group: rank.group, value: rank.value, id, row };
    let place = best.length;
    while (place > 0 && compare(rank, id, best[place - 1] ?? ranked) < 0) place -= 1;
    best.splice(place, 0, ranked);
    if (best.length > first + 1) best.pop();
  }
  return {
    places: best.slice(0, first).map(({ row, ...place }) => ({ place, row })),
    hasNextPage: best.length > first,
  };
}
