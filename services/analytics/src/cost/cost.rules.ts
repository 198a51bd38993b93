import { checkCurrency, checkText, canonicalDecimal, invalid } from '@plimsoll/shared';

/** What a cost was spent for; decides over whom it is shared out. */
export enum CostClass {
  DESK = 'DESK',
  DOWNTIME = 'DOWNTIME',
  CHANGE = 'CHANGE',
  PLATFORM = 'PLATFORM',
}

/** Grows whenever the rules by which costs are classed and shared out change. */
export const RULES_VERSION = 1;

/** The words of a kind that decide its class, the first class that has one of them; kinds are the company's own. */
const WORDS: readonly (readonly [CostClass, readonly string[]])[] = [
  [CostClass.DOWNTIME, ['downtime', 'incident', 'incidents', 'outage', 'outages', 'recovery']],
  [
    CostClass.CHANGE,
    [
      'change',
      'changes',
      'release',
      'releases',
      'maintenance',
      'migration',
      'migrations',
      'upgrade',
      'upgrades',
    ],
  ],
  [
    CostClass.DESK,
    [
      'support',
      'desk',
      'helpdesk',
      'servicedesk',
      'ticket',
      'tickets',
      'telephony',
      'staff',
      'personnel',
      'people',
      'labour',
      'labor',
      'salary',
      'salaries',
      'wages',
      'payroll',
    ],
  ],
];

/** How costs are classed, as it is shown beside every figure. */
export const CLASS_RULES = `Rules of costs, version ${RULES_VERSION}. A cost of a queue is DESK, whatever its kind; else the words of its kind decide, the first class that has one: ${WORDS.map(
  ([name, words]) => `${name} (${words.join(', ')})`,
).join('; ')}; any other kind is PLATFORM.`;

/** The class of a cost by {@link CLASS_RULES}. */
export function classOf({ kind, queueId }: { kind: string; queueId: string | null }): CostClass {
  if (queueId !== null) return CostClass.DESK;
  const words = new Set(kind.toLowerCase().split(/[^\p{L}]+/u));
  return WORDS.find(([, deciding]) => deciding.some((word) => words.has(word)))?.[0] ?? CostClass.PLATFORM;
}

/** The definition of cost per ticket, for descriptions. */
export const COST_PER_TICKET =
  'Costs of class DESK dated in the month ÷ tickets resolved in the month (UTC; last resolution counts, merged tickets left out), in the reporting currency at the exchange rates in force on the last day of the month, or of the period where that is earlier; null without such costs, without tickets, and where a rate is missing. The costs are the list `costs`.';

/** @throws DomainError `INVALID` for a kind that is none */
export function checkKind(kind: string): string {
  return checkText(kind, 'kind', 100);
}

/**
 * An amount in canonical spelling with its currency.
 *
 * @throws DomainError `INVALID` for an amount too long, and a currency that is none
 */
export function checkAmount(money: { amount: string; currency: string }): {
  amount: string;
  currency: string;
} {
  const amount = canonicalDecimal(money.amount);
  if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(amount)) {
    throw invalid('`amount` has at most 15 digits before and 6 after the point.', ['amount']);
  }
  return { amount, currency: checkCurrency(money.currency, 'currency') };
}
