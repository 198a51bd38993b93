import {
  FEATURE_VERSION,
  scalesOf,
  standardised,
  type ChurnFacts,
  type Scale,
} from './churn-feature.rules.js';
import {
  areaUnderCurve,
  brierScore,
  calibrationOf,
  fitLogistic,
  likelihoodOf,
  type CalibrationBin,
  type Judged,
  type LogisticFit,
} from './logistic.rules.js';

/** How far ahead a loss is foreseen, in days. */
export const HORIZON_DAYS = 90;
/** With fewer losses to learn from there is no score. */
export const LEAST_LOSSES = 30;
/** With an area under the curve below it, on months that the model has not seen, there is no score. */
export const LEAST_AREA = 0.55;
/** The share of the months, the latest ones, that the back-test holds out. */
const HELD_OUT = 0.25;

/** What was known of a customer on a day, and whether it was lost in the 90 days from then. */
export interface Observation {
  readonly customerId: string;
  readonly day: string;
  readonly facts: ChurnFacts;
  readonly lost: boolean;
}

/** Whether the model's scores are shown, and if not, why. */
export type ChurnModelStatus = 'IN_USE' | 'TOO_FEW_LOSSES' | 'NO_BETTER_THAN_CHANCE';

/** How the model did on later months that it had not seen. */
export interface BackTest {
  /** The first day that was held out. */
  readonly heldOutFrom: string;
  readonly observations: number;
  readonly losses: number;
  readonly areaUnderCurve: number | null;
  readonly brierScore: number | null;
  /** The Brier score of the mean likelihood of the training months for everybody, to compare. */
  readonly baselineBrierScore: number | null;
  readonly calibration: readonly CalibrationBin[];
}

/** A model of who leaves. */
export interface ChurnModel {
  readonly featureVersion: number;
  readonly status: ChurnModelStatus;
  /** The days that it learnt from, the first and the last; null without any. */
  readonly from: string | null;
  readonly to: string | null;
  readonly observations: number;
  /** Customers that were lost, each loss once. */
  readonly losses: number;
  /** Null where there are too few losses. */
  readonly fit: LogisticFit | null;
  readonly scales: readonly Scale[];
  readonly backTest: BackTest | null;
}

/**
 * Learns who leaves from a company's own history: a logistic regression over what was known at the beginnings of months.
 * The back-test learns from the earlier months alone, leaving out those whose 90 days reach into the months held out, and
 * is judged on these; the model itself learns from all. The same observations give the same model.
 */
export function learn(observations: readonly Observation[]): ChurnModel {
  const inOrder = [...observations].sort((a, b) =>
    a.day === b.day ? (a.customerId < b.customerId ? -1 : 1) : a.day < b.day ? -1 : 1,
  );
  const losses = lossesAmong(inOrder);
  const scales = scalesOf(inOrder.map(({ facts }) => facts));
  const base = {
    featureVersion: FEATURE_VERSION,
    from: inOrder[0]?.day ?? null,
    to: inOrder.at(-1)?.day ?? null,
    observations: inOrder.length,
    losses,
    scales,
  };
  if (losses < LEAST_LOSSES || inOrder.every(({ lost }) => lost)) {
    return { ...base, status: 'TOO_FEW_LOSSES', fit: null, backTest: null };
  }
  const backTest = testBack(inOrder);
  const area = backTest?.areaUnderCurve ?? null;
  return {
    ...base,
    status: area !== null && area >= LEAST_AREA ? 'IN_USE' : 'NO_BETTER_THAN_CHANCE',
    fit: fitOn(inOrder, scales),
    backTest,
  };
}

/** A customer that was about to be lost at the beginnings of several months was lost once. */
function lossesAmong(inOrder: readonly Observation[]): number {
  const lastSeen = new Map<string, number>();
  let losses = 0;
  for (const { customerId, day, lost } of inOrder) {
    if (!lost) continue;
    const at = Date.parse(day);
    const before = lastSeen.get(customerId);
    if (before === undefined || at - before >= HORIZON_DAYS * DAY_MS) losses += 1;
    lastSeen.set(customerId, at);
  }
  return losses;
}

const DAY_MS = 86_400_000;

function fitOn(observations: readonly Observation[], scales: readonly Scale[]): LogisticFit {
  return fitLogistic(
    observations.map(({ facts }) => standardised(facts, scales)),
    observations.map(({ lost }) => (lost ? 1 : 0)),
  );
}

function testBack(inOrder: readonly Observation[]): BackTest | null {
  const days = [...new Set(inOrder.map(({ day }) => day))];
  const heldOutFrom = days[Math.ceil(days.length * (1 - HELD_OUT))];
  if (heldOutFrom === undefined) return null;
  const until = Date.parse(heldOutFrom) - HORIZON_DAYS * DAY_MS;
  const past = inOrder.filter(({ day }) => Date.parse(day) <= until);
  const heldOut = inOrder.filter(({ day }) => day >= heldOutFrom);
  const happened = past.filter(({ lost }) => lost).length;
  if (happened === 0 || happened === past.length) return null;
  const scales = scalesOf(past.map(({ facts }) => facts));
  const fit = fitOn(past, scales);
  const judged: Judged[] = heldOut.map(({ facts, lost }) => ({
    likelihood: likelihoodOf(fit, standardised(facts, scales)),
    outcome: lost ? 1 : 0,
  }));
  const likelihood = happened / past.length;
  return {
    heldOutFrom,
    observations: heldOut.length,
    losses: lossesAmong(heldOut),
    areaUnderCurve: areaUnderCurve(judged),
    brierScore: brierScore(judged),
    baselineBrierScore: brierScore(judged.map(({ outcome }) => ({ likelihood, outcome }))),
    calibration: calibrationOf(judged),
  };
}
