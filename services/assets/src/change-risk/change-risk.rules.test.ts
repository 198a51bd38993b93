import fc from 'fast-check';
import type { AssessedExposure } from '../change-assessment/index.js';
import { failureShare, riskFrom, type RiskyChange } from './change-risk.rules.js';

const change: RiskyChange = {
  assetCount: 1,
  windowHours: 2,
  offHoursShare: 0,
  hasRollbackPlan: true,
  hasProcedure: true,
  isEmergency: false,
  onAssets: { completed: 0, failed: 0 },
  hasTeam: true,
  byTeam: { completed: 0, failed: 0 },
};
const failure: AssessedExposure = {
  customerCount: 0,
  unknownCustomerCount: 0,
  breachCount: 0,
  serviceCredits: [],
  monthlyRecurringRevenue: [],
  creditShare: null,
  leastHeadroomSeconds: null,
  customersAwake: 0,
  offHoursShare: null,
};
const partsOf = (risk: ReturnType<typeof riskFrom>) =>
  Object.fromEntries(risk.parts.map(({ name, value }) => [name, value]));

const record = fc
  .tuple(fc.nat(500), fc.nat(500))
  .map(([failed, more]) => ({ completed: failed + more, failed }));
const risky: fc.Arbitrary<RiskyChange> = fc.record({
  assetCount: fc.integer({ min: 1, max: 5_000 }),
  windowHours: fc.double({ min: 0.01, max: 3_000, noNaN: true }),
  offHoursShare: fc.double({ min: 0, max: 1, noNaN: true }),
  hasRollbackPlan: fc.boolean(),
  hasProcedure: fc.boolean(),
  isEmergency: fc.boolean(),
  onAssets: record,
  hasTeam: fc.boolean(),
  byTeam: record,
});
const exposed: fc.Arbitrary<AssessedExposure> = fc
  .record({
    customerCount: fc.nat(100_000),
    brokenShare: fc.double({ min: 0, max: 1, noNaN: true }),
    awakeShare: fc.double({ min: 0, max: 1, noNaN: true }),
    owes: fc.boolean(),
    creditShare: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
    leastHeadroomSeconds: fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 })),
  })
  .map(({ customerCount, brokenShare, awakeShare, owes, creditShare, leastHeadroomSeconds }) => ({
    ...failure,
    customerCount,
    breachCount: Math.floor(customerCount * brokenShare),
    customersAwake: Math.floor(customerCount * awakeShare),
    serviceCredits: owes ? [{ amount: '100.00', currency: 'EUR' }] : [],
    creditShare,
    leastHeadroomSeconds,
  }));

describe('the risk of a change', () => {
  it('supposes of what nothing is known that one in ten fails', () => {
    expect(failureShare({ completed: 0, failed: 0 })).toBe(0.1);
    expect(failureShare({ completed: 10, failed: 5 })).toBe(0.3);
    expect(failureShare({ completed: 90, failed: 0 })).toBe(0.01);
  });

  it('is made of named parts', () => {
    const risk = riskFrom(
      {
        assetCount: 10,
        windowHours: 4,
        offHoursShare: 0.5,
        hasRollbackPlan: false,
        hasProcedure: false,
        isEmergency: true,
        onAssets: { completed: 10, failed: 5 },
        hasTeam: true,
        byTeam: { completed: 30, failed: 1 },
      },
      {
        ...failure,
        customerCount: 99,
        breachCount: 9,
        customersAwake: 33,
        serviceCredits: [{ amount: '50.00', currency: 'EUR' }],
        creditShare: 0.05,
        leastHeadroomSeconds: 900,
      },
    );
    // 0.4 × 6/20, 0.2 × 2/40, 0.1 × log10(10) ÷ 3, 0.08 × 4 ÷ 8, 0.05 × 0.5; 25 × log10(100) ÷ 4, 25 × log10(10) ÷ 3,
    // 20 × 0.05 ÷ 0.25, 20 × (1 − 900 ÷ 3600), 10 × 33 ÷ 99.
    expect(partsOf(risk)).toEqual({
      historyOfAssets: 0.12,
      historyOfTeam: 0.01,
      size: 0.0333,
      duration: 0.04,
      hour: 0.025,
      rollbackPlan: 0.1,
      procedure: 0.04,
      emergency: 0.03,
      customers: 12.5,
      breaches: 8.3333,
      credits: 4,
      headroom: 15,
      customersAwake: 3.3333,
    });
    expect(risk).toMatchObject({ probability: 0.3983, impact: 43.1666, score: 17.19 });
    expect(risk.parts.map(({ because }) => because)).toEqual([
      'On its assets 5 of 10 changes failed.',
      'By the same team 1 of 30 changes failed.',
      '10 assets are changed.',
      'It takes 4 hours.',
      '50 % of its window is at night or on a weekend.',
      'It does not say how it is undone.',
      'It follows no known procedure.',
      'It cannot wait.',
      'A failure hits 99 customers.',
      '9 of them have a broken agreement then.',
      "Credits of 50.00 EUR are owed then: 5 % of a month's revenue of these customers.",
      'The least headroom left is 900 seconds.',
      '33 of them are awake.',
    ]);
  });

  it('is nothing where a failure hits nobody', () => {
    expect(riskFrom(change, failure)).toMatchObject({ score: 0, impact: 0, probability: 0.08 });
  });

  it('takes credits in a currency without a rate for the worst', () => {
    const owed = { ...failure, serviceCredits: [{ amount: '1.00', currency: 'XTS' }] };
    expect(partsOf(riskFrom(change, owed))['credits']).toBe(20);
  });

  it('is full where a headroom is used up, and adds nothing from an hour on', () => {
    const headroom = (leastHeadroomSeconds: number) =>
      partsOf(riskFrom(change, { ...failure, leastHeadroomSeconds }))['headroom'];
    expect([-5_000, 0, 1_800, 3_600, 90_000].map(headroom)).toEqual([20, 20, 10, 0, 0]);
  });

  it('stays in its bounds, and the parts of each factor add up to it', () => {
    fc.assert(
      fc.property(risky, exposed, (a, b) => {
        const { score, probability, impact, parts } = riskFrom(a, b);
        const sum = (factor: string) =>
          parts.reduce((total, part) => (part.factor === factor ? total + part.value : total), 0);
        expect(probability).toBeCloseTo(sum('PROBABILITY'), 9);
        expect(impact).toBeCloseTo(sum('IMPACT'), 9);
        expect(score).toBeCloseTo(probability * impact, 1);
        expect(probability > 0 && probability <= 1 && impact >= 0 && impact <= 100).toBe(true);
        for (const { value, most } of parts) expect(value >= 0 && value <= most).toBe(true);
      }),
    );
  });

  it('never falls when one more like change fails', () => {
    fc.assert(
      fc.property(risky, exposed, (a, b) => {
        const worse = { completed: a.onAssets.completed + 1, failed: a.onAssets.failed + 1 };
        expect(riskFrom({ ...a, onAssets: worse }, b).score).toBeGreaterThanOrEqual(riskFrom(a, b).score);
      }),
    );
  });
});
