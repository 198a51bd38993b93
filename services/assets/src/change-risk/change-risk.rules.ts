import type { AssessedExposure } from '../change-assessment/index.js';

/** The two factors of a risk. */
export type RiskFactor = 'PROBABILITY' | 'IMPACT';

/** Something that makes a failure likelier, or worse. */
export interface RiskPart {
  name: string;
  factor: RiskFactor;
  /** Its share of the factor: of probability 0–1, of impact 0–100. Four decimals. */
  value: number;
  /** The most it can be. */
  most: number;
  /** Why it is what it is. */
  because: string;
}

/** The risk of a change: probability × impact. */
export interface Risk {
  /** 0–100, two decimals. */
  score: number;
  /** Of failing: 0–1, the sum of its parts. */
  probability: number;
  /** Of a failure: 0–100, the sum of its parts. */
  impact: number;
  parts: RiskPart[];
}

/** What came of changes: how many were completed, and how many of these failed. */
export interface TrackRecord {
  completed: number;
  /** Failed or rolled back, with those that succeeded with issues as half of one. */
  failed: number;
}

/** What of a change makes its failure likelier. */
export interface RiskyChange {
  assetCount: number;
  windowHours: number;
  /** The share (0–1) of the window at night or on a weekend. */
  offHoursShare: number;
  hasRollbackPlan: boolean;
  hasProcedure: boolean;
  isEmergency: boolean;
  /** Of completed changes on any of its assets. */
  onAssets: TrackRecord;
  hasTeam: boolean;
  /** Of completed changes by its team, or, without one, by who asked for it. */
  byTeam: TrackRecord;
}

/** As though so many like changes had been made before, of which one failed: what nothing is known of is no safer. */
const SUPPOSED = { completed: 10, failed: 1 };

/** The most each part can be; those of a factor add up to 1 and to 100. */
const MOST = {
  onAssets: 0.4,
  byTeam: 0.2,
  size: 0.1,
  duration: 0.08,
  hour: 0.05,
  noRollbackPlan: 0.1,
  noProcedure: 0.04,
  emergency: 0.03,
  customers: 25,
  breaches: 25,
  credits: 20,
  headroom: 20,
  awake: 10,
};

/** Where a part is at its most. */
const FULL = { assets: 1_000, hours: 8, customers: 10_000, breaches: 1_000, creditShare: 0.25 };
/** A headroom from which on it adds nothing, in seconds. */
const AMPLE_HEADROOM_SECONDS = 3_600;

/** The share of like changes that failed, smoothed after Laplace with a prior of one in ten; 0–1, never 0. */
export function failureShare({ completed, failed }: TrackRecord): number {
  return (failed + SUPPOSED.failed) / (completed + SUPPOSED.completed);
}

/**
 * The risk of a change, as docs/change-risk.md defines it.
 *
 * @param ifFailed what its failure would cost
 */
export function riskFrom(change: RiskyChange, ifFailed: AssessedExposure): Risk {
  const parts = [...probabilityParts(change), ...impactParts(ifFailed)];
  const probability = sumOf(parts, 'PROBABILITY');
  const impact = sumOf(parts, 'IMPACT');
  return { score: rounded(probability * impact, 2), probability, impact, parts };
}

function probabilityParts(change: RiskyChange): RiskPart[] {
  const { assetCount, windowHours, offHoursShare, onAssets, hasTeam, byTeam } = change;
  const part = (name: string, most: number, share: number, because: string): RiskPart =>
    partOf('PROBABILITY', name, most, share, because);
  return [
    part('historyOfAssets', MOST.onAssets, failureShare(onAssets), `On its assets ${told(onAssets)}.`),
    part(
      'historyOfTeam',
      MOST.byTeam,
      failureShare(byTeam),
      `${hasTeam ? 'By the same team' : 'Asked for by the same person'} ${told(byTeam)}.`,
    ),
    part(
      'size',
      MOST.size,
      logShare(assetCount, FULL.assets),
      `${assetCount} ${assetCount === 1 ? 'asset is' : 'assets are'} changed.`,
    ),
    part('duration', MOST.duration, windowHours / FULL.hours, `It takes ${rounded(windowHours, 2)} hours.`),
    part(
      'hour',
      MOST.hour,
      offHoursShare,
      `${Math.round(offHoursShare * 100)} % of its window is at night or on a weekend.`,
    ),
    part(
      'rollbackPlan',
      MOST.noRollbackPlan,
      change.hasRollbackPlan ? 0 : 1,
      change.hasRollbackPlan ? 'It says how it is undone.' : 'It does not say how it is undone.',
    ),
    part(
      'procedure',
      MOST.noProcedure,
      change.hasProcedure ? 0 : 1,
      change.hasProcedure ? 'It follows a known procedure.' : 'It follows no known procedure.',
    ),
    part(
      'emergency',
      MOST.emergency,
      change.isEmergency ? 1 : 0,
      change.isEmergency ? 'It cannot wait.' : 'It is no emergency.',
    ),
  ];
}

function impactParts(failure: AssessedExposure): RiskPart[] {
  const { customerCount, breachCount, serviceCredits, creditShare, leastHeadroomSeconds, customersAwake } =
    failure;
  const part = (name: string, most: number, share: number, because: string): RiskPart =>
    partOf('IMPACT', name, most, share, because);
  return [
    part(
      'customers',
      MOST.customers,
      logShare(customerCount + 1, FULL.customers),
      `A failure hits ${customerCount} ${customerCount === 1 ? 'customer' : 'customers'}.`,
    ),
    part(
      'breaches',
      MOST.breaches,
      logShare(breachCount + 1, FULL.breaches),
      `${breachCount} of them have a broken agreement then.`,
    ),
    part(
      'credits',
      MOST.credits,
      serviceCredits.length === 0 ? 0 : creditShare === null ? 1 : creditShare / FULL.creditShare,
      creditsTold(failure),
    ),
    part(
      'headroom',
      MOST.headroom,
      leastHeadroomSeconds === null ? 0 : 1 - leastHeadroomSeconds / AMPLE_HEADROOM_SECONDS,
      leastHeadroomSeconds === null
        ? 'No agreement measures what is hit.'
        : `The least headroom left is ${leastHeadroomSeconds} seconds.`,
    ),
    part(
      'customersAwake',
      MOST.awake,
      customerCount === 0 ? 0 : customersAwake / customerCount,
      `${customersAwake} of them are awake.`,
    ),
  ];
}

function creditsTold({ serviceCredits, creditShare }: AssessedExposure): string {
  if (serviceCredits.length === 0) return 'No credits are owed then.';
  const owed = serviceCredits.map(({ amount, currency }) => `${amount} ${currency}`).join(', ');
  if (creditShare === null)
    return `Credits of ${owed} are owed then; they cannot be compared with the revenue.`;
  return `Credits of ${owed} are owed then: ${rounded(creditShare * 100, 2)} % of a month's revenue of these customers.`;
}

function told({ completed, failed }: TrackRecord): string {
  return `${failed} of ${completed} changes failed`;
}

function partOf(factor: RiskFactor, name: string, most: number, share: number, because: string): RiskPart {
  return { name, factor, value: rounded(most * Math.min(1, Math.max(0, share)), 4), most, because };
}

/** 0 for one, 1 for `full`, by orders of magnitude. */
function logShare(count: number, full: number): number {
  return Math.log10(Math.max(1, count)) / Math.log10(full);
}

function sumOf(parts: readonly RiskPart[], factor: RiskFactor): number {
  return rounded(
    parts.reduce((sum, part) => (part.factor === factor ? sum + part.value : sum), 0),
    4,
  );
}

function rounded(value: number, decimals: number): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
