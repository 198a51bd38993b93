import { agreementsOfMonth, termsOf } from './agreement.rules.js';
import type { Agreement, AgreementCandidate, AgreementOfMonth, AgreementTerms } from './agreement.rules.js';
import { coverageOf, figuresOf, secondsOf, segmentsOf, sweep } from './availability.rules.js';
import type { Impact, Segment } from './availability.rules.js';
import { intersection, totalMs } from './interval.rules.js';
import type { Interval } from './interval.rules.js';
import { monthsTouched } from './local-month.rules.js';

/** The what-if's own inputs, epoch milliseconds: the simulated interval is half-open. */
export interface OutageQuestion extends Interval {
  readonly planned: boolean;
  readonly noticeGivenAt: number | null;
  /** Month-to-date figures are taken here. */
  readonly asOf: number;
}

/**
 * A customer's product in one slice: its state with the outage and its context, its state with the context alone
 * (0 UP, 1 AT_RISK, 2 DEGRADED, 3 DOWN), and how long before its start the context that answers for it was announced,
 * with the outage or without it (milliseconds; null without such context, 0 unannounced and never excludable).
 *
 * `ownState` is the state that the outage itself answers for, also where its context would hit as hard without it;
 * by default the state with it where that is worse. `aloneLeadMs` is the lead of what answers without the outage; by
 * default `contextLeadMs`.
 */
export type SliceStates = readonly [
  withState: number,
  withoutState: number,
  contextLeadMs: number | null,
  ownState?: number,
  aloneLeadMs?: number | null,
];

/** The bounds of a slice, epoch milliseconds, half-open. */
export type SliceBounds = readonly [from: number, to: number];

/** What an outage does to a customer's product in one local month under one agreement. */
export interface ExposureFigures {
  readonly month: string;
  /** Seconds counted with the outage minus those without it (milliseconds; may be negative through the allowance). */
  readonly countedSeconds: number;
  /** Seconds counted in the month up to `asOf`, without outage or context. */
  readonly monthToDateSeconds: number;
  /** Percent, 12 decimals, of month to date + counted; null where the length is zero. */
  readonly projectedUptime: string | null;
  /** Seconds left after the outage; negative when broken. */
  readonly headroomSeconds: number;
  readonly breached: boolean;
  /** Percent of the month's fee, canonical decimal; '0' where no tier pays. */
  readonly creditPercent: string;
}

/** One row of the answer: the figures with the agreement that rules them and the entitlements that gave it. */
export interface ExposureRow extends AgreementOfMonth {
  readonly figures: ExposureFigures;
}

/** A customer's product under a pattern of slices. Patterns are compared by identity. */
export interface ExposureSubject {
  readonly pattern: readonly SliceStates[];
  readonly timeZone: string;
  readonly candidates: readonly AgreementCandidate[];
  /** The ledger's impacts on this customer's product. Arrays are told by identity: they are not to be changed. */
  readonly base: readonly Impact[];
}

/** One row's question, for `exposureOfMonth`. */
export interface ExposureMonthQuestion {
  readonly question: OutageQuestion;
  readonly slices: readonly SliceBounds[];
  readonly pattern: readonly SliceStates[];
  readonly agreement: Agreement;
  readonly within: readonly Interval[] | null;
  readonly timeZone: string;
  readonly month: string;
  readonly base: readonly Impact[];
}

const DEGRADED = 2;
const DOWN = 3;

function stateOf(state: number): 'DOWN' | 'DEGRADED' {
  return state >= DOWN ? 'DOWN' : 'DEGRADED';
}

/** The outage hits where it makes the product worse than its context does, to DEGRADED or DOWN. */
function isHit([withState, withoutState]: SliceStates): boolean {
  return withState >= DEGRADED && withState > withoutState;
}

/** Whether context announced so long before its start may be excluded; unannounced context never is. */
function isInTime(leadMs: number | null, { noticeMs }: AgreementTerms): boolean {
  return noticeMs !== null && leadMs !== null && leadMs > 0 && leadMs >= noticeMs;
}

/** Context hits where it leaves the product DEGRADED or DOWN by itself; AT_RISK hits nobody. */
function contextSegments(
  slices: readonly SliceBounds[],
  pattern: readonly SliceStates[],
  terms: AgreementTerms,
): Segment[] {
  return slices.flatMap(([from, to], index): Segment[] => {
    const states = pattern[index];
    if (states === undefined || from >= to || states[1] < DEGRADED) return [];
    const [, without, contextLeadMs, , aloneLeadMs = contextLeadMs] = states;
    return [{ from, to, state: stateOf(without), excludable: isInTime(aloneLeadMs, terms) }];
  });
}

/**
 * Context and outage together. A planned outage is maintenance whose announced window is the simulated interval. A
 * slice is excludable only where everything that answers for it is: neither does announced context excuse an outage
 * that hits as well, nor a planned outage the unannounced context without which it would not hit.
 */
function jointSegments(
  question: OutageQuestion,
  slices: readonly SliceBounds[],
  pattern: readonly SliceStates[],
  terms: AgreementTerms,
): Segment[] {
  const { planned, noticeGivenAt } = question;
  const { noticeMs } = terms;
  const isAnnounced =
    planned && noticeMs !== null && noticeGivenAt !== null && noticeGivenAt <= question.from - noticeMs;
  return slices.flatMap(([from, to], index): Segment[] => {
    const states = pattern[index];
    if (states === undefined || from >= to || states[0] < DEGRADED) return [];
    const [withState, withoutState, contextLeadMs, ownState = 0] = states;
    const isOutage = isHit(states) || ownState >= DEGRADED;
    const isContext = contextLeadMs !== null || withoutState >= DEGRADED;
    const excludable = (!isOutage || isAnnounced) && (!isContext || isInTime(contextLeadMs, terms));
    return [{ from, to, state: stateOf(withState), excludable }];
  });
}

function figures(
  month: string,
  terms: AgreementTerms,
  lengthMs: number,
  monthToDateUnits: number,
  countedUnits: number,
): ExposureFigures {
  const after = figuresOf(terms, lengthMs, monthToDateUnits + countedUnits);
  return {
    month,
    countedSeconds: Number(secondsOf(countedUnits)),
    monthToDateSeconds: Number(secondsOf(monthToDateUnits)),
    projectedUptime: after.uptime,
    headroomSeconds: Number(after.headroomSeconds),
    breached: after.breached,
    creditPercent: after.creditPercent,
  };
}

/** What one agreement's share of a month needs, whoever the customer is. */
interface Prepared {
  readonly month: string;
  readonly terms: AgreementTerms;
  readonly coverage: readonly Interval[];
  readonly lengthMs: number;
  /** Whether the outage hits inside the share. */
  readonly isHit: boolean;
  readonly context: readonly Segment[];
  /** Context and outage together. */
  readonly joint: readonly Segment[];
}

function prepare(one: Omit<ExposureMonthQuestion, 'base'>): Prepared {
  const terms = termsOf(one.agreement);
  const coverage = coverageOf(one.agreement, one.timeZone, one.month, one.within);
  const inCoverage = (span: Interval) => coverage.some((piece) => intersection(piece, span) !== null);
  const isHitIn = ([from, to]: SliceBounds, states: SliceStates | undefined) =>
    states !== undefined && from < to && isHit(states) && inCoverage({ from, to });
  return {
    month: one.month,
    terms,
    coverage,
    lengthMs: totalMs(coverage),
    isHit: one.slices.some((bounds, index) => isHitIn(bounds, one.pattern[index])),
    context: contextSegments(one.slices, one.pattern, terms).filter(inCoverage),
    joint: jointSegments(one.question, one.slices, one.pattern, terms).filter(inCoverage),
  };
}

/** By definition: three sweeps. What is unknown in the ledger leaves the length unless context or outage covers it. */
function bySweeps(prepared: Prepared, base: readonly Segment[]): ExposureFigures {
  const { month, terms, coverage, lengthMs, context, joint } = prepared;
  const toDate = sweep(base, coverage, terms);
  const without = sweep([...base, ...context], coverage, terms);
  const withIt = sweep([...base, ...joint], coverage, terms);
  const countedUnits = withIt.countedUnits - without.countedUnits;
  return figures(month, terms, lengthMs - withIt.unknownMs, toDate.countedUnits, countedUnits);
}

/**
 * The figures of one row by definition: counted = counted(base ∪ context ∪ outage) − counted(base ∪ context), the base
 * being the ledger up to `asOf`; projection = month to date + counted. Slower than, and equal to, `exposureOf`.
 */
export function exposureOfMonth(one: ExposureMonthQuestion): ExposureFigures {
  const prepared = prepare(one);
  return bySweeps(prepared, segmentsOf(one.base, prepared.terms, one.question.asOf));
}

/** A prepared share with what every customer without overlapping impacts has in common. */
interface Shortcut extends Prepared {
  /** From the first to the last instant of context or outage. */
  readonly hull: Interval;
  /** Counted units that the outage adds where the ledger stays clear of it. */
  readonly addedUnits: number;
  /** Whether the ledger's maintenance could use up the allowance that context or outage draws on. */
  readonly sharesAllowance: boolean;
  /** Figures by month-to-date units, where nothing is unknown. */
  readonly byMonthToDate: Map<number, ExposureFigures>;
  /** Figures by the ledger's impacts, told by identity. */
  readonly byBase: Map<readonly Impact[], ExposureFigures>;
}

function shortcutOf(prepared: Prepared): Shortcut {
  const { terms, coverage, context, joint } = prepared;
  const all = [...context, ...joint];
  return {
    ...prepared,
    hull: {
      from: Math.min(...all.map((segment) => segment.from)),
      to: Math.max(...all.map((segment) => segment.to)),
    },
    addedUnits: sweep(joint, coverage, terms).countedUnits - sweep(context, coverage, terms).countedUnits,
    sharesAllowance: terms.capMs !== null && all.some((segment) => segment.excludable),
    byMonthToDate: new Map(),
    byBase: new Map(),
  };
}

/** Customers with the same array of impacts have the same figures. */
function figuresFor(shortcut: Shortcut, impacts: readonly Impact[], asOf: number): ExposureFigures {
  const known = shortcut.byBase.get(impacts);
  if (known !== undefined) return known;
  const fresh = computeFigures(shortcut, impacts, asOf);
  shortcut.byBase.set(impacts, fresh);
  return fresh;
}

function computeFigures(shortcut: Shortcut, impacts: readonly Impact[], asOf: number): ExposureFigures {
  const { month, terms, coverage, hull, lengthMs, addedUnits, byMonthToDate } = shortcut;
  let [toDateUnits, unknownMs] = [0, 0];
  if (impacts.length > 0) {
    const base = segmentsOf(impacts, terms, asOf);
    const isEntangled = base.some(
      (segment) =>
        (shortcut.sharesAllowance && segment.excludable) ||
        (segment.from < hull.to && hull.from < segment.to),
    );
    if (isEntangled) return bySweeps(shortcut, base);
    const tally = sweep(base, coverage, terms);
    [toDateUnits, unknownMs] = [tally.countedUnits, tally.unknownMs];
  }
  if (unknownMs > 0) return figures(month, terms, lengthMs - unknownMs, toDateUnits, addedUnits);
  const known = byMonthToDate.get(toDateUnits);
  if (known !== undefined) return known;
  const fresh = figures(month, terms, lengthMs, toDateUnits, addedUnits);
  byMonthToDate.set(toDateUnits, fresh);
  return fresh;
}

interface ZoneMemo {
  readonly months: readonly { month: string; shares: Map<string, Shortcut | null> }[];
}

/**
 * Opens one what-if: returns a function from a customer's product to its rows, in order of month and then of the
 * agreements ruling it. A row exists where the outage hits inside an agreement's share of a month.
 *
 * What customers have in common (zone, month, agreement, pattern) is worked out once; the agreement is told by id, so
 * one id must mean one agreement within a what-if. Returned objects are shared: they are not to be changed.
 */
export function exposureOf(
  question: OutageQuestion,
  slices: readonly SliceBounds[],
): (subject: ExposureSubject) => ExposureRow[] {
  const memo = new Map<readonly SliceStates[], Map<string, ZoneMemo>>();

  function zoneMemo(pattern: readonly SliceStates[], timeZone: string): ZoneMemo {
    const byZone = memo.get(pattern) ?? new Map<string, ZoneMemo>();
    memo.set(pattern, byZone);
    const known = byZone.get(timeZone);
    if (known !== undefined) return known;
    const touched = slices.flatMap(([from, to], index) => {
      const states = pattern[index];
      return states !== undefined && isHit(states) ? monthsTouched(timeZone, { from, to }) : [];
    });
    const months = [...new Set(touched)].sort();
    const fresh = { months: months.map((month) => ({ month, shares: new Map<string, Shortcut | null>() })) };
    byZone.set(timeZone, fresh);
    return fresh;
  }

  return ({ pattern, timeZone, candidates, base }) => {
    const rows: ExposureRow[] = [];
    for (const { month, shares } of zoneMemo(pattern, timeZone).months) {
      for (const share of agreementsOfMonth(candidates, timeZone, month)) {
        const { agreement, within } = share;
        const key = within === null ? agreement.id : `${agreement.id} ${JSON.stringify(within)}`;
        let shortcut = shares.get(key);
        if (shortcut === undefined) {
          const prepared = prepare({ question, slices, pattern, agreement, within, timeZone, month });
          shortcut = !prepared.isHit ? null : shortcutOf(prepared);
          shares.set(key, shortcut);
        }
        if (shortcut === null) continue;
        rows.push({
          agreement,
          entitlementIds: share.entitlementIds,
          within,
          feeWithin: share.feeWithin,
          figures: figuresFor(shortcut, base, question.asOf),
        });
      }
    }
    return rows;
  };
}
