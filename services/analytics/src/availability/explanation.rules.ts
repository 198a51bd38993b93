import { termsOf } from './agreement.rules.js';
import type { AgreementTerms } from './agreement.rules.js';
import { coverageOf, segmentsOf } from './availability.rules.js';
import type { Impact, ImpactState, MonthQuestion } from './availability.rules.js';
import type { Interval } from './interval.rules.js';

/** Why an instant counts, is excluded, or is no part of the length. */
export type Verdict =
  | 'UNPLANNED'
  | 'NOTHING_EXCLUDED'
  | 'LATE_NOTICE'
  | 'OVERRUN'
  | 'ALLOWANCE_USED'
  | 'ANNOUNCED_MAINTENANCE'
  | 'NOT_OBSERVED';

/** A stretch of a month in which a product was not simply up, with one answer throughout. Epoch milliseconds. */
export interface ExplainedInterval extends Interval {
  /** The worst state there. */
  readonly state: ImpactState;
  readonly verdict: Verdict;
  /** The incidents that say so, in order. */
  readonly incidentIds: readonly string[];
}

interface Labelled extends Interval {
  readonly state: ImpactState;
  readonly incidentId: string;
  readonly excludable: boolean;
  readonly label: Verdict;
}

/** Of several reasons that an instant counts, the one that is told: the first of these. */
const RANK: readonly Verdict[] = ['UNPLANNED', 'NOTHING_EXCLUDED', 'LATE_NOTICE', 'OVERRUN'];

function labelOf({ state, maintenance }: Impact, { noticeMs }: AgreementTerms): Verdict {
  if (state === 'UNKNOWN') return 'NOT_OBSERVED';
  if (maintenance === null) return 'UNPLANNED';
  if (noticeMs === null) return 'NOTHING_EXCLUDED';
  const { noticeGivenAt, announcedFrom } = maintenance;
  return noticeGivenAt === null || noticeGivenAt > announcedFrom - noticeMs ? 'LATE_NOTICE' : 'OVERRUN';
}

/**
 * The stretches of a month that `measureMonth` counts, excludes or takes out of the length, in time order, disjoint, each
 * with the reason; touching stretches with one answer are one. Their lengths add up to what `measureMonth` says.
 */
export function explainMonth(question: MonthQuestion): ExplainedInterval[] {
  const { impacts, agreement, timeZone, month, asOf, within = null } = question;
  const terms = termsOf(agreement);
  const coverage = coverageOf(agreement, timeZone, month, within);
  const pieces: Labelled[] = impacts.flatMap((impact) => {
    const label = labelOf(impact, terms);
    return segmentsOf([impact], terms, asOf).map((segment) => ({
      ...segment,
      incidentId: impact.incidentId,
      label,
    }));
  });
  const edges = [...new Set([...pieces, ...coverage].flatMap(({ from, to }) => [from, to]))].sort(
    (a, b) => a - b,
  );
  const explained: ExplainedInterval[] = [];
  let allowanceMs = terms.capMs ?? Infinity;
  edges.forEach((from, index) => {
    const to = edges[index + 1] ?? from;
    if (from === to || !coverage.some((one) => one.from <= from && one.to >= to)) return;
    const there = pieces.filter((one) => one.from <= from && one.to >= to);
    const known = there.filter(({ state }) => state !== 'UNKNOWN');
    const cited = known.length > 0 ? known : there;
    if (cited.length === 0) return;
    const told = {
      state: known.some(({ state }) => state === 'DOWN') ? 'DOWN' : (cited[0]?.state ?? 'UNKNOWN'),
      incidentIds: [...new Set(cited.map(({ incidentId }) => incidentId))].sort(),
    } as const;
    if (known.length === 0) return add(explained, { from, to, ...told, verdict: 'NOT_OBSERVED' });
    if (known.some(({ excludable }) => !excludable)) {
      const verdict =
        RANK.find((label) => known.some((one) => !one.excludable && one.label === label)) ?? 'UNPLANNED';
      return add(explained, { from, to, ...told, verdict });
    }
    const excludedTo = Math.min(to, from + allowanceMs);
    allowanceMs -= excludedTo - from;
    add(explained, { from, to: excludedTo, ...told, verdict: 'ANNOUNCED_MAINTENANCE' });
    return add(explained, { from: excludedTo, to, ...told, verdict: 'ALLOWANCE_USED' });
  });
  return explained;
}

/** Whether a verdict takes an instant out of what counts. */
export function isCounted(verdict: Verdict): boolean {
  return verdict !== 'ANNOUNCED_MAINTENANCE' && verdict !== 'NOT_OBSERVED';
}

function add(all: ExplainedInterval[], next: ExplainedInterval): void {
  if (next.from >= next.to) return;
  const last = all.at(-1);
  const continues =
    last !== undefined &&
    last.to === next.from &&
    last.state === next.state &&
    last.verdict === next.verdict &&
    last.incidentIds.join() === next.incidentIds.join();
  if (continues) all[all.length - 1] = { ...last, to: next.to };
  else all.push(next);
}
