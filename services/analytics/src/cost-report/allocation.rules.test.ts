import fc from 'fast-check';
import { CostClass } from '../cost/index.js';
import { allocate, apportion, type CostPool } from './allocation.rules.js';

const pool = (rest: Partial<CostPool>): CostPool => ({
  class: CostClass.PLATFORM,
  queueId: null,
  productId: null,
  customerId: null,
  amount: 100n,
  ...rest,
});

const bases = {
  tickets: [
    { customerId: 'a', queueId: 'q1', units: 3n },
    { customerId: 'b', queueId: 'q1', units: 1n },
    { customerId: 'b', queueId: 'q2', units: 4n },
  ],
  downtime: [{ customerId: 'b', productId: 'p1', units: 5n }],
  revenue: [
    { customerId: 'a', productId: 'p1', units: 1n },
    { customerId: 'c', productId: 'p2', units: 1n },
  ],
};

const shares = (one: CostPool) =>
  [...allocate([one], bases)].map(([key, byClass]) => [
    key,
    [...byClass.values()].reduce((a, b) => a + b, 0n),
  ]);

describe('costs', () => {
  it('are shared out by what their class goes by', () => {
    expect(shares(pool({ customerId: 'z' }))).toEqual([['z', 100n]]);
    expect(shares(pool({ class: CostClass.DESK, queueId: 'q1' }))).toEqual([
      ['a', 75n],
      ['b', 25n],
    ]);
    expect(shares(pool({ class: CostClass.DESK, queueId: 'none', amount: 80n }))).toEqual([
      ['a', 30n],
      ['b', 50n],
    ]);
    expect(shares(pool({ class: CostClass.DOWNTIME }))).toEqual([['b', 100n]]);
    expect(shares(pool({ class: CostClass.DOWNTIME, productId: 'p2' }))).toEqual([['c', 100n]]);
    expect(shares(pool({ class: CostClass.CHANGE, productId: 'p1' }))).toEqual([['a', 100n]]);
    expect(shares(pool({ productId: 'p9' }))).toEqual([
      ['a', 50n],
      ['c', 50n],
    ]);
    const nothing = { tickets: [], downtime: [], revenue: [] };
    expect([...allocate([pool({})], nothing)]).toEqual([[null, new Map([[CostClass.PLATFORM, 100n]])]]);
  });

  it('leave no unit over: the largest remainders take what division leaves', () => {
    expect([
      ...apportion(100n, [
        ['b', 1n],
        ['a', 1n],
        ['c', 1n],
      ]),
    ]).toEqual([
      ['b', 33n],
      ['a', 34n],
      ['c', 33n],
    ]);
    expect([
      ...apportion(-5n, [
        ['a', 2n],
        ['b', 1n],
      ]),
    ]).toEqual([
      ['a', -3n],
      ['b', -2n],
    ]);
  });

  it('add up to the total, each within a unit of its exact share, whatever the weights', () => {
    const weight = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }),
        fc.uniqueArray(fc.tuple(fc.string(), weight), {
          minLength: 1,
          maxLength: 30,
          selector: ([key]) => key,
        }),
        (total, weights) => {
          const sum = weights.reduce((all, [, one]) => all + one, 0n);
          if (sum === 0n) return;
          const cut = apportion(total, weights);
          expect([...cut.values()].reduce((all, one) => all + one, 0n)).toBe(total);
          for (const [key, one] of weights) {
            const distance = (cut.get(key) ?? 0n) * sum - total * one;
            expect(distance < sum && distance > -sum).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
