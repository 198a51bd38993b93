import { Decimal } from 'decimal.js';
import { unionOf } from './interval.rules.js';
import type { Interval } from './interval.rules.js';
import { coversMonth, monthBounds, monthWithin, startOfDate } from './local-month.rules.js';
import type { DateRange } from './local-month.rules.js';

/** One step of service credit: uptime below `below` percent owes `percent` of the month's fee (decimal strings). */
export interface CreditTier {
  readonly below: string;
  readonly percent: string;
}

/** A version of a service level agreement, as far as availability needs it. Decimals are strings. */
export interface Agreement extends DateRange {
  readonly id: string;
  /** Percent a month, 0–100. */
  readonly uptimeTarget: string;
  /** Weight of degraded time, 0–1, at most six decimals. */
  readonly degradedWeight: string;
  /** Hours of notice that announced maintenance needs; null: nothing is ever excluded. */
  readonly maintenanceNoticeHours: string | number | null;
  /** Wall-clock minutes of maintenance excluded a month; null: no cap. */
  readonly maintenanceCapMinutes: string | number | null;
  readonly creditTiers: readonly CreditTier[];
  /** Upper bound of the credit in percent of the month's fee; null: none. */
  readonly creditCapPercent: string | null;
}

/** An entitlement that may give a customer's product its agreement, over a half-open range of dates. */
export interface AgreementCandidate extends DateRange {
  readonly entitlementId: string;
  readonly agreement: Agreement;
}

/** An agreement's share of a local month. */
export interface AgreementOfMonth {
  readonly agreement: Agreement;
  /** The entitlements that give it, in time order. */
  readonly entitlementIds: readonly string[];
  /** Where in the month it is the strictest in force; null: in the whole of month ∩ the agreement's own validity. */
  readonly within: readonly Interval[] | null;
  /** The pieces whose days bear this share's fee; null, the whole month, where no other agreement shares it. */
  readonly feeWithin: readonly Interval[] | null;
}

/** An exact percentage, ready for comparison: X % = 1 − `rest` ÷ `whole`. */
export interface UptimeBound {
  readonly rest: bigint;
  /** 100 × 10^decimals. */
  readonly whole: bigint;
}

/** A tier ready for comparison. */
export interface TierTerms {
  readonly below: string;
  readonly percent: string;
  /** What it pays alone: min(percent, the agreement's cap), canonical decimal. */
  readonly pays: string;
  readonly bound: UptimeBound;
}

/** An agreement's numbers, parsed once. */
export interface AgreementTerms {
  /** Weight of degraded time in millionths. */
  readonly degradedUnits: number;
  /** Notice needed in milliseconds, rounded up to a whole one (instants are whole); null: nothing is excluded. */
  readonly noticeMs: number | null;
  /** Maintenance excluded a month in milliseconds; null: no cap. */
  readonly capMs: number | null;
  readonly target: UptimeBound;
  /** Ascending by `below`, the larger percent first among equals. */
  readonly tiers: readonly TierTerms[];
}

/** Weights are counted in millionths: six decimals of `degradedWeight`. */
export const WEIGHT_UNITS = 1_000_000;

function uptimeBound(text: string): UptimeBound {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`Not a decimal of zero or more: ${text}`);
  const fraction = match[2] ?? '';
  const whole = 100n * 10n ** BigInt(fraction.length);
  return { rest: whole - BigInt(`${match[1]}${fraction}`), whole };
}

/** Ascending by percentage: the more rest, the lower. */
function compareBounds(a: UptimeBound, b: UptimeBound): number {
  const difference = b.rest * a.whole - a.rest * b.whole;
  return difference < 0n ? -1 : Number(difference > 0n);
}

function tierTerms(agreement: Agreement): TierTerms[] {
  const cap = agreement.creditCapPercent;
  return agreement.creditTiers
    .map(({ below, percent }) => ({
      below,
      percent,
      pays: (cap === null ? new Decimal(percent) : Decimal.min(percent, cap)).toFixed(),
      bound: uptimeBound(below),
    }))
    .sort((a, b) => compareBounds(a.bound, b.bound) || new Decimal(b.percent).cmp(a.percent));
}

const parsed = new WeakMap<Agreement, AgreementTerms>();

/**
 * Parses an agreement's numbers, once per object.
 * @throws RangeError where a number is malformed, the weight is above 1 or has more than six decimals.
 */
export function termsOf(agreement: Agreement): AgreementTerms {
  const known = parsed.get(agreement);
  if (known !== undefined) return known;
  const weight = new Decimal(agreement.degradedWeight).times(WEIGHT_UNITS);
  if (!weight.isInteger() || weight.lt(0) || weight.gt(WEIGHT_UNITS)) {
    throw new RangeError(`Not a weight from 0 to 1 with at most six decimals: ${agreement.degradedWeight}`);
  }
  const { maintenanceNoticeHours: hours, maintenanceCapMinutes: minutes } = agreement;
  const terms: AgreementTerms = {
    degradedUnits: weight.toNumber(),
    noticeMs: hours === null ? null : new Decimal(hours).times(3_600_000).ceil().toNumber(),
    capMs: minutes === null ? null : new Decimal(minutes).times(60_000).floor().toNumber(),
    target: uptimeBound(agreement.uptimeTarget),
    tiers: tierTerms(agreement),
  };
  parsed.set(agreement, terms);
  return terms;
}

/** The notice that maintenance needs to be excluded, in milliseconds; null: nothing is ever excluded. */
export function noticeNeededMs(agreement: Agreement): number | null {
  return termsOf(agreement).noticeMs;
}

/** Strictest first: highest uptime target, then earliest agreement `validFrom` (none: first), then agreement id. */
function byStrictness(a: AgreementCandidate, b: AgreementCandidate): number {
  if (a.agreement === b.agreement) return a.entitlementId < b.entitlementId ? -1 : 1;
  const target = compareBounds(termsOf(b.agreement).target, termsOf(a.agreement).target);
  if (target !== 0) return target;
  const [fromA, fromB] = [a.agreement.validFrom ?? '', b.agreement.validFrom ?? ''];
  if (fromA !== fromB) return fromA < fromB ? -1 : 1;
  if (a.agreement.id !== b.agreement.id) return a.agreement.id < b.agreement.id ? -1 : 1;
  return a.entitlementId < b.entitlementId ? -1 : 1;
}

function isInForce(range: DateRange, timeZone: string, instant: number): boolean {
  if (range.validFrom !== null && instant < startOfDate(timeZone, range.validFrom)) return false;
  return range.validTo === null || instant < startOfDate(timeZone, range.validTo);
}

/**
 * Of the entitlements in force at an instant, under agreements in force then, the one whose whole agreement rules
 * availability: highest uptime target, ties by earliest agreement `validFrom`, then agreement id; null without any.
 */
export function strictestAgreement(
  candidates: readonly AgreementCandidate[],
  timeZone: string,
  instant: number,
): AgreementCandidate | null {
  const valid = candidates.filter(
    (one) => isInForce(one, timeZone, instant) && isInForce(one.agreement, timeZone, instant),
  );
  return valid.sort(byStrictness)[0] ?? null;
}

function isSameSpan(intervals: readonly Interval[], span: Interval | null): boolean {
  const [only] = intervals;
  return intervals.length === 1 && only?.from === span?.from && only?.to === span?.to;
}

/**
 * Splits a customer's local month among the agreements that rule a product in it, in time order: at each instant the
 * strictest in force. An agreement that rules several pieces of the month gets one share with all of them. Instants
 * without an entitlement belong to no share.
 */
export function agreementsOfMonth(
  candidates: readonly AgreementCandidate[],
  timeZone: string,
  month: string,
): readonly AgreementOfMonth[] {
  const ranked = candidates.length > 1 ? [...candidates].sort(byStrictness) : candidates;
  const [first] = ranked;
  if (first === undefined) return [];
  if (coversMonth(first, month) && coversMonth(first.agreement, month)) {
    return [
      { agreement: first.agreement, entitlementIds: [first.entitlementId], within: null, feeWithin: null },
    ];
  }
  const bounds = monthBounds(timeZone, month);
  const spans = ranked.flatMap((candidate) => {
    const own = monthWithin(timeZone, month, candidate);
    const agreed = monthWithin(timeZone, month, candidate.agreement);
    if (own === null || agreed === null) return [];
    const from = Math.max(own.from, agreed.from);
    const to = Math.min(own.to, agreed.to);
    return from < to ? [{ candidate, from, to }] : [];
  });
  const edges = [...new Set(spans.flatMap((span) => [span.from, span.to]))].sort((a, b) => a - b);
  const shares = new Map<string, { agreement: Agreement; entitlementIds: Set<string>; pieces: Interval[] }>();
  edges.forEach((from, index) => {
    const to = edges[index + 1] ?? bounds.to;
    const ruling = from < to ? spans.find((span) => span.from <= from && span.to >= to) : undefined;
    if (ruling === undefined) return;
    const { agreement, entitlementId } = ruling.candidate;
    const share = shares.get(agreement.id) ?? { agreement, entitlementIds: new Set(), pieces: [] };
    share.entitlementIds.add(entitlementId);
    share.pieces.push({ from, to });
    shares.set(agreement.id, share);
  });
  return [...shares.values()].map(({ agreement, entitlementIds, pieces }) => {
    const within = unionOf(pieces);
    const whole = isSameSpan(within, monthWithin(timeZone, month, agreement));
    return {
      agreement,
      entitlementIds: [...entitlementIds],
      within: whole ? null : within,
      feeWithin: shares.size === 1 ? null : within,
    };
  });
}
