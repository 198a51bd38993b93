import fc from 'fast-check';
import {
  approvalsOf,
  isSoon,
  workListOf,
  workOfApprovals,
  workOfTicket,
  WorkReason,
  type WorkTicket,
} from './work-list.rules.js';

const NOW = new Date('2026-03-02T10:00:00Z');
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const MINUTE = 60_000;

const instant = fc.integer({ min: -4_000, max: 4_000 }).map((m) => new Date(NOW.getTime() + m * MINUTE));
const clock = fc.record({
  target: fc.constantFrom('FIRST_RESPONSE' as const, 'UPDATE' as const, 'RESOLUTION' as const),
  dueAt: fc.option(instant, { nil: null }),
  paused: fc.boolean(),
  warnedPercent: fc.constantFrom(0, 50, 75, 90),
});
const ticket = (id: string): fc.Arbitrary<WorkTicket> =>
  fc.record({
    id: fc.constant(id),
    status: fc.constantFrom('NEW', 'IN_PROGRESS', 'WAITING_ON_CUSTOMER', 'ON_HOLD'),
    priority: fc.constantFrom('P1', 'P2', 'P3', 'P4'),
    openedAt: instant,
    clocks: fc.array(clock, { maxLength: 3 }),
    customerRepliedAt: fc.option(instant, { nil: null }),
  });
const tickets = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => ticket(`tkt_${index}`))));
const changes = fc.uniqueArray(
  fc.record({
    changeId: fc.integer({ min: 0, max: 20 }).map((n) => `chg_${n}`),
    neededBy: fc.option(
      instant.map((at) => at.toISOString()),
      { nil: null },
    ),
  }),
  { selector: ({ changeId }) => changeId, maxLength: 6 },
);

const ORDER = Object.values(WorkReason);
const base: WorkTicket = {
  id: 'tkt_1',
  status: 'IN_PROGRESS',
  priority: 'P3',
  openedAt: hours(-50),
  clocks: [],
  customerRepliedAt: null,
};
const listed = (...given: Partial<WorkTicket>[]) =>
  workListOf(given.flatMap((one, index) => workOfTicket({ ...base, id: `tkt_${index}`, ...one }, NOW)));
const resolution = { target: 'RESOLUTION', paused: false, warnedPercent: 0 } as const;

describe('a work list', () => {
  it('says what matters most of a ticket, with all else that it owes', () => {
    const update = { ...resolution, target: 'UPDATE' as const, dueAt: hours(1) };
    const [entry] = listed({
      clocks: [update, { ...resolution, dueAt: hours(3) }],
      customerRepliedAt: hours(-1),
    });
    expect(entry).toMatchObject({
      why: 'BREACH_AHEAD',
      reasons: ['BREACH_AHEAD', 'UPDATE_OWED', 'CUSTOMER_REPLIED', 'ASSIGNED'],
      dueAt: hours(3),
    });
  });

  it('looks four hours ahead, or to three quarters of the time, and never at what stands still', () => {
    const at = (clockHours: number, warnedPercent = 0, paused = false) =>
      isSoon({ dueAt: hours(clockHours), paused, warnedPercent }, NOW);
    expect([at(4), at(4.001), at(-9), at(90, 50), at(90, 75), at(1, 90, true)]).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('sorts by what is due, then by what moves, priority and age', () => {
    const entries = listed(
      { priority: 'P4', clocks: [{ ...resolution, dueAt: hours(30) }] },
      { priority: 'P2' },
      { priority: 'P2', openedAt: hours(-60) },
      { priority: 'P1', status: 'WAITING_ON_CUSTOMER' },
      { priority: 'P1', clocks: [{ ...resolution, dueAt: hours(40) }] },
    );
    expect(entries.map(({ id }) => id)).toEqual(['tkt_0', 'tkt_4', 'tkt_2', 'tkt_1', 'tkt_3']);
  });

  it('has every ticket and change once, by its highest reason, in the order of reasons and due instants', () => {
    fc.assert(
      fc.property(tickets, changes, (given, owed) => {
        const work = [
          ...given.flatMap((one) => workOfTicket(one, NOW)),
          ...workOfApprovals(approvalsOf(owed), NOW),
        ];
        const entries = workListOf(work);
        expect(entries.map(({ id }) => id).toSorted()).toEqual(
          [...given.map(({ id }) => id), ...owed.map(({ changeId }) => changeId)].toSorted(),
        );
        for (const { why, reasons, ticketId } of entries) {
          const ranks = reasons.map((reason) => ORDER.indexOf(reason));
          expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
          expect(reasons[0]).toBe(why);
          expect(reasons.includes(WorkReason.ASSIGNED)).toBe(ticketId !== null);
        }
        const keys = entries.map(
          ({ why, dueAt }) => ORDER.indexOf(why) * 1e15 + (dueAt?.getTime() ?? 9e14) / 1,
        );
        expect(keys).toEqual(keys.toSorted((a, b) => a - b));
        expect(workListOf(work.toReversed())).toEqual(entries);
      }),
      { numRuns: 60 },
    );
  });

  it('takes no approval out of what is none', () => {
    expect(approvalsOf(null)).toEqual([]);
    expect(approvalsOf([1, {}, { changeId: 2 }, { changeId: 'chg_1' }])).toEqual([
      { changeId: 'chg_1', neededBy: null },
    ]);
  });
});
