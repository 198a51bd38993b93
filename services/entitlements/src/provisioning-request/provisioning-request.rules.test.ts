import fc from 'fast-check';
import {
  approvalsOwed,
  backOffMs,
  progressOf,
  stepsOfMove,
  stepsOfOrder,
  type StepStatus,
} from './provisioning-request.rules.js';

describe('the steps of a request', () => {
  it('hold all seats of an order first, go line by line, and tell of it once, at last', () => {
    const steps = stepsOfOrder([
      { number: 1, action: 'CHANGE' },
      { number: 2, action: 'NEW' },
      { number: 3, action: 'TERMINATE' },
      { number: 4, action: 'RENEW' },
    ]).map(({ name, line }) => `${name} ${line}`);
    expect(steps).toEqual([
      'CHOOSE_POD 2',
      'RESERVE_CAPACITY 2',
      'RESIZE_TENANT 1',
      'CHANGE_SUBSCRIPTION 1',
      'CREATE_TENANT 2',
      'APPLY_BRANDING 2',
      'ACTIVATE_CONTACTS 2',
      'ACTIVATE_SUBSCRIPTION 2',
      'CANCEL_SUBSCRIPTION 3',
      'RENEW_SUBSCRIPTION 4',
      'NOTIFY null',
    ]);
    expect(stepsOfMove().map(({ name }) => name)).toEqual([
      'CHOOSE_POD',
      'RESERVE_CAPACITY',
      'MOVE_TENANT',
      'SWITCH_POD',
      'RELEASE_CAPACITY',
      'NOTIFY',
    ]);
  });

  it('make progress by those that are done, of those there is something to do in', () => {
    const progress = (...statuses: StepStatus[]) => progressOf(statuses.map((status) => ({ status })));
    expect(progress()).toBe(0);
    expect(progress('DONE', 'RUNNING', 'PENDING', 'PENDING')).toBe(0.25);
    expect(progress('DONE', 'SKIPPED', 'DONE')).toBe(1);
    expect(progress('COMPENSATED', 'FAILED', 'SKIPPED')).toBe(0);
  });
});

describe('the pause before the next try', () => {
  it('doubles up to the longest, and is drawn from the upper half', () => {
    const policy = { attempts: 5, baseMs: 2_000, longestMs: 300_000 };
    const ends = (failures: number) => [0, 1].map((random) => backOffMs(failures, policy, random));
    expect([1, 2, 3, 9, 99].map(ends)).toEqual([
      [1_000, 2_000],
      [2_000, 4_000],
      [4_000, 8_000],
      [150_000, 300_000],
      [150_000, 300_000],
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, r) => {
        const pause = backOffMs(n, policy, r);
        expect(pause).toBeGreaterThanOrEqual(1_000);
        expect(pause).toBeLessThanOrEqual(300_000);
      }),
    );
  });
});

describe('the approvals that an order owes', () => {
  const rule = (
    tier: number,
    monthlyTotalFrom: string,
    approvals: number,
    currency: string | null = null,
  ) => ({
    tier,
    monthlyTotalFrom,
    currency,
    approvals,
  });
  const rules = [rule(3, '0', 1), rule(3, '10000', 2, 'EUR'), rule(3, '50000', 3), rule(2, '90000', 1)];
  it.each([
    [1, '999999', 'EUR', 0],
    [2, '89999.99', 'EUR', 0],
    [2, '90000', 'EUR', 1],
    [3, '0', 'EUR', 1],
    [3, '9999.99', 'EUR', 1],
    [3, '10000.00', 'EUR', 2],
    [3, '49999', 'USD', 1],
    [3, '50000', 'USD', 3],
  ])('tier %i with %s %s a month: %i', (tier, amount, currency, owed) => {
    expect(approvalsOwed(tier, [{ amount, currency }], rules)).toBe(owed);
  });

  it('are those of tier 3 also for an order that comes to nothing a month', () => {
    expect(approvalsOwed(3, [], rules)).toBe(1);
    expect(approvalsOwed(3, [], [])).toBe(0);
  });
});
