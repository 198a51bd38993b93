/** What may happen to a subscription, in the order in which events of one day take effect. */
export const EVENT_TYPES = [
  'STARTED',
  'ENDED',
  'REACTIVATED',
  'CONVERTED',
  'RENEWED',
  'EXTENDED',
  'UPGRADED',
  'DOWNGRADED',
  'ADD_ON',
  'CANCELLED',
] as const;

/** One of {@link EVENT_TYPES}. */
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that happened to a subscription; a term that is null stays as it was. */
export interface SubscriptionEvent {
  subscriptionId: string;
  /** The day from which its terms apply, `YYYY-MM-DD`. */
  on: string;
  type: EventType;
  quantity: number | null;
  /** Of the whole subscription, a decimal text. */
  monthlyPrice: string | null;
  planId: string | null;
  reason: string | null;
}

/** The conditions of a subscription over some days. */
export interface Term {
  /** The first day. */
  from: string;
  /** The first day out; null: open. */
  to: string | null;
  planId: string;
  quantity: number;
  /** Of the whole subscription, a decimal text. */
  monthlyPrice: string;
  /** ISO 4217 code. */
  currency: string;
}

/** A subscription's whole life with the conditions of its first day. */
export interface SubscriptionSpan extends Omit<Term, 'from' | 'to'> {
  startedOn: string;
  endedOn: string | null;
}

/** Events in the order in which they take effect. */
function inOrder(events: readonly SubscriptionEvent[]): SubscriptionEvent[] {
  const place = ({ type }: SubscriptionEvent) => EVENT_TYPES.indexOf(type);
  return [...events].sort((a, b) => (a.on === b.on ? place(a) - place(b) : a.on < b.on ? -1 : 1));
}

/**
 * The periods of one plan, quantity and price, in order, half-open, none empty, neighbours differing. An event
 * changes the terms from its day on; one on or before the first day changes those of the first day; one on or after
 * the last changes nothing. Between ENDED and REACTIVATED there is a gap.
 */
export function termsOf(span: SubscriptionSpan, events: readonly SubscriptionEvent[]): Term[] {
  const { planId, quantity, monthlyPrice, currency, startedOn, endedOn } = span;
  let conditions = { planId, quantity, monthlyPrice, currency };
  let from: string | null = startedOn;
  const terms: Term[] = [];
  const close = (to: string | null) => {
    if (from === null || (to !== null && to <= from)) return;
    const last = terms.at(-1);
    if (last?.to === from && sameConditions(last, conditions)) last.to = to;
    else terms.push({ from, to, ...conditions });
  };
  for (const event of inOrder(events)) {
    if (endedOn !== null && event.on >= endedOn) break;
    const day = event.on < startedOn ? startedOn : event.on;
    const next = {
      planId: event.planId ?? conditions.planId,
      quantity: event.quantity ?? conditions.quantity,
      monthlyPrice: event.monthlyPrice ?? conditions.monthlyPrice,
      currency,
    };
    if (event.type === 'ENDED') {
      close(day);
      from = null;
    } else if (from === null) {
      if (event.type === 'REACTIVATED') from = day;
    } else if (!sameConditions(next, conditions)) {
      close(day);
      from = day;
    }
    conditions = next;
  }
  close(endedOn);
  return terms;
}

type Conditions = Omit<Term, 'from' | 'to'>;

function sameConditions(a: Conditions, b: Conditions): boolean {
  return (
    a.planId === b.planId &&
    a.quantity === b.quantity &&
    a.monthlyPrice === b.monthlyPrice &&
    a.currency === b.currency
  );
}

/** The term that holds on a day: before the first the first, in a gap or after the last the one before it. */
export function termOn(terms: readonly Term[], day: string): Term | null {
  return terms.filter(({ from }) => from <= day).at(-1) ?? terms[0] ?? null;
}

/**
 * The events that contradict the subscription's own dates, with the reason: outside its life, or a start, an end or
 * a cancellation on another day than the subscription says, unless it was reactivated afterwards.
 */
export function misplacedEvents(
  span: { startedOn: string; endedOn: string | null; cancelledOn: string | null },
  events: readonly SubscriptionEvent[],
): Map<SubscriptionEvent, string> {
  const { startedOn, endedOn, cancelledOn } = span;
  const reactivatedAfter = (day: string) =>
    events.some(({ type, on }) => type === 'REACTIVATED' && on >= day);
  const reasonOf = ({ type, on }: SubscriptionEvent): string | null => {
    if (on < startedOn) return `The subscription begins on ${startedOn} only.`;
    if (endedOn !== null && on > endedOn) return `The subscription ends on ${endedOn} already.`;
    if (type === 'STARTED' && on !== startedOn) return `The subscription begins on ${startedOn}.`;
    if (type === 'ENDED' && on !== endedOn && !reactivatedAfter(on)) {
      return `The subscription says ${endedOn ?? 'nothing'} of its end, and is not reactivated afterwards.`;
    }
    if (type === 'CANCELLED' && on !== cancelledOn && !reactivatedAfter(on)) {
      return `The subscription says ${cancelledOn ?? 'nothing'} of its cancellation, and is not reactivated afterwards.`;
    }
    return null;
  };
  const misplaced = new Map<SubscriptionEvent, string>();
  for (const event of events) {
    const reason = reasonOf(event);
    if (reason !== null) misplaced.set(event, reason);
  }
  return misplaced;
}

/** Events with others added; of one subscription, day and type the added one replaces the other. */
export function withEvents(
  past: readonly SubscriptionEvent[],
  added: readonly SubscriptionEvent[],
): SubscriptionEvent[] {
  const kept = past.filter((old) => !added.some(({ on, type }) => on === old.on && type === old.type));
  return [...kept, ...added];
}

/** Whether two events of one subscription, day and type say the same. */
export function sameEvent(a: SubscriptionEvent, b: SubscriptionEvent): boolean {
  return (
    a.quantity === b.quantity &&
    a.monthlyPrice === b.monthlyPrice &&
    a.planId === b.planId &&
    a.reason === b.reason
  );
}

/** Whether two lists of terms say the same. */
export function sameTerms(a: readonly Term[], b: readonly Term[]): boolean {
  return (
    a.length === b.length &&
    a.every((term, place) => {
      const other = b[place];
      return other?.from === term.from && other.to === term.to && sameConditions(term, other);
    })
  );
}
