import { checkDecimal, invalid } from '@plimsoll/shared';

/** What a unit of a plan costs on a list, from a quantity on. */
export interface PriceListEntry {
  planId: string;
  /** The least number of units for which the price holds, 1 or more. */
  fromQuantity: number;
  /** Of one unit, in the list's currency; a canonical decimal of zero or more. */
  monthlyPrice: string;
}

/** How many entries a list has at most. */
export const MOST_ENTRIES = 1_000;

/** What makes two entries of a list the same entry. */
export const entryKey = ({ planId, fromQuantity }: Pick<PriceListEntry, 'planId' | 'fromQuantity'>) =>
  `${planId} ${fromQuantity}`;

/** An entry as a caller gives it. */
export interface GivenEntry {
  planId: string;
  /** 1 by default. */
  fromQuantity?: number | null;
  monthlyPrice: string;
}

/**
 * Entries in canonical form.
 *
 * @param field that holds them
 * @throws DomainError `INVALID` for a price below zero, a quantity below 1, or a plan given twice from one quantity
 */
export function checkEntries(given: readonly GivenEntry[], field: string): PriceListEntry[] {
  const entries = given.map(({ planId, fromQuantity, monthlyPrice }, place) => {
    const least = fromQuantity ?? 1;
    if (!Number.isInteger(least) || least < 1) {
      throw invalid(`\`fromQuantity\` is ${least}; it is a whole number of 1 or more.`, [
        field,
        String(place),
        'fromQuantity',
      ]);
    }
    return { planId, fromQuantity: least, monthlyPrice: checkDecimal(monthlyPrice, 'monthlyPrice', '0') };
  });
  const keys = new Set<string>();
  for (const [place, entry] of entries.entries()) {
    if (keys.has(entryKey(entry))) {
      throw invalid(`The plan ${entry.planId} stands twice in \`${field}\` from ${entry.fromQuantity} on.`, [
        field,
        String(place),
        'planId',
      ]);
    }
    keys.add(entryKey(entry));
  }
  return entries;
}

/**
 * Entries with some of them replaced or added, and those of some plans left out, in order of plan and quantity.
 *
 * @param removedPlanIds leave out every price of these; entries that are set count all the same
 * @throws DomainError `INVALID` beyond {@link MOST_ENTRIES}
 */
export function withEntries(
  entries: readonly PriceListEntry[],
  set: readonly PriceListEntry[],
  removedPlanIds: readonly string[] = [],
): PriceListEntry[] {
  const byKey = new Map<string, PriceListEntry>();
  for (const entry of entries) {
    if (!removedPlanIds.includes(entry.planId)) byKey.set(entryKey(entry), entry);
  }
  for (const entry of set) byKey.set(entryKey(entry), entry);
  if (byKey.size > MOST_ENTRIES) {
    throw invalid(`A price list has at most ${MOST_ENTRIES} entries; this one would have ${byKey.size}.`, [
      'entries',
    ]);
  }
  return [...byKey.values()].sort(
    (a, b) => (a.planId < b.planId ? -1 : a.planId > b.planId ? 1 : 0) || a.fromQuantity - b.fromQuantity,
  );
}

/**
 * Refuses a period that has no day.
 *
 * @param validTo first day out; null: open
 * @throws DomainError `INVALID`
 */
export function checkPeriod(validFrom: string, validTo: string | null): void {
  if (validTo !== null && validTo <= validFrom) {
    throw invalid(`\`validTo\` is ${validTo}, the first day out; it has to be after ${validFrom}.`, [
      'validTo',
    ]);
  }
}

/** The days on which a list is in force: from the first until, not including, the second; null: open. */
export interface Period {
  validFrom: string;
  validTo: string | null;
}

/** Whether there is a day in both. */
export function overlaps(a: Period, b: Period): boolean {
  return (b.validTo === null || a.validFrom < b.validTo) && (a.validTo === null || b.validFrom < a.validTo);
}
