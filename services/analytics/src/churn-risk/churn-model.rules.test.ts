import { FEATURES, reasonsOf, scalesOf, standardised, type ChurnFacts } from './churn-feature.rules.js';
import { learn, type Observation } from './churn-model.rules.js';

const CALM: ChurnFacts = {
  tenureDays: 360,
  expansions: 0,
  contractions: 0,
  cancellationsAsked: 0,
  breachedMonths: 0,
  breachedClocks: 0,
  ticketDays: 1,
  escalations: 0,
  reopenings: 0,
  usageChange: null,
  satisfaction: null,
};
const month = (n: number) => new Date(Date.UTC(2024, n, 1)).toISOString().slice(0, 10);

/** Twenty months of 40 customers; `isLost` and `ticketDays` say what became of each in each. */
function history(
  isLost: (customer: number, month: number) => boolean,
  ticketDays: (customer: number, month: number) => number,
): Observation[] {
  return Array.from({ length: 20 }, (_, n) =>
    Array.from({ length: 40 }, (_unused, customer) => ({
      customerId: `cus_${customer}_${n}`,
      day: month(n),
      facts: { ...CALM, ticketDays: ticketDays(customer, n) },
      lost: isLost(customer, n),
    })),
  ).flat();
}

describe('what is learnt of losses', () => {
  it('is used where it tells later months, and does not depend on order', () => {
    // Every tenth customer is lost, with many tickets; some others have many, too.
    const observations = history(
      (customer) => customer % 10 === 0,
      (customer) => (customer % 10 === 0 || customer % 10 === 1 ? 60 : 2 + (customer % 7)),
    );
    const model = learn(observations);
    expect(model).toMatchObject({
      status: 'IN_USE',
      from: '2024-01-01',
      to: '2025-08-01',
      observations: 800,
      losses: 80,
      backTest: { heldOutFrom: '2025-04-01', observations: 200, losses: 20 },
    });
    // Half of those with many tickets are lost and no other: 18 of 36 pairs with 36 others, and ties with the 4.
    expect(model.backTest?.areaUnderCurve).toBeCloseTo((32 + 4 / 2) / 36, 10);
    expect(model.backTest?.brierScore ?? 1).toBeLessThan(model.backTest?.baselineBrierScore ?? 0);
    expect(learn(observations.toReversed())).toEqual(model);
    const at = FEATURES.findIndex(({ name }) => name === 'ticketDays');
    expect(model.fit?.weights[at]).toBeGreaterThan(1);
    expect(reasonsOf({ ...CALM, ticketDays: 60 }, model.scales, model.fit?.weights ?? [])).toEqual([
      'Its tickets were open 60 days in the last 90 days.',
    ]);
    expect(reasonsOf(CALM, model.scales, model.fit?.weights ?? [])).toEqual([]);
  });

  it('is not used where there are too few losses', () => {
    const model = learn(
      history(
        (customer, n) => customer === 0 && n < 7,
        () => 1,
      ),
    );
    expect(model).toMatchObject({ status: 'TOO_FEW_LOSSES', losses: 7, fit: null, backTest: null });
    expect(learn([])).toMatchObject({ status: 'TOO_FEW_LOSSES', from: null, observations: 0 });
  });

  it('is not used where it tells no more than chance', () => {
    const model = learn(
      history(
        (customer) => customer % 10 === 0,
        () => 5,
      ),
    );
    expect(model).toMatchObject({ status: 'NO_BETTER_THAN_CHANCE', backTest: { areaUnderCurve: 0.5 } });
    expect(model.fit).not.toBeNull();
  });

  it('counts a loss once that several months saw coming', () => {
    const coming = [0, 1, 2].map((n) => ({ customerId: 'cus_1', day: month(n), facts: CALM, lost: true }));
    const again = { customerId: 'cus_1', day: month(8), facts: CALM, lost: true };
    expect(learn([...coming, again]).losses).toBe(2);
  });
});

describe('features', () => {
  it('without data speak neither for nor against', () => {
    const facts = [
      { ...CALM, satisfaction: 1 },
      { ...CALM, satisfaction: 5 },
      { ...CALM, satisfaction: null },
    ];
    const scales = scalesOf(facts);
    const at = FEATURES.findIndex(({ name }) => name === 'satisfaction');
    expect(scales[at]).toEqual({ mean: 3, deviation: 2 });
    expect(facts.map((one) => standardised(one, scales)[at])).toEqual([-1, 1, 0]);
  });

  it('say in words what speaks for leaving, the strongest first, three at most', () => {
    const facts: ChurnFacts = {
      tenureDays: 61,
      expansions: 2,
      contractions: 1,
      cancellationsAsked: 1,
      breachedMonths: 1,
      breachedClocks: 3,
      ticketDays: 4.25,
      escalations: 1,
      reopenings: 2,
      usageChange: -0.425,
      satisfaction: 2,
    };
    const scales = FEATURES.map(() => ({ mean: 1, deviation: 1 }));
    const only = (name: string, weight: number) =>
      reasonsOf(
        facts,
        scales,
        FEATURES.map((feature) => (feature.name === name ? weight : 0)),
      )[0];
    expect(only('cancellationsAsked', 1)).toBeUndefined();
    expect(only('breaches', 1)).toBe(
      'In the last 90 days 1 month of service level was breached and 3 clocks of tickets ran out.',
    );
    expect(only('usageChange', -1)).toBe('Uses 43 % less than in the 90 days before.');
    expect(only('satisfaction', 1)).toBe('Rates resolved tickets 2.0 of 5.');
    expect(only('expansions', 1)).toBe('Began to pay more 2 times in the last 90 days.');
    expect(only('escalations', -1)).toBe('Nothing much was escalated in the last 90 days.');
    const all = reasonsOf(facts, scales, [1, 1, 1, 1, 1, 1, -2, -2, -2, 1]);
    expect(all).toEqual([
      'Uses 43 % less than in the 90 days before.',
      'Began to pay more 2 times in the last 90 days.',
      'Rates resolved tickets 2.0 of 5.',
    ]);
  });
});
