import {
  creditsOf,
  daysOfMonth,
  feesOfMonth,
  fixed,
  minorUnitOf,
  monthOf,
  scaled,
} from '../availability/index.js';
import type {
  Agreement,
  AgreementCandidate,
  Amount,
  FeeSubscription,
  Interval,
} from '../availability/index.js';

/** A price period of a subscription with its price parsed. */
interface RevenueTerm {
  readonly from: string;
  /** First date out: the earlier of the period's and the subscription's end; null while it lasts. */
  readonly to: string | null;
  /** In 10^−10 of the currency's unit. */
  readonly units: bigint;
  readonly currency: string;
}

/** A product of a customer: what may give it an agreement, and the `STANDARD` subscriptions that pay for it. */
export interface AccountProduct {
  readonly productId: string;
  readonly entitlements: readonly {
    readonly entitlementId: string;
    readonly agreementId: string;
    readonly validFrom: string | null;
    readonly validTo: string | null;
  }[];
  readonly subscriptions: readonly FeeSubscription[];
}

/** What of a customer decides its availability, credit and revenue. Never changed, and shared between answers. */
export interface ServiceAccount {
  readonly customerId: string;
  readonly timeZone: string;
  readonly name: string;
  /** In order of product id. */
  readonly products: readonly AccountProduct[];
  readonly revenueTerms: readonly RevenueTerm[];
}

type ProductRow = [
  productId: string,
  entitlements: [id: string, agreementId: string, from: string | null, to: string | null][],
  subscriptions: [
    endedOn: string | null,
    terms: [from: string, to: string | null, monthlyPrice: string, currency: string][],
  ][],
];

/** Decimals kept of a price. */
const DECIMALS = 10;
/** Accounts kept parsed, by their line; reaching it forgets them all. */
const MEMO_LIMIT = 60_000;

const accounts = new Map<string, ServiceAccount>();

/**
 * The account that a line states: customer id, time zone, name, and the products as JSON, set apart by U+001F. The
 * same line gives the same object, so that what hangs on it is worked out once a process.
 */
export function accountOf(line: string): ServiceAccount {
  const known = accounts.get(line);
  if (known !== undefined) return known;
  // A copy of its own: a piece of a longer text would keep all of that alive.
  const own = JSON.parse(JSON.stringify(line)) as string;
  const account = parseAccount(own);
  if (accounts.size >= MEMO_LIMIT) accounts.clear();
  accounts.set(own, account);
  return account;
}

function parseAccount(line: string): ServiceAccount {
  const [customerId, timeZone, name, listed] = line.split('\u001f');
  if (customerId === undefined || timeZone === undefined || name === undefined || listed === undefined) {
    throw new RangeError(`Not the line of an account: ${line.slice(0, 80)}`);
  }
  const products = (JSON.parse(listed) as ProductRow[]).map(
    ([productId, entitlements, subscriptions]): AccountProduct => ({
      productId,
      entitlements: entitlements.map(([entitlementId, agreementId, validFrom, validTo]) => ({
        entitlementId,
        agreementId,
        validFrom,
        validTo,
      })),
      subscriptions: subscriptions.map(([endedOn, terms]) => ({
        kind: 'STANDARD',
        endedOn,
        terms: terms.map(([from, to, monthlyPrice, currency]) => ({ from, to, monthlyPrice, currency })),
      })),
    }),
  );
  const revenueTerms = products.flatMap((product) =>
    product.subscriptions.flatMap(({ endedOn, terms }) =>
      terms.map(({ from, to, monthlyPrice, currency }) => ({
        from,
        to: endedOn === null || (to !== null && to < endedOn) ? to : endedOn,
        units: scaled(monthlyPrice, DECIMALS),
        currency,
      })),
    ),
  );
  return { customerId, timeZone, name, products, revenueTerms };
}

/** The ids of the agreements that these accounts name, each once. */
export function agreementIdsOf(of: Iterable<ServiceAccount>): string[] {
  const ids = new Set<string>();
  for (const account of of) {
    for (const product of account.products) {
      for (const { agreementId } of product.entitlements) ids.add(agreementId);
    }
  }
  return [...ids];
}

const agreements = new Map<string, Agreement>();

/** The agreement that a JSON text states; the same text gives the same object. */
export function agreementOf(text: string): Agreement {
  const known = agreements.get(text);
  if (known !== undefined) return known;
  const parsed = JSON.parse(text) as Agreement;
  if (agreements.size >= MEMO_LIMIT) agreements.clear();
  agreements.set(text, parsed);
  return parsed;
}

/** What may give a product its agreement; entitlements to agreements not (yet) known give none. */
export function candidatesOf(
  product: AccountProduct,
  known: ReadonlyMap<string, Agreement>,
): AgreementCandidate[] {
  const candidates: AgreementCandidate[] = [];
  for (const { entitlementId, agreementId, validFrom, validTo } of product.entitlements) {
    const agreement = known.get(agreementId);
    if (agreement) candidates.push({ entitlementId, agreement, validFrom, validTo });
  }
  return candidates;
}

const credits = new WeakMap<AccountProduct, Map<string, readonly Amount[]>>();

/**
 * The service credit of a product's month: `percent` of its fee, per currency, rounded to the minor unit; empty where
 * nothing is owed. `feeWithin` as in `AgreementOfMonth`. Worked out once for a product, month and percent.
 */
export function creditOf(
  product: AccountProduct,
  timeZone: string,
  month: string,
  feeWithin: readonly Interval[] | null,
  percent: string,
): readonly Amount[] {
  if (percent === '0' || product.subscriptions.length === 0) return [];
  const compute = () => creditsOf(feesOfMonth(product.subscriptions, timeZone, month, feeWithin), percent);
  if (feeWithin !== null) return compute();
  let known = credits.get(product);
  if (known === undefined) credits.set(product, (known = new Map()));
  const key = `${month} ${percent}`;
  let amounts = known.get(key);
  if (amounts === undefined) known.set(key, (amounts = compute()));
  return amounts;
}

const revenues = new WeakMap<ServiceAccount, { date: string; revenue: ReadonlyMap<string, bigint> }>();

/** What an account pays a month on a date of its own (`YYYY-MM-DD`), in 10^−10 of each currency's unit. */
export function revenueOn(account: ServiceAccount, date: string): ReadonlyMap<string, bigint> {
  const known = revenues.get(account);
  if (known?.date === date) return known.revenue;
  const revenue = new Map<string, bigint>();
  for (const { from, to, units, currency } of account.revenueTerms) {
    if (from <= date && (to === null || date < to)) {
      revenue.set(currency, (revenue.get(currency) ?? 0n) + units);
    }
  }
  revenues.set(account, { date, revenue });
  return revenue;
}

/**
 * Totals in 10^−10 of each currency's unit as amounts in order of code, with the decimals of the minor unit, and more
 * where these are not exact; currencies with nothing are left out.
 */
export function amountsOf(totals: ReadonlyMap<string, bigint>): Amount[] {
  return [...totals]
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
