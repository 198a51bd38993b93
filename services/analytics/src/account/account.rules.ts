import { minorUnitOf } from '@plimsoll/shared';
import { creditsOf, daysOfMonth, feesOfMonth, fixed, monthOf, scaled } from '../availability/index.js';
import type {
  Agreement,
  AgreementCandidate,
  Amount,
  FeeSubscription,
  Interval,
} from '../availability/index.js';

/** Decimals kept of prices and sums. */
const DECIMALS = 10;

/** Sums by currency, in 10^−10 of each currency's unit. */
export type Sums = ReadonlyMap<string, bigint>;

/** Amounts owed, with their sums. */
export interface Credit {
  /** In order of currency; empty where nothing is owed. */
  readonly amounts: readonly Amount[];
  readonly sums: Sums;
}

/** No sums. */
export const NO_SUMS: Sums = new Map();
const NO_CREDIT: Credit = { amounts: [], sums: NO_SUMS };
/** Credits kept of a product: the months and tiers of questions asked lately. */
const CREDITS_KEPT = 6;

/** An entitlement to an agreement, by half-open dates. */
interface EntitledTo {
  readonly entitlementId: string;
  readonly agreementId: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/**
 * A product of a customer: what may give it an agreement, and the `STANDARD` subscriptions that pay for it. Never
 * changes; keeps what was worked out of it lately. (In fields of its own: a weak map of tens of thousands of products
 * costs each garbage collection more than the arithmetic saved.)
 */
export class AccountProduct {
  #candidates: readonly AgreementCandidate[] = [];
  #candidatesAmong: ReadonlyMap<string, Agreement> | null = null;
  #credits: { month: string; percent: string; credit: Credit }[] = [];

  constructor(
    readonly productId: string,
    readonly entitlements: readonly EntitledTo[],
    readonly subscriptions: readonly FeeSubscription[],
  ) {}

  /** What may give it its agreement; entitlements to agreements not (yet) known give none. */
  candidatesAmong(known: ReadonlyMap<string, Agreement>): readonly AgreementCandidate[] {
    if (this.#candidatesAmong === known) return this.#candidates;
    const list: AgreementCandidate[] = [];
    for (const { entitlementId, agreementId, validFrom, validTo } of this.entitlements) {
      const agreement = known.get(agreementId);
      if (agreement) list.push({ entitlementId, agreement, validFrom, validTo });
    }
    this.#candidates = list;
    this.#candidatesAmong = known;
    return list;
  }

  /**
   * The service credit of a month: `percent` of its fee, per currency, rounded to the minor unit. `feeWithin` as in
   * `AgreementOfMonth`; the time zone is the customer's.
   */
  creditFor(timeZone: string, month: string, feeWithin: readonly Interval[] | null, percent: string): Credit {
    if (percent === '0' || this.subscriptions.length === 0) return NO_CREDIT;
    if (feeWithin !== null) return this.#computeCredit(timeZone, month, feeWithin, percent);
    for (const one of this.#credits) {
      if (one.percent === percent && one.month === month) return one.credit;
    }
    const credit = this.#computeCredit(timeZone, month, null, percent);
    if (this.#credits.length >= CREDITS_KEPT) this.#credits = [];
    this.#credits.push({ month, percent, credit });
    return credit;
  }

  #computeCredit(
    timeZone: string,
    month: string,
    feeWithin: readonly Interval[] | null,
    percent: string,
  ): Credit {
    const amounts = creditsOf(feesOfMonth(this.subscriptions, timeZone, month, feeWithin), percent);
    const sums = new Map(amounts.map(({ amount, currency }) => [currency, scaled(amount, DECIMALS)]));
    return { amounts, sums };
  }
}

/** A price period of a subscription with its price parsed. */
interface RevenueTerm {
  readonly from: string;
  /** First date out: the earlier of the period's and the subscription's end; null while it lasts. */
  readonly to: string | null;
  /** In 10^−10 of the currency's unit. */
  readonly units: bigint;
  readonly currency: string;
}

/** What of a customer decides its availability, credit and revenue. Never changes, and is shared between answers. */
export class ServiceAccount {
  readonly #revenueTerms: readonly RevenueTerm[];
  #revenue: Sums = NO_SUMS;
  #revenueDate = '';

  /** @param products in order of product id */
  constructor(
    readonly customerId: string,
    readonly timeZone: string,
    readonly name: string,
    readonly products: readonly AccountProduct[],
  ) {
    this.#revenueTerms = products.flatMap((product) =>
      product.subscriptions.flatMap(({ endedOn, terms }) =>
        terms.map(({ from, to, monthlyPrice, currency }) => ({
          from,
          to: endedOn === null || (to !== null && to < endedOn) ? to : endedOn,
          units: scaled(monthlyPrice, DECIMALS),
          currency,
        })),
      ),
    );
  }

  /** What the customer pays a month on a date of its own (`YYYY-MM-DD`) for all its `STANDARD` subscriptions. */
  revenueOn(date: string): Sums {
    if (date === this.#revenueDate) return this.#revenue;
    const revenue = new Map<string, bigint>();
    for (const { from, to, units, currency } of this.#revenueTerms) {
      if (from <= date && (to === null || date < to)) addTo(revenue, currency, units);
    }
    this.#revenue = revenue;
    this.#revenueDate = date;
    return revenue;
  }
}

/** Adds to a sum. */
function addTo(sums: Map<string, bigint>, currency: string, units: bigint): void {
  sums.set(currency, (sums.get(currency) ?? 0n) + units);
}

/** The sums of both; the same object where the other has none. */
export function sumOf(a: Sums, b: Sums): Sums {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const sums = new Map(a);
  for (const [currency, units] of b) addTo(sums, currency, units);
  return sums;
}

/** Adds sums to totals that are this function's to change. */
export function addAll(totals: Map<string, bigint>, sums: Sums): void {
  if (sums.size > 0) sums.forEach((units, currency) => addTo(totals, currency, units));
}

type ProductRow = [
  productId: string,
  entitlements: [id: string, agreementId: string, from: string | null, to: string | null][],
  subscriptions: [
    endedOn: string | null,
    terms: [from: string, to: string | null, monthlyPrice: string, currency: string][],
  ][],
];

/**
 * The account that a line states: customer id, time zone, name, and the products as JSON, set apart by U+001F.
 * @throws RangeError where the line is malformed
 */
export function accountOf(line: string): ServiceAccount {
  // Copies of their own: pieces of a longer text would keep all of that alive.
  const parts = JSON.parse(JSON.stringify(line.split('\u001f'))) as string[];
  const [customerId, timeZone, name, listed] = parts;
  if (customerId === undefined || timeZone === undefined || name === undefined || listed === undefined) {
    throw new RangeError(`Not the line of an account: ${line.slice(0, 80)}`);
  }
  const products = (JSON.parse(listed) as ProductRow[]).map(
    ([productId, entitlements, subscriptions]) =>
      new AccountProduct(
        productId,
        entitlements.map(([entitlementId, agreementId, validFrom, validTo]) => ({
          entitlementId,
          agreementId,
          validFrom,
          validTo,
        })),
        subscriptions.map(([endedOn, terms]) => ({
          kind: 'STANDARD',
          endedOn,
          terms: terms.map(([from, to, monthlyPrice, currency]) => ({ from, to, monthlyPrice, currency })),
        })),
      ),
  );
  return new ServiceAccount(customerId, timeZone, name, products);
}

/** The ids of the agreements that these accounts name, each once. */
export function agreementIdsOf(accounts: Iterable<ServiceAccount>): string[] {
  const ids = new Set<string>();
  for (const account of accounts) {
    for (const product of account.products) {
      for (const { agreementId } of product.entitlements) ids.add(agreementId);
    }
  }
  return [...ids];
}

/** Agreements kept parsed, by their text; reaching it forgets them all. */
const MEMO_LIMIT = 10_000;
const agreements = new Map<string, Agreement>();

/** The agreement that a JSON text states; the same text gives the same object, whose numbers are parsed once. */
export function agreementOf(text: string): Agreement {
  const known = agreements.get(text);
  if (known !== undefined) return known;
  const parsed = JSON.parse(text) as Agreement;
  if (agreements.size >= MEMO_LIMIT) agreements.clear();
  agreements.set(text, parsed);
  return parsed;
}

/**
 * Sums as amounts in order of currency, with the decimals of the minor unit, and more where these are not exact;
 * currencies with nothing are left out.
 */
export function amountsOf(sums: Sums): Amount[] {
  return [...sums]
    .filter(([, units]) => units !== 0n)
    .map(([currency, units]) => ({ amount: shortest(units, minorUnitOf(currency)), currency }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function shortest(units: bigint, leastDecimals: number): string {
  const text = fixed(units, DECIMALS);
  let end = text.length;
  while (end > text.length - (DECIMALS - leastDecimals) && text[end - 1] === '0') end -= 1;
  return text[end - 1] === '.' ? text.slice(0, end - 1) : text.slice(0, end);
}

/** The date (`YYYY-MM-DD`) on the wall of a time zone at an instant. */
export function dateAt(timeZone: string, instant: number): string {
  const days = daysOfMonth(timeZone, monthOf(timeZone, instant));
  return days.findLast((day) => day.from <= instant)?.date ?? '';
}
