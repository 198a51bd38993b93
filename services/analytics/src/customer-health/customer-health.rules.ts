import { USAGE_RULE } from '../usage-trend/index.js';

/** Where a customer's health is going. */
export enum HealthTrend {
  RISING = 'RISING',
  STEADY = 'STEADY',
  FALLING = 'FALLING',
}

/** A product of the customer in one of its local months under one agreement, as measured at the instant of the score. */
export interface HealthServiceLevel {
  /** Seconds that count against the target. */
  readonly countedSeconds: number;
  /** Seconds that the target allows: (100 − target) % of the length. */
  readonly allowedSeconds: number;
  readonly breached: boolean;
}

/** What is known of a customer at an instant. */
export interface HealthFacts {
  /** Of the current local month and the two before it. */
  readonly serviceLevels: readonly HealthServiceLevel[];
  /** Clocks of response targets due in the 90 days before that were met or missed by then, and how many were missed. */
  readonly clocksDue: number;
  readonly clocksBreached: number;
  /** Whether a ticket of the customer was ever on record. */
  readonly everAsked: boolean;
  /** Days (86,400 s) that its tickets stood open in the 90 days before, added up over tickets. */
  readonly ticketDays: number;
  /** Priorities of the tickets opened in the 90 days before, with how many there were of each. */
  readonly openedByPriority: Readonly<Record<string, number>>;
  /** Ratings, 1–5, of tickets solved in the 180 days before. */
  readonly ratings: { readonly count: number; readonly mean: number | null };
  /** Of each metric used in the customer's baseline: use lately as a share of it. */
  readonly usage: readonly { readonly metric: string; readonly share: number }[];
  /** Days until the next renewal of what it pays for, terms of a month left out; null where none is due. */
  readonly daysToRenewal: number | null;
  /** Whether the end of a subscription that it still pays for has been asked for. */
  readonly leaving: boolean;
}

/** A part of a score. */
export interface MeasuredPart {
  readonly name: string;
  /** 0 (bad) to 100 (good), two decimals. */
  readonly value: number;
  /** Its share of the score; all parts together have 1. */
  readonly weight: number;
  /** value × weight. */
  readonly contribution: number;
  /** The figures that the value rests on, in words. */
  readonly basis: string;
}

/** A score out of its parts. */
export interface MeasuredHealth {
  /** Sum of the contributions, 0–100, rounded to two decimals. */
  readonly score: number;
  readonly parts: readonly MeasuredPart[];
  /** Names of the parts that have no data. */
  readonly missing: readonly string[];
}

/** Days that tickets, clocks and priorities are looked back on. */
export const DESK_DAYS = 90;
/** Days that ratings are looked back on. */
export const RATING_DAYS = 180;
/** Local months of which service levels count: the current one and those before it. */
export const MONTHS = 3;
/** Days between the score and the one that its trend is seen against. */
export const TREND_DAYS = 30;

/** Ticket days at which the part is worth nothing: two tickets open all the time. */
const MOST_TICKET_DAYS = 2 * DESK_DAYS;
const POINTS_OF_BROKEN_MONTH = 25;
const POINTS_OF_MISSED_TARGET = 5;
/** From so many days on, a renewal is far. */
const FAR_RENEWAL_DAYS = 90;
/** How much of the part a ticket takes by its priority; one without a priority, or with another, is left out. */
const PRIORITY_LOSS: Readonly<Record<string, number>> = { P1: 1, P2: 0.5, P3: 0.2, P4: 0 };
/** Points between a score and the earlier one from which it rises or falls. */
const STEADY_WITHIN = 5;

const round = (value: number) => Math.round((value + Number.EPSILON) * 100) / 100;
const percent = (share: number) => Math.min(100, Math.max(0, share * 100));
const count = (value: number, one: string, many = `${one}s`) => `${value} ${value === 1 ? one : many}`;

/** A part before its weight is set against the others; null where it has no data. */
type Measure = (facts: HealthFacts) => { value: number; basis: string } | null;

function uptime({ serviceLevels }: HealthFacts) {
  if (serviceLevels.length === 0) return null;
  const counted = serviceLevels.reduce((sum, one) => sum + one.countedSeconds, 0);
  const allowed = serviceLevels.reduce((sum, one) => sum + one.allowedSeconds, 0);
  const used = allowed > 0 ? counted / allowed : counted > 0 ? 2 : 0;
  return {
    value: percent(1 - used / 2),
    basis: `${round(counted)} s counted of ${round(allowed)} s allowed in ${count(serviceLevels.length, 'product month')}`,
  };
}

function breaches({ serviceLevels, clocksDue, clocksBreached }: HealthFacts) {
  if (serviceLevels.length === 0 && clocksDue === 0) return null;
  const months = serviceLevels.filter(({ breached }) => breached).length;
  return {
    value: Math.max(0, 100 - POINTS_OF_BROKEN_MONTH * months - POINTS_OF_MISSED_TARGET * clocksBreached),
    basis: `${count(months, 'uptime target')} of ${serviceLevels.length} and ${count(clocksBreached, 'response target')} of ${clocksDue} missed`,
  };
}

function ticketDays({ everAsked, ticketDays: days }: HealthFacts) {
  if (!everAsked) return null;
  return {
    value: percent(1 - days / MOST_TICKET_DAYS),
    basis: `${count(round(days), 'ticket day')} in ${DESK_DAYS} days`,
  };
}

function severity({ openedByPriority }: HealthFacts) {
  const counted = Object.entries(PRIORITY_LOSS).map(([priority, loss]) => ({
    priority,
    loss,
    opened: openedByPriority[priority] ?? 0,
  }));
  const opened = counted.reduce((sum, one) => sum + one.opened, 0);
  if (opened === 0) return null;
  const lost = counted.reduce((sum, one) => sum + one.loss * one.opened, 0);
  return {
    value: percent(1 - lost / opened),
    basis: counted
      .filter((one) => one.opened > 0)
      .map((one) => `${one.opened} × ${one.priority}`)
      .join(', '),
  };
}

function usageTrend({ usage }: HealthFacts) {
  if (usage.length === 0) return null;
  const mean = usage.reduce((sum, { share }) => sum + Math.min(1, share), 0) / usage.length;
  return {
    value: percent(mean),
    basis: usage
      .map(({ metric, share }) => `${metric} at ${Math.round(share * 100)} % of its baseline`)
      .join(', '),
  };
}

function sentiment({ ratings }: HealthFacts) {
  if (ratings.count === 0 || ratings.mean === null) return null;
  return {
    value: percent((ratings.mean - 1) / 4),
    basis: `${round(ratings.mean)} of 5 in ${count(ratings.count, 'rating')}`,
  };
}

function renewalDistance({ daysToRenewal, leaving }: HealthFacts) {
  if (leaving) return { value: 0, basis: 'a cancellation is asked for' };
  if (daysToRenewal === null) return null;
  return {
    value: percent(daysToRenewal / FAR_RENEWAL_DAYS),
    basis:
      daysToRenewal < 0 ? 'the renewal is overdue' : `${count(daysToRenewal, 'day')} to the next renewal`,
  };
}

/** The name of the part that tells how engaged a customer is. */
export const USAGE_PART = 'Usage trend';

/** The parts with their full weights; these add up to 1. */
const PARTS: readonly { name: string; weight: number; measure: Measure }[] = [
  { name: 'Uptime against target', weight: 0.25, measure: uptime },
  { name: 'Breaches', weight: 0.15, measure: breaches },
  { name: 'Ticket days', weight: 0.15, measure: ticketDays },
  { name: 'Severity', weight: 0.1, measure: severity },
  { name: USAGE_PART, weight: 0.15, measure: usageTrend },
  { name: 'Sentiment', weight: 0.1, measure: sentiment },
  { name: 'Renewal distance', weight: 0.1, measure: renewalDistance },
];

/** Grows whenever the formula changes. */
export const FORMULA_VERSION = 1;

/** The formula, as it is shown beside every score. */
export const HEALTH_FORMULA = `Formula, version ${FORMULA_VERSION}. Score = Σ value × weight over the parts that have data, each value 0–100; a part without data is left out and the weights of the others are rescaled to 1.
Uptime against target (0.25): over the current local month and the two before it, all products: 100 × (1 − counted ÷ (2 × allowed) seconds), so that a target just kept is worth 50 and one missed twice over nothing.
Breaches (0.15): 100 − 25 for each product and month below its uptime target − 5 for each response target missed in 90 days.
Ticket days (0.15): 100 × (1 − days that tickets stood open in 90 days, added up, ÷ 180); no data where no ticket was ever on record.
Severity (0.1): 100 × (1 − mean over the tickets opened in 90 days of P1 1, P2 0.5, P3 0.2, P4 0).
Usage trend (0.15): mean over the metrics of 100 × use lately ÷ use in the customer's own baseline, at most 100 each. ${USAGE_RULE}
Sentiment (0.1): mean rating of the tickets solved in 180 days, 1 worth 0 and 5 worth 100.
Renewal distance (0.1): 100 × days to the next renewal ÷ 90, at most 100; 0 once a cancellation is asked for or the renewal is overdue; terms of a month have no distance.`;

/** The score of a customer by {@link HEALTH_FORMULA}; null where no part has data. */
export function healthOf(facts: HealthFacts): MeasuredHealth | null {
  const measured = PARTS.map((part) => ({ ...part, found: part.measure(facts) }));
  const present = measured.flatMap(({ name, weight, found }) => (found ? [{ name, weight, ...found }] : []));
  if (present.length === 0) return null;
  const total = present.reduce((sum, { weight }) => sum + weight, 0);
  const parts = present.map(({ name, weight, value, basis }) => {
    const share = weight / total;
    return { name, value: round(value), weight: share, contribution: round(value) * share, basis };
  });
  return {
    score: round(parts.reduce((sum, { contribution }) => sum + contribution, 0)),
    parts,
    missing: measured.filter(({ found }) => found === null).map(({ name }) => name),
  };
}

/**
 * How far a score is from an earlier one, in points: compared over the parts that both have, rescaled, lest a part
 * that appears pass for a change. Null where they share none.
 */
export function changeSince(now: MeasuredHealth, before: MeasuredHealth | null): number | null {
  if (before === null) return null;
  const earlier = new Map(before.parts.map(({ name, value }) => [name, value]));
  const shared = now.parts.flatMap(({ name, value, weight }) => {
    const was = earlier.get(name);
    return was === undefined ? [] : [{ weight, difference: value - was }];
  });
  const total = shared.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  return round(shared.reduce((sum, { weight, difference }) => sum + weight * difference, 0) / total);
}

/** Where a score is going: from 5 points on it rises or falls. */
export function trendOf(change: number | null): HealthTrend {
  if (change === null || Math.abs(change) < STEADY_WITHIN) return HealthTrend.STEADY;
  return change > 0 ? HealthTrend.RISING : HealthTrend.FALLING;
}
