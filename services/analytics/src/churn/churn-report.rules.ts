import { invalid } from '@plimsoll/shared';
import type { Conversion } from '../exchange-rate/index.js';
import { dayAfter, type Bridges, type ChurnRates, type Days } from '../revenue/index.js';

/** By what a churn report tells customers apart. */
export const CHURN_DIMENSIONS = [
  'SEGMENT',
  'PARTNER',
  'PLAN',
  'REASON',
  'TENURE',
  'ACCOUNT_MANAGER',
  'REGION',
  'VERTICAL',
] as const;
/** One of {@link CHURN_DIMENSIONS}. */
export type ChurnDimension = (typeof CHURN_DIMENSIONS)[number];

/** The reason of customers who were lost and nobody recorded why. */
export const NOT_RECORDED = 'NOT_RECORDED';

/** What a churn report is asked. */
export interface ChurnQuestion {
  readonly days: Days;
  readonly by: ChurnDimension;
}

/** One group of customers in a churn report, or all of them. */
export interface ChurnGroup {
  readonly question: ChurnQuestion;
  /** Null also for the customers of none. */
  readonly key: string | null;
  /** Whether it is all customers. */
  readonly isTotal: boolean;
  readonly name: string | null;
  readonly bridges: Bridges;
  readonly rates: ChurnRates;
  /** Into the reporting currency at the rates of the first day. */
  readonly conversion: Conversion;
  readonly subscriptions: Omit<SubscriptionSums, 'key'>;
}

/** What became of the subscriptions of a group. */
export interface SubscriptionSums {
  readonly key: string | null;
  /** Paid for when the period began; of these, each once: their end was asked for, they went up, they went down. */
  readonly subscriptions: number;
  readonly cancelled: number;
  readonly upgraded: number;
  readonly downgraded: number;
  /** Of all: what came up for renewal, was renewed; how often an end was asked for. */
  readonly due: number;
  readonly renewed: number;
  readonly cancellationsAsked: number;
}

/** A customer that stopped paying. */
export interface LossRow {
  readonly customerId: string;
  readonly on: string;
  readonly key: string | null;
  readonly reason: string | null;
  readonly planId: string | null;
  readonly tenureDays: number;
  /** Whether rates count it: it paid when the period began, and is lost for the first time in it. */
  readonly counted: boolean;
  /** What it paid a month, by currency in order of code, decimal texts. */
  readonly paid: { readonly amount: string; readonly currency: string }[];
}

const LONGEST_YEARS = 10;

/**
 * The days that are asked for, as far as they are known at `asOf`.
 *
 * @throws DomainError `INVALID` where there are none, or more than ten years of them
 */
export function checkDays({ from, to }: Days, asOf: Date): Days {
  if (to <= from) throw invalid(`\`to\` is ${to}, the first day out; it is after \`from\`, ${from}.`, ['to']);
  if (Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > LONGEST_YEARS) {
    throw invalid(`A period is at most ${LONGEST_YEARS} years long.`, ['to']);
  }
  const known = dayAfter(asOf.toISOString().slice(0, 10), 1);
  const end = to < known ? to : known;
  return { from, to: end < from ? from : end };
}
