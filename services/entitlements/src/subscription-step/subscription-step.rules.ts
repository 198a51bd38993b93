import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import type { SubscriptionEvent } from '../subscription-event/index.js';
import {
  invalidTransition,
  statusOn,
  termAfter,
  type RenewalTerm,
  type SubscriptionDates,
  type SubscriptionKindName,
  type SubscriptionStatusName,
} from '../subscription/index.js';

/** What of a subscription decides which steps it may take. */
export interface Standing extends SubscriptionDates {
  id: string;
  kind: SubscriptionKindName;
  term: RenewalTerm | null;
  renewsOn: string | null;
  endReason: string | null;
}

/** What a step gives new values, and what happened. */
export interface Step {
  patch: Partial<
    Pick<Standing, 'startedOn' | 'cancelledOn' | 'endedOn' | 'endReason' | 'renewsOn' | 'activatedAt'>
  >;
  events: SubscriptionEvent[];
}

/** New conditions; null keeps what was. */
export interface NewConditions {
  planId: string | null;
  quantity: number | null;
  monthlyPrice: string | null;
}

const UNCHANGED: NewConditions = { planId: null, quantity: null, monthlyPrice: null };

function happened(
  { id }: Standing,
  type: SubscriptionEvent['type'],
  on: string,
  conditions: NewConditions = UNCHANGED,
  reason: string | null = null,
): SubscriptionEvent {
  return { subscriptionId: id, on, type, ...conditions, reason };
}

function requireStatus(
  step: string,
  standing: Standing,
  today: string,
  allowed: readonly SubscriptionStatusName[],
): SubscriptionStatusName {
  const status = statusOn(standing, today);
  if (status === 'PENDING' && standing.activatedAt === null) {
    throw invalidTransition(step, status, 'it is being provisioned; cancel its order instead.');
  }
  if (allowed.includes(status)) return status;
  const because = {
    PENDING: 'it has not begun.',
    ACTIVE: 'nobody has asked for its end.',
    CANCELLING: 'its end has been asked for; reactivate it first.',
    ENDED: 'reactivate it first, or start another one.',
  };
  throw invalidTransition(step, status, because[status]);
}

function requireDay(standing: Standing, day: string, field: string): void {
  const { startedOn, endedOn } = standing;
  if (day < startedOn)
    throw invalid(`\`${field}\` is ${day}; the subscription begins on ${startedOn}.`, [field]);
  if (endedOn !== null && day >= endedOn) {
    throw invalid(`\`${field}\` is ${day}; the subscription ends on ${endedOn}.`, [field]);
  }
}

/** Another plan, quantity or price from a day on. Throws DomainError `INVALID_TRANSITION`, `INVALID`. */
export function change(
  standing: Standing,
  today: string,
  type: 'UPGRADED' | 'DOWNGRADED' | 'ADD_ON',
  on: string,
  conditions: NewConditions,
): Step {
  requireStatus('change', standing, today, ['PENDING', 'ACTIVE', 'CANCELLING']);
  requireDay(standing, on, 'on');
  return { patch: {}, events: [happened(standing, type, on, conditions)] };
}

/**
 * A further term from a day on, by default the renewal date; the next renewal is a term later. Throws DomainError
 * `INVALID_TRANSITION`, `INVALID`.
 */
export function renew(
  standing: Standing,
  today: string,
  given: { on: string | null; renewsOn: string | null },
  conditions: NewConditions,
): Step {
  requireStatus('renew', standing, today, ['ACTIVE']);
  const on = given.on ?? standing.renewsOn ?? today;
  requireDay(standing, on, 'on');
  const renewsOn =
    given.renewsOn ?? (standing.term === null ? null : termAfter(on, standing.term, standing.startedOn));
  if (renewsOn === null)
    throw invalid('The subscription has no term, so `renewsOn` has to be given.', ['renewsOn']);
  if (renewsOn <= on)
    throw invalid(`\`renewsOn\` is ${renewsOn}, not after the renewal on ${on}.`, ['renewsOn']);
  return { patch: { renewsOn }, events: [happened(standing, 'RENEWED', on, conditions)] };
}

/**
 * The end is asked for on a day, by default today, and takes effect on another, by default the renewal date. Throws
 * DomainError `INVALID_TRANSITION`, `INVALID`.
 */
export function cancel(
  standing: Standing,
  today: string,
  given: { cancelledOn: string | null; endsOn: string | null; reason: string | null },
): Step {
  requireStatus('cancel', standing, today, ['PENDING', 'ACTIVE']);
  const cancelledOn = given.cancelledOn ?? today;
  if (cancelledOn > today) throw invalid(`\`cancelledOn\` is ${cancelledOn}, after today.`, ['cancelledOn']);
  const earliest = [cancelledOn, standing.startedOn].reduce((a, b) => (a > b ? a : b));
  const endsOn = given.endsOn ?? standing.renewsOn ?? standing.endedOn ?? earliest;
  if (endsOn < earliest) throw invalid(`\`endsOn\` is ${endsOn}; it is ${earliest} or later.`, ['endsOn']);
  return {
    patch: { cancelledOn, endedOn: endsOn, endReason: given.reason, renewsOn: null },
    events: [],
  };
}

/** The end takes effect on a day, by default today. Throws DomainError `INVALID_TRANSITION`, `INVALID`. */
export function end(
  standing: Standing,
  today: string,
  given: { endedOn: string | null; reason: string | null },
): Step {
  requireStatus('end', standing, today, ['PENDING', 'ACTIVE', 'CANCELLING']);
  const endedOn = given.endedOn ?? (today < standing.startedOn ? standing.startedOn : today);
  if (endedOn < standing.startedOn) {
    throw invalid(`\`endedOn\` is ${endedOn}; the subscription begins on ${standing.startedOn}.`, [
      'endedOn',
    ]);
  }
  return {
    patch: { endedOn, endReason: given.reason ?? standing.endReason, renewsOn: null },
    events: [],
  };
}

/**
 * The cancellation is withdrawn; or a subscription that has ended runs again from a day on, by default today, with a
 * gap between. What is undone stays among its events. Throws DomainError `INVALID_TRANSITION`, `INVALID`.
 */
export function reactivate(
  standing: Standing,
  today: string,
  given: { on: string | null; renewsOn: string | null },
  conditions: NewConditions,
): Step {
  const status = requireStatus('reactivate', standing, today, ['CANCELLING', 'ENDED']);
  const on = given.on ?? today;
  const { cancelledOn, endedOn, endReason, term } = standing;
  const earliest = (status === 'ENDED' ? endedOn : cancelledOn) ?? standing.startedOn;
  if (on < earliest) throw invalid(`\`on\` is ${on}; it is ${earliest} or later.`, ['on']);
  const events = [happened(standing, 'REACTIVATED', on, conditions)];
  if (cancelledOn !== null)
    events.unshift(happened(standing, 'CANCELLED', cancelledOn, UNCHANGED, endReason));
  if (status === 'ENDED' && endedOn !== null) {
    events.unshift(happened(standing, 'ENDED', endedOn, UNCHANGED, endReason));
  }
  const renewsOn = given.renewsOn ?? (term === null ? null : termAfter(on, term));
  return { patch: { cancelledOn: null, endedOn: null, endReason: null, renewsOn }, events };
}

/**
 * Its tenant is ready: it runs from its first day on, or from today where that has passed. A trial is moved whole; so
 * is whatever would have ended before it began. Throws DomainError `INVALID_TRANSITION`.
 */
export function activate(standing: Standing, today: string, at: Date): Step {
  if (statusOn(standing, today) === 'ENDED') {
    throw invalidTransition('activate', 'ENDED', 'its order was given up.');
  }
  const startedOn = standing.startedOn < today ? today : standing.startedOn;
  const { endedOn, term, kind } = standing;
  const moved = endedOn !== null && (kind === 'TRIAL' || endedOn <= startedOn);
  const end = moved ? dayAfter(endedOn, daysBetween(standing.startedOn, startedOn)) : endedOn;
  const renewsOn = term === null || end !== null ? null : termAfter(startedOn, term);
  return { patch: { activatedAt: at, startedOn, endedOn: end, renewsOn }, events: [] };
}

/**
 * The order is given up: one that never ran ends without a day, one that has begun ends today, one that is to begin
 * ends on its first day.
 */
export function abandon(standing: Standing, today: string, reason: string): Step {
  const { startedOn, activatedAt } = standing;
  if (activatedAt === null) {
    const day = startedOn < today ? startedOn : today;
    return { patch: { startedOn: day, endedOn: day, endReason: reason, renewsOn: null }, events: [] };
  }
  return {
    patch: { endedOn: startedOn < today ? today : startedOn, endReason: reason, renewsOn: null },
    events: [],
  };
}

/** A trial gets more time. Throws DomainError `INVALID_TRANSITION`, `INVALID`. */
export function extendTrial(standing: Standing, today: string, until: string, reason: string): Step {
  requireStatus('extend', standing, today, ['PENDING', 'ACTIVE']);
  if (standing.kind !== 'TRIAL') {
    throw invalid(`Only a TRIAL is extended; this subscription is ${standing.kind}.`, ['subscriptionId']);
  }
  const { endedOn } = standing;
  if (until <= today || (endedOn !== null && until <= endedOn)) {
    throw invalid(
      `\`until\` is ${until}; it is after today and after the present end ${endedOn ?? '(none)'}.`,
      ['until'],
    );
  }
  return { patch: { endedOn: until }, events: [happened(standing, 'EXTENDED', today, UNCHANGED, reason)] };
}

/**
 * The part of a conversion that concerns the subscription that is converted: it ends on the day on which the paid
 * one begins. Throws DomainError `INVALID_TRANSITION`, `INVALID`.
 */
export function convert(standing: Standing, today: string, on: string): Step {
  requireStatus('convert', standing, today, ['ACTIVE', 'CANCELLING']);
  if (standing.kind === 'STANDARD') {
    throw invalid('A STANDARD subscription is paid for already; change it instead.', ['subscriptionId']);
  }
  const latest = standing.endedOn;
  if (on < standing.startedOn || (latest !== null && on > latest)) {
    throw invalid(
      `\`on\` is ${on}; the subscription runs from ${standing.startedOn}${latest === null ? '' : ` to ${latest}`}.`,
      ['on'],
    );
  }
  return {
    patch: { endedOn: on, endReason: 'converted', renewsOn: null },
    events: [happened(standing, 'CONVERTED', on)],
  };
}

function dayAfter(day: string, days: number): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
