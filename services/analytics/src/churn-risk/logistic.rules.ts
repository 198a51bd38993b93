import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** A logistic regression: the likelihood is 1 ÷ (1 + e^−(intercept + Σ weight × value)). */
export interface LogisticFit {
  readonly intercept: number;
  /** One a column. */
  readonly weights: readonly number[];
}

/** Penalty on the squares of the weights (not on the intercept), so that few observations do not make them boundless. */
const RIDGE = 1;
const MOST_STEPS = 50;
const SETTLED = 1e-8;

/**
 * Fits a logistic regression with a ridge penalty by Newton's method (iteratively reweighted least squares). The same
 * observations give the same fit.
 *
 * @param rows standardised values, a row an observation, all of one length, one column at least
 * @param outcomes 1 or 0, one a row
 * @throws RangeError without rows, or where the outcomes are not one a row
 */
export function fitLogistic(rows: readonly (readonly number[])[], outcomes: readonly (0 | 1)[]): LogisticFit {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || outcomes.length !== rows.length) throw new RangeError('there is nothing to fit');
  const values = new Matrix(rows.map((row) => [1, ...row]));
  const transposed = values.transpose();
  const penalty = Matrix.diag([0, ...Array.from({ length: columns }, () => RIDGE)]);
  let weights = Matrix.zeros(columns + 1, 1);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const likelihoods = values.mmul(weights).to1DArray().map(logistic);
    const residuals = Matrix.columnVector(likelihoods.map((p, index) => (outcomes[index] ?? 0) - p));
    const gradient = transposed.mmul(residuals).sub(penalty.mmul(weights));
    const weighted = values.clone();
    for (const [index, p] of likelihoods.entries())
      weighted.mulRow(index, Math.sqrt(Math.max(p * (1 - p), 1e-9)));
    // A product with its own transpose is symmetric to the last bit.
    const curvature = weighted.transpose().mmul(weighted).add(penalty);
    const change = new CholeskyDecomposition(curvature).solve(gradient);
    weights = Matrix.add(weights, change);
    if (change.norm('max') < SETTLED) break;
  }
  const [intercept = 0, ...rest] = weights.to1DArray();
  return { intercept, weights: rest };
}

/** The likelihood that a fit gives to an observation, 0–1. */
export function likelihoodOf({ intercept, weights }: LogisticFit, row: readonly number[]): number {
  return logistic(weights.reduce((sum, weight, index) => sum + weight * (row[index] ?? 0), intercept));
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** A likelihood that was given, and what happened. */
export interface Judged {
  readonly likelihood: number;
  readonly outcome: 0 | 1;
}

/**
 * Area under the receiver operating characteristic: how likely one that happened was given a higher likelihood than one
 * that did not (half, where the same); 0.5 is chance. Null without either.
 */
export function areaUnderCurve(judged: readonly Judged[]): number | null {
  const inOrder = [...judged].sort((a, b) => a.likelihood - b.likelihood);
  let [rank, ranksOfHappened, happened] = [0, 0, 0];
  while (rank < inOrder.length) {
    let end = rank + 1;
    while (end < inOrder.length && inOrder[end]?.likelihood === inOrder[rank]?.likelihood) end += 1;
    // Ranks from 1; the same likelihood shares the mean of its ranks.
    const shared = (rank + 1 + end) / 2;
    for (const { outcome } of inOrder.slice(rank, end)) {
      ranksOfHappened += outcome * shared;
      happened += outcome;
    }
    rank = end;
  }
  const others = inOrder.length - happened;
  if (happened === 0 || others === 0) return null;
  return (ranksOfHappened - (happened * (happened + 1)) / 2) / (happened * others);
}

/** Brier score: mean squared distance of likelihood and outcome, 0 (best) to 1. Null without observations. */
export function brierScore(judged: readonly Judged[]): number | null {
  if (judged.length === 0) return null;
  const sum = judged.reduce((total, { likelihood, outcome }) => total + (likelihood - outcome) ** 2, 0);
  return sum / judged.length;
}

/** Observations of like likelihood: what was expected of them and what happened. */
export interface CalibrationBin {
  readonly observations: number;
  readonly meanLikelihood: number;
  readonly happened: number;
}

/** Observations in order of likelihood, in so many parts of about the same size; those without any are left out. */
export function calibrationOf(judged: readonly Judged[], parts = 10): CalibrationBin[] {
  const inOrder = [...judged].sort((a, b) => a.likelihood - b.likelihood);
  return Array.from({ length: parts }, (_, part) =>
    inOrder.slice(
      Math.floor((part * inOrder.length) / parts),
      Math.floor(((part + 1) * inOrder.length) / parts),
    ),
  )
    .filter((bin) => bin.length > 0)
    .map((bin) => ({
      observations: bin.length,
      meanLikelihood: bin.reduce((sum, { likelihood }) => sum + likelihood, 0) / bin.length,
      happened: bin.reduce((sum, { outcome }) => sum + outcome, 0),
    }));
}
