import fc from 'fast-check';
import {
  areaUnderCurve,
  brierScore,
  calibrationOf,
  fitLogistic,
  likelihoodOf,
  type Judged,
} from './logistic.rules.js';

const judgedOnes = fc.array(
  fc.record({
    likelihood: fc.integer({ min: 0, max: 10 }).map((n) => n / 10),
    outcome: fc.constantFrom(0 as const, 1 as const),
  }),
  { maxLength: 40 },
);

describe('a logistic regression', () => {
  it('stands where the penalised likelihood is flat', () => {
    const observation = fc.record({
      row: fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true })),
      outcome: fc.constantFrom(0 as const, 1 as const),
    });
    fc.assert(
      fc.property(fc.array(observation, { minLength: 5, maxLength: 40 }), (drawn) => {
        const outcomes = drawn.map(({ outcome }) => outcome);
        fc.pre(new Set(outcomes).size === 2);
        const fit = fitLogistic(
          drawn.map(({ row }) => row),
          outcomes,
        );
        const residuals = drawn.map(({ row, outcome }) => outcome - likelihoodOf(fit, row));
        const slope = (column: 0 | 1) =>
          drawn.reduce((sum, { row }, index) => sum + row[column] * (residuals[index] ?? 0), 0) -
          (fit.weights[column] ?? 0);
        expect(residuals.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 5);
        expect(slope(0)).toBeCloseTo(0, 5);
        expect(slope(1)).toBeCloseTo(0, 5);
      }),
      { numRuns: 60 },
    );
  });

  it('finds again what made the outcomes', () => {
    // Outcomes at their exact likelihoods: each value happens as often as 1 ÷ (1 + e^−(−1 + 2x)) says, of 1,000.
    const rows: number[][] = [];
    const outcomes: (0 | 1)[] = [];
    for (const x of [-1, -0.5, 0, 0.5, 1, 1.5]) {
      const happened = Math.round(1_000 / (1 + Math.exp(1 - 2 * x)));
      for (let n = 0; n < 1_000; n += 1) {
        rows.push([x]);
        outcomes.push(n < happened ? 1 : 0);
      }
    }
    const { intercept, weights } = fitLogistic(rows, outcomes);
    expect(intercept).toBeCloseTo(-1, 1);
    expect(weights[0]).toBeCloseTo(2, 1);
    expect(likelihoodOf({ intercept: 0, weights: [1] }, [0])).toBe(0.5);
  });

  it('does not run away where a column tells everything', () => {
    const { weights } = fitLogistic([[-1], [-1], [1], [1]], [0, 0, 1, 1]);
    expect(weights[0]).toBeGreaterThan(0.5);
    expect(weights[0]).toBeLessThan(5);
  });

  it('needs observations', () => expect(() => fitLogistic([], [])).toThrow('nothing to fit'));
});

describe('the area under the curve', () => {
  it('is how often one that happened had the higher likelihood of a pair', () => {
    fc.assert(
      fc.property(judgedOnes, (judged: Judged[]) => {
        const happened = judged.filter(({ outcome }) => outcome === 1);
        const others = judged.filter(({ outcome }) => outcome === 0);
        const pairs = happened.flatMap((a) =>
          others.map((b) => (a.likelihood > b.likelihood ? 1 : a.likelihood === b.likelihood ? 0.5 : 0)),
        );
        const area = areaUnderCurve(judged);
        if (pairs.length === 0) expect(area).toBeNull();
        else expect(area).toBeCloseTo(pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length, 10);
      }),
    );
  });
});

describe('how well likelihoods are judged', () => {
  it('is the mean squared distance', () => {
    expect(brierScore([])).toBeNull();
    const judged: Judged[] = [
      { likelihood: 1, outcome: 1 },
      { likelihood: 0.5, outcome: 0 },
    ];
    expect(brierScore(judged)).toBe(0.125);
  });

  it('is shown in parts that hold every observation once, in order', () => {
    fc.assert(
      fc.property(judgedOnes, (judged) => {
        const bins = calibrationOf(judged, 4);
        expect(bins.reduce((sum, { observations }) => sum + observations, 0)).toBe(judged.length);
        expect(bins.reduce((sum, { happened }) => sum + happened, 0)).toBe(
          judged.filter(({ outcome }) => outcome === 1).length,
        );
        const means = bins.map(({ meanLikelihood }) => meanLikelihood);
        for (const [index, mean] of means.slice(1).entries()) {
          expect(mean).toBeGreaterThanOrEqual((means[index] ?? 0) - 1e-12);
        }
      }),
    );
  });
});
