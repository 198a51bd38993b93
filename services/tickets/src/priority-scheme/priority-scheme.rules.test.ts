import fc from 'fast-check';
import { priorityOf, TicketLevel, TicketPriority } from '../ticket/index.js';
import { cellsOf, checkThresholds, matrixOf, priorityBy, type MatrixCell } from './priority-scheme.rules.js';

const LEVELS = Object.values(TicketLevel);
const pairs = LEVELS.flatMap((impact) => LEVELS.map((urgency) => ({ impact, urgency })));
const rank = (priority: TicketPriority) => Object.values(TicketPriority).indexOf(priority);
const cells = fc
  .array(fc.constantFrom(...Object.values(TicketPriority)), { minLength: 9, maxLength: 9 })
  .map((priorities): MatrixCell[] =>
    pairs.map((pair, index) => ({ ...pair, priority: priorities[index] ?? TicketPriority.P4 })),
  );
const usual = pairs.map((pair) => ({ ...pair, priority: priorityOf(pair.impact, pair.urgency) }));

describe('a priority matrix', () => {
  it('is taken as given, or refused where a lower impact or urgency would come first', () => {
    const order = Object.fromEntries(LEVELS.map((level, index) => [level, index]));
    const level = (of: TicketLevel) => order[of] ?? 0;
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(cells, fc.constant(usual)), (given) => {
        const isOrderly = given.every((high) =>
          given.every(
            (low) =>
              level(low.impact) < level(high.impact) ||
              level(low.urgency) < level(high.urgency) ||
              rank(low.priority) >= rank(high.priority),
          ),
        );
        if (!isOrderly) {
          refused += 1;
          expect(() => matrixOf(given)).toThrow('cannot come before');
          return;
        }
        taken += 1;
        const matrix = matrixOf(given.toReversed());
        for (const { impact, urgency, priority } of given)
          expect(priorityBy(matrix, impact, urgency)).toBe(priority);
        expect(cellsOf(matrix)).toEqual(given);
      }),
      { numRuns: 300 },
    );
    expect([taken > 20, refused > 20]).toEqual([true, true]);
  });

  it('has all nine priorities, each once; what is not given counts as MEDIUM', () => {
    expect(() => matrixOf(usual.slice(1))).toThrow('nine in all');
    expect(() => matrixOf([...usual.slice(1), usual[1]!])).toThrow('nine in all');
    expect(priorityBy(matrixOf(usual), null, undefined)).toBe(TicketPriority.P3);
  });

  it('goes with thresholds that can be', () => {
    const thresholds = { manyCustomers: 5, weightySegments: ['ENTERPRISE'], weightyUptime: '99.95' };
    expect(checkThresholds(thresholds)).toBe(thresholds);
    expect(checkThresholds({ ...thresholds, weightySegments: [], weightyUptime: null })).toBeTruthy();
    for (const wrong of [
      { manyCustomers: 0 },
      { manyCustomers: 1.5 },
      { weightySegments: ['HUGE'] },
      { weightySegments: ['SMB', 'SMB'] },
      { weightyUptime: '100.1' },
      { weightyUptime: '-1' },
    ]) {
      expect(() => checkThresholds({ ...thresholds, ...wrong })).toThrow(Object.keys(wrong)[0]);
    }
  });
});
