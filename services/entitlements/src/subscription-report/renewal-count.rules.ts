/** What of a subscription tells when it came up for renewal and what became of it. */
export interface RenewingSubscription {
  /** Whether it has a term at all: one without is never due. */
  hasTerm: boolean;
  /** When it is to be renewed next; null: not. */
  renewsOn: string | null;
  /** The days on which its end was asked for; such a wish may have been withdrawn since. */
  cancelledOn: readonly string[];
  /** Whether a wish for its end stands. */
  isCancelled: boolean;
  /** The first day out; null: none. */
  endedOn: string | null;
  /** The days from which it was renewed for a further term. */
  renewedOn: readonly string[];
}

/** How many subscriptions came up for renewal, and were renewed. */
export interface RenewalCounts {
  /**
   * Renewals made, subscriptions whose renewal date lies in the period and has not been acted on, and cancelled
   * subscriptions with a term that ended in it.
   */
  due: number;
  renewed: number;
  /** How often the end of a subscription was asked for, whenever it takes effect. */
  cancellationsAsked: number;
}

/** Renewals over the days from `from` to before `to`; a subscription may come up several times. */
export function renewalCounts(
  subscriptions: readonly RenewingSubscription[],
  from: string,
  to: string,
): RenewalCounts {
  const within = (day: string | null) => day !== null && day >= from && day < to;
  const counts = { due: 0, renewed: 0, cancellationsAsked: 0 };
  for (const { hasTerm, renewsOn, cancelledOn, isCancelled, endedOn, renewedOn } of subscriptions) {
    const renewed = renewedOn.filter(within).length;
    counts.renewed += renewed;
    counts.due += renewed;
    if (within(renewsOn) && !renewedOn.includes(renewsOn ?? '')) counts.due += 1;
    if (hasTerm && isCancelled && within(endedOn)) counts.due += 1;
    counts.cancellationsAsked += cancelledOn.filter(within).length;
  }
  return counts;
}
