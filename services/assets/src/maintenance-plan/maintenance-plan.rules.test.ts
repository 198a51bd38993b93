import fc from 'fast-check';
import {
  checkEvidence,
  checkOutcome,
  checkTick,
  checkUntick,
  openPositions,
  progressOf,
  stagesOf,
  type StepState,
  type Tick,
} from './maintenance-plan.rules.js';

const step = (position: number, over: Partial<StepState> = {}): StepState => ({
  position,
  status: 'PENDING',
  optional: false,
  parallel: false,
  evidenceRequired: false,
  ...over,
});
const tick = (over: Partial<Tick> = {}): Tick => ({
  status: 'DONE',
  result: null,
  evidenceUrl: null,
  ...over,
});

/** Plans of up to eight steps, nothing ticked. */
const plans = fc
  .array(fc.record({ parallel: fc.boolean(), optional: fc.boolean(), evidenceRequired: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((steps) =>
    steps.map((given, index) => step(index + 1, { ...given, parallel: given.parallel && index > 0 })),
  );
const moves = fc.array(
  fc.record({
    place: fc.nat(),
    untick: fc.boolean(),
    status: fc.constantFrom('DONE' as const, 'FAILED' as const, 'SKIPPED' as const),
    result: fc.constantFrom('so', null),
    evidenceUrl: fc.constantFrom('https://log.example/1', null),
  }),
  { maxLength: 40 },
);

describe('stages of a plan', () => {
  it('hold a step and the parallel ones behind it', () => {
    const steps = [step(1), step(2, { parallel: true }), step(3), step(4, { parallel: true }), step(5)];
    expect(stagesOf(steps)).toEqual([0, 0, 1, 1, 2]);
    expect(openPositions(steps)).toEqual([1, 2]);
  });

  it('are worked off one after another, whatever is ticked and taken back', () => {
    fc.assert(
      fc.property(plans, moves, (steps, attempts) => {
        for (const { place, untick, ...given } of attempts) {
          const index = place % steps.length;
          const position = index + 1;
          const before = JSON.stringify(steps);
          try {
            if (untick) {
              checkUntick(steps, position);
              steps[index] = { ...steps[index]!, status: 'PENDING' };
            } else {
              checkTick(steps, position, given);
              steps[index] = { ...steps[index]!, status: given.status };
            }
          } catch {
            expect(JSON.stringify(steps)).toBe(before);
          }
          // Nothing is ticked of a stage while an earlier one has a step to be done.
          const stages = stagesOf(steps);
          const pending = steps.flatMap(({ status }, at) => (status === 'PENDING' ? [stages[at]!] : []));
          const ticked = steps.flatMap(({ status }, at) => (status === 'PENDING' ? [] : [stages[at]!]));
          expect(Math.max(-1, ...ticked)).toBeLessThanOrEqual(Math.min(Infinity, ...pending));
        }
      }),
    );
  });

  it('offer next exactly what a tick is accepted for', () => {
    const statuses = fc.array(fc.constantFrom('PENDING', 'DONE', 'FAILED', 'SKIPPED' as const), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(plans, statuses, (steps, given) => {
        const plan = steps.map((one, index) => ({ ...one, status: given[index]! as StepState['status'] }));
        const accepted = plan.filter(({ position }) => {
          try {
            checkTick(plan, position, tick({ evidenceUrl: 'https://log.example/1' }));
            return true;
          } catch {
            return false;
          }
        });
        expect(progressOf(plan).next).toEqual(accepted.map(({ position }) => position));
      }),
    );
  });
});

describe('a tick', () => {
  const steps = [
    step(1, { status: 'DONE' }),
    step(2, { evidenceRequired: true }),
    step(3, { parallel: true, optional: true }),
    step(4),
  ];

  it('is given to the steps whose turn it is', () => {
    expect(() => checkTick(steps, 1, tick())).toThrow('Step 1 is DONE already; take that back first');
    expect(() => checkTick(steps, 4, tick())).toThrow('Step 4 comes later: 2, 3 has to be ticked before.');
    expect(() => checkTick(steps, 3, tick())).not.toThrow();
    expect(() => checkTick(steps, 5, tick())).toThrow('This plan has steps 1 to 4.');
  });

  it('says why a step is skipped or failed, and shows evidence where it is required', () => {
    expect(() => checkTick(steps, 2, tick())).toThrow('Step 2 is done only with a link to evidence.');
    expect(() => checkTick(steps, 2, tick({ evidenceUrl: 'https://log.example/1' }))).not.toThrow();
    expect(() => checkTick(steps, 2, tick({ status: 'SKIPPED', result: 'no' }))).toThrow('not optional');
    expect(() => checkTick(steps, 2, tick({ status: 'FAILED' }))).toThrow('says why step 2 is FAILED');
    expect(() => checkTick(steps, 2, tick({ status: 'FAILED', result: 'disk full' }))).not.toThrow();
    expect(() => checkTick(steps, 3, tick({ status: 'SKIPPED' }))).toThrow('says why step 3 is SKIPPED');
    expect(() => checkTick(steps, 3, tick({ status: 'SKIPPED', result: 'no need' }))).not.toThrow();
  });

  it('is taken back unless later steps build on it', () => {
    const done = steps.map((one) => (one.position < 4 ? { ...one, status: 'DONE' as const } : one));
    expect(() => checkUntick(done, 1)).toThrow('Step 2 was ticked after step 1: take that back first.');
    expect(() => checkUntick(done, 2)).not.toThrow();
    expect(() => checkUntick(done, 3)).not.toThrow();
    expect(() => checkUntick(done, 4)).toThrow('Step 4 is not ticked.');
  });

  it('has evidence on the web', () => {
    expect(checkEvidence(' https://log.example/1 ')).toBe('https://log.example/1');
    expect(checkEvidence(' ')).toBeNull();
    for (const url of [
      'javascript:alert(1)',
      'log.txt',
      'ftp://log.example',
      `https://a.example/${'x'.repeat(2_000)}`,
    ]) {
      expect(() => checkEvidence(url)).toThrow('begins with https://');
    }
  });
});

describe('the outcome of a change', () => {
  const plan = (...statuses: StepState['status'][]) =>
    statuses.map((status, index) => step(index + 1, { status }));
  const outcomes = ['SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK'];
  const allowed = (steps: StepState[]) =>
    outcomes.filter((outcome) => {
      try {
        checkOutcome(steps, outcome);
        return true;
      } catch {
        return false;
      }
    });

  it('is a success when its plan is done, with issues when steps failed, and a failure at any time', () => {
    expect(allowed(plan('DONE', 'SKIPPED'))).toEqual(outcomes);
    expect(allowed(plan('DONE', 'FAILED'))).toEqual(outcomes.slice(1));
    expect(allowed(plan('DONE', 'PENDING'))).toEqual(outcomes.slice(2));
    expect(() => checkOutcome(plan('DONE', 'PENDING', 'PENDING'), 'SUCCEEDED')).toThrow(
      'A change ends SUCCEEDED once its plan is done; of this one steps 2, 3 are still to be done.',
    );
    expect(() => checkOutcome(plan('FAILED'), 'SUCCEEDED')).toThrow('of this one step 1 is FAILED.');
    const many = plan(...Array.from({ length: 12 }, () => 'PENDING' as const));
    expect(() => checkOutcome(many, 'SUCCEEDED')).toThrow(
      'steps 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more are',
    );
  });

  it('is counted up to', () => {
    expect(progressOf(plan('DONE', 'DONE', 'SKIPPED', 'FAILED', 'PENDING', 'PENDING'))).toEqual({
      stepCount: 6,
      doneCount: 2,
      skippedCount: 1,
      failedCount: 1,
      pendingCount: 2,
      next: [5],
    });
  });
});
