import { termsOf, WEIGHT_UNITS } from './agreement.rules.js';
import type { Agreement, AgreementTerms, UptimeBound } from './agreement.rules.js';
import { divideHalfEven, fixed } from './exact.rules.js';
import { intersection, totalMs } from './interval.rules.js';
import type { Interval } from './interval.rules.js';
import { monthWithin } from './local-month.rules.js';

/** What was known of a product for a customer: hit, hit in part, or not observed. */
export type ImpactState = 'DOWN' | 'DEGRADED' | 'UNKNOWN';

/** The announcement of maintenance, in epoch milliseconds; without an instant of notice nothing is excluded. */
export interface MaintenanceNotice {
  readonly announcedFrom: number;
  readonly announcedTo: number;
  readonly noticeGivenAt: number | null;
}

/** One impact of an incident on a customer's product: half-open, epoch milliseconds, `to` null while it lasts. */
export interface Impact {
  readonly incidentId: string;
  readonly state: ImpactState;
  readonly from: number;
  readonly to: number | null;
  /** Null for an impact that is not maintenance. */
  readonly maintenance: MaintenanceNotice | null;
}

/** A piece of an impact, on which one answer holds to whether it could be excluded. */
export interface Segment extends Interval {
  readonly state: ImpactState;
  readonly excludable: boolean;
}

/** What a sweep adds up. `countedUnits` is in millionths of a millisecond (milliseconds × weight × 10^6). */
export interface Tally {
  readonly countedUnits: number;
  readonly excludedMs: number;
  readonly unknownMs: number;
}

/** A tier and the seconds left to it (decimal, milliseconds; negative when broken). */
export interface TierFigure {
  readonly below: string;
  readonly percent: string;
  readonly headroomSeconds: string;
}

/** The figures that follow from a length and what counts of it. */
export interface AvailabilityFigures {
  /** Percent with 12 decimals, rounded half-even from the exact ratio; null where the length is zero. */
  readonly uptime: string | null;
  /** Exact: uptime < target. False where the length is zero. */
  readonly breached: boolean;
  /** Decimal seconds with milliseconds (half-even), negative when broken. */
  readonly headroomSeconds: string;
  /** Percent of the month's fee that is owed, canonical decimal; '0' where no tier pays. */
  readonly creditPercent: string;
}

/** A customer's product in one local month under one agreement. */
export interface MonthMeasure extends Tally, AvailabilityFigures {
  readonly month: string;
  /** Local month ∩ agreement validity (∩ `within`), future part included, without what is unknown. */
  readonly lengthMs: number;
  /** Decimal seconds with milliseconds (half-even). */
  readonly countedSeconds: string;
  /** Ascending by `below`. */
  readonly tiers: readonly TierFigure[];
}

/** What `measureMonth` measures. */
export interface MonthQuestion {
  readonly impacts: readonly Impact[];
  readonly agreement: Agreement;
  readonly timeZone: string;
  /** `YYYY-MM`, a local month of `timeZone`. */
  readonly month: string;
  /** Epoch milliseconds: an open impact ends here, and nothing after it counts. */
  readonly asOf: number;
  /** Disjoint pieces of the month in which the agreement rules; null or absent: wherever it is valid. */
  readonly within?: readonly Interval[] | null;
}

/**
 * The part of a local month that an agreement measures: month ∩ [validFrom, validTo) ∩ `within`, in time order.
 */
export function coverageOf(
  agreement: Agreement,
  timeZone: string,
  month: string,
  within: readonly Interval[] | null,
): readonly Interval[] {
  const span = monthWithin(timeZone, month, agreement);
  if (span === null) return [];
  if (within === null) return [span];
  return within.flatMap((piece) => intersection(piece, span) ?? []).sort((a, b) => a.from - b.from);
}

/**
 * Cuts impacts at `asOf` and at the bounds of their announced windows. Excludable is what lies inside an announced
 * window whose notice was given at or before its start − N hours; overrun and late notice are not, and nothing is
 * where the agreement names no N.
 */
export function segmentsOf(impacts: readonly Impact[], terms: AgreementTerms, asOf: number): Segment[] {
  const segments: Segment[] = [];
  for (const { state, from, to: end, maintenance } of impacts) {
    const to = Math.min(end ?? asOf, asOf);
    if (from >= to) continue;
    const window = state === 'UNKNOWN' ? null : maintenance;
    const { noticeMs } = terms;
    if (
      window === null ||
      noticeMs === null ||
      window.noticeGivenAt === null ||
      window.noticeGivenAt > window.announcedFrom - noticeMs
    ) {
      segments.push({ from, to, state, excludable: false });
      continue;
    }
    const inside = intersection({ from, to }, { from: window.announcedFrom, to: window.announcedTo });
    if (inside === null) {
      segments.push({ from, to, state, excludable: false });
      continue;
    }
    if (from < inside.from) segments.push({ from, to: inside.from, state, excludable: false });
    segments.push({ ...inside, state, excludable: true });
    if (inside.to < to) segments.push({ from: inside.to, to, state, excludable: false });
  }
  return segments;
}

/** A boundary of the sweep: how many segments of each kind begin (+1) or end (−1) there. */
interface Edge {
  readonly at: number;
  readonly down: number;
  readonly degraded: number;
  readonly unknown: number;
  /** Known segments that may not be excluded. */
  readonly bound: number;
}

function edge(at: number, step: 1 | -1, { state, excludable }: Segment): Edge {
  return {
    at,
    down: state === 'DOWN' ? step : 0,
    degraded: state === 'DEGRADED' ? step : 0,
    unknown: state === 'UNKNOWN' ? step : 0,
    bound: state !== 'UNKNOWN' && !excludable ? step : 0,
  };
}

function edgesOf(segments: readonly Segment[], coverage: readonly Interval[]): Edge[] {
  const edges: Edge[] = [];
  for (const segment of segments) {
    for (const piece of coverage) {
      const from = Math.max(segment.from, piece.from);
      const to = Math.min(segment.to, piece.to);
      if (from < to) edges.push(edge(from, 1, segment), edge(to, -1, segment));
    }
  }
  return edges.sort((a, b) => a.at - b.at);
}

/**
 * Union first, then the worst weight at each instant, over disjoint pieces of one month. An instant is excluded when
 * all its known segments are excludable and the month's allowance lasts; the allowance is used up in time order. An
 * instant is unknown only when nothing known covers it: a known impact makes it known.
 *
 * Counting is in whole numbers: a month of at most 32 days is 2.8 × 10^9 ms, times 10^6 units of weight 2.8 × 10^15,
 * below 2^53 ≈ 9.0 × 10^15; and a union never exceeds its month.
 */
export function sweep(
  segments: readonly Segment[],
  coverage: readonly Interval[],
  terms: AgreementTerms,
): Tally {
  const edges = edgesOf(segments, coverage);
  let allowanceMs = terms.capMs ?? Number.POSITIVE_INFINITY;
  let [down, degraded, unknown, bound] = [0, 0, 0, 0];
  let [countedUnits, excludedMs, unknownMs] = [0, 0, 0];
  edges.forEach((one, index) => {
    down += one.down;
    degraded += one.degraded;
    unknown += one.unknown;
    bound += one.bound;
    const spanMs = (edges[index + 1]?.at ?? one.at) - one.at;
    if (spanMs === 0) return;
    if (down + degraded === 0) {
      if (unknown > 0) unknownMs += spanMs;
      return;
    }
    const excluded = bound === 0 ? Math.min(spanMs, allowanceMs) : 0;
    excludedMs += excluded;
    allowanceMs -= excluded;
    countedUnits += (spanMs - excluded) * (down > 0 ? WEIGHT_UNITS : terms.degradedUnits);
  });
  return { countedUnits, excludedMs, unknownMs };
}

const UNITS = BigInt(WEIGHT_UNITS);
/** A ratio in percent with 12 decimals. */
const PERCENT = 100n * 10n ** 12n;

/** Counted units (millionths of a millisecond) as decimal seconds with milliseconds, half-even. */
export function secondsOf(units: number): string {
  return fixed(divideHalfEven(BigInt(units), UNITS), 3);
}

/** What a percentage leaves of a length, minus what counts: exact, the numerator over `bound.whole` units. */
function left({ rest, whole }: UptimeBound, lengthUnits: bigint, countedUnits: bigint): bigint {
  return rest * lengthUnits - countedUnits * whole;
}

function headroomSeconds(bound: UptimeBound, lengthUnits: bigint, countedUnits: bigint): string {
  return fixed(divideHalfEven(left(bound, lengthUnits, countedUnits), bound.whole * UNITS), 3);
}

/**
 * uptime = 1 − counted ÷ length; headroom = (100 − target) % × length − counted; of the tiers broken the lowest pays,
 * alone, whether or not the target is. Every comparison is of exact rationals: uptime < X is the same as headroom to
 * X < 0. Both arguments are whole: milliseconds, and millionths of one.
 */
export function figuresOf(
  terms: AgreementTerms,
  lengthMs: number,
  countedUnits: number,
): AvailabilityFigures {
  const length = BigInt(lengthMs) * UNITS;
  const counted = BigInt(countedUnits);
  const paying = terms.tiers.find((tier) => left(tier.bound, length, counted) < 0n);
  return {
    uptime: length === 0n ? null : fixed(divideHalfEven((length - counted) * PERCENT, length), 12),
    breached: left(terms.target, length, counted) < 0n,
    headroomSeconds: headroomSeconds(terms.target, length, counted),
    creditPercent: paying?.pays ?? '0',
  };
}

function tierFigures(terms: AgreementTerms, lengthMs: number, countedUnits: number): TierFigure[] {
  const length = BigInt(lengthMs) * UNITS;
  return terms.tiers.map(({ below, percent, bound }) => {
    return { below, percent, headroomSeconds: headroomSeconds(bound, length, BigInt(countedUnits)) };
  });
}

/**
 * Availability of one customer × product × local month under one agreement, as of an instant. Months that an
 * agreement shares with another are measured by giving `within`; each share has the allowance of its own agreement.
 */
export function measureMonth(question: MonthQuestion): MonthMeasure {
  const { impacts, agreement, timeZone, month, asOf, within = null } = question;
  const terms = termsOf(agreement);
  const coverage = coverageOf(agreement, timeZone, month, within);
  const tally = sweep(segmentsOf(impacts, terms, asOf), coverage, terms);
  const lengthMs = totalMs(coverage) - tally.unknownMs;
  return {
    month,
    lengthMs,
    ...tally,
    countedSeconds: secondsOf(tally.countedUnits),
    ...figuresOf(terms, lengthMs, tally.countedUnits),
    tiers: tierFigures(terms, lengthMs, tally.countedUnits),
  };
}
