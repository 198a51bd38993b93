/** How far a customer is with the company. */
export const CUSTOMER_STAGES = ['PROSPECT', 'CUSTOMER', 'FORMER', 'TERMINATING', 'TERMINATED'] as const;

/** One of {@link CUSTOMER_STAGES}. */
export type CustomerStageName = (typeof CUSTOMER_STAGES)[number];

/** What of a subscription decides how far its customer is. */
export interface StagedSubscription {
  /** FREE, TRIAL, PILOT, DEMO, TRAINING, PARTNER or STANDARD. */
  kind: string;
  /** Half-open periods of calendar days; none: it is not activated, and counts nowhere. */
  terms: readonly { from: string; to: string | null; monthlyPrice: string }[];
}

/**
 * How far a customer is on a day of its own: TERMINATING while a termination stands and its grace lasts, TERMINATED
 * afterwards; else CUSTOMER with a `STANDARD` subscription priced above zero that runs, FORMER where one ran before,
 * PROSPECT otherwise.
 *
 * @param terminatesOn the first day after the grace; null: no termination stands
 * @param day `YYYY-MM-DD`
 */
export function stageOn(
  terminatesOn: string | null,
  subscriptions: readonly StagedSubscription[],
  day: string,
): CustomerStageName {
  if (terminatesOn !== null) return day < terminatesOn ? 'TERMINATING' : 'TERMINATED';
  const paid = subscriptions
    .filter(({ kind }) => kind === 'STANDARD')
    .flatMap(({ terms }) => terms)
    .filter(({ from, monthlyPrice }) => from <= day && Number(monthlyPrice) > 0);
  if (paid.some(({ to }) => to === null || day < to)) return 'CUSTOMER';
  return paid.length > 0 ? 'FORMER' : 'PROSPECT';
}

/** The kinds of the subscriptions that run on a day, each once, in alphabetical order. */
export function kindsOn(subscriptions: readonly StagedSubscription[], day: string): string[] {
  const running = subscriptions.filter(({ terms }) =>
    terms.some(({ from, to }) => from <= day && (to === null || day < to)),
  );
  return [...new Set(running.map(({ kind }) => kind))].sort();
}
