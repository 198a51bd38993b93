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

/**
 * Amounts in the reporting currency come first, then those in others, currency by currency, then amounts in several
 * currencies at once: without a rate they cannot be told greater or smaller than one another.
 */
function rankOfAmounts(amounts: ReadonlyMap<string, bigint>, reportingCurrency: string): Rank {
  const [only, another] = [...amounts].filter(([, units]) => units !== 0n);
  if (only === undefined) return { group: '', value: 0 };
  if (another !== undefined) return { group: LAST, value: 0 };
  const [currency, units] = only;
  return { group: currency === reportingCurrency ? '' : currency, value: Number(units) };
}

function rankOf(row: ExposedCustomerRow, field: ExposureField, reportingCurrency: string): Rank {
  switch (field) {
    case 'SERVICE_CREDIT':
      return rankOfAmounts(row.credit, reportingCurrency);
    case 'MONTHLY_RECURRING_REVENUE':
      return rankOfAmounts(row.revenue, reportingCurrency);
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
  return (a: Place, b: Place): number => {
    if (a.group !== b.group) return a.group < b.group ? -1 : 1;
    if (a.value !== b.value) return a.value < b.value ? -sign : sign;
    return a.id < b.id ? -1 : Number(a.id > b.id);
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
  reportingCurrency: string,
): { places: { place: Place; row: ExposedCustomerRow }[]; hasNextPage: boolean } {
  const compare = comparison(order.direction);
  const best: Ranked[] = [];
  for (const row of customers) {
    const ranked = { ...rankOf(row, order.field, reportingCurrency), row, id: row.account.customerId };
    if (behind !== null && compare(ranked, behind) <= 0) continue;
    const last = best[first];
    if (last !== undefined && compare(ranked, last) >= 0) continue;
    let place = best.length;
    while (place > 0 && compare(ranked, best[place - 1] ?? ranked) < 0) place -= 1;
    best.splice(place, 0, ranked);
    if (best.length > first + 1) best.pop();
  }
  return {
    places: best.slice(0, first).map(({ row, ...place }) => ({ place, row })),
    hasNextPage: best.length > first,
  };
}
