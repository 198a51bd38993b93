import fc from 'fast-check';
import { offHoursShare } from './awake.rules.js';
import {
  bestSlots,
  candidateStarts,
  horizonMs,
  withConflicts,
  type RankedSlot,
} from './safe-window.rules.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOW = Date.parse('2026-03-20T12:10:00Z');

const slot = (fromMinutes: number, rest: Partial<RankedSlot> = {}): RankedSlot => ({
  from: NOW + fromMinutes * MINUTE,
  to: NOW + (fromMinutes + 60) * MINUTE,
  customerCount: 0,
  breachCount: 0,
  leastHeadroomSeconds: null,
  credit: new Map(),
  revenue: new Map(),
  customersAwake: 0,
  conflictCount: 0,
  blockingConflictCount: 0,
  ...rest,
});
const euros = (amount: number) => new Map([['EUR', BigInt(amount) * 10n ** 10n]]);
const valueOf = (sums: ReadonlyMap<string, bigint>) =>
  sums.has('XTS') ? null : Number(sums.get('EUR') ?? 0n) / 1e10;
const minutesOf = (slots: readonly RankedSlot[]) => slots.map(({ from }) => (from - NOW) / MINUTE);

describe('a horizon', () => {
  it('reaches 90 days at most', () => {
    expect([horizonMs('P14D'), horizonMs('P90D'), horizonMs('PT90M')]).toEqual([
      14 * DAY,
      90 * DAY,
      90 * MINUTE,
    ]);
    for (const within of ['P91D', 'P90DT1S', 'PT0S', 'P1Y', '-P1D']) {
      expect(() => horizonMs(within)).toThrow('`within` is a length of time up to P90D.');
    }
  });

  it('has candidates at each full quarter of an hour, and each half beyond 30 days', () => {
    const near = candidateStarts(NOW, DAY);
    expect([near.length, near[0], near[1], near.at(-1)]).toEqual([
      96,
      Date.parse('2026-03-20T12:15:00Z'),
      Date.parse('2026-03-20T12:30:00Z'),
      Date.parse('2026-03-21T12:00:00Z'),
    ]);
    const far = candidateStarts(NOW, 90 * DAY);
    expect([far.length, far[0], far[1]]).toEqual([
      90 * 48,
      Date.parse('2026-03-20T12:30:00Z'),
      Date.parse('2026-03-20T13:00:00Z'),
    ]);
  });
});

describe('the conflicts of slots', () => {
  it('are the blocked times that each overlaps', () => {
    const time = fc
      .tuple(fc.nat(300), fc.integer({ min: 1, max: 100 }), fc.boolean())
      .map(([start, length, isBlocking]) => ({
        from: NOW + start * MINUTE,
        to: NOW + (start + length) * MINUTE,
        isBlocking,
      }));
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 12 }),
        fc.array(fc.nat(300), { maxLength: 12 }),
        (times, starts) => {
          for (const one of withConflicts(
            starts.map((start) => slot(start)),
            times,
          )) {
            const overlapped = times.filter(({ from, to }) => from < one.to && one.from < to);
            expect([one.conflictCount, one.blockingConflictCount]).toEqual([
              overlapped.length,
              overlapped.filter(({ isBlocking }) => isBlocking).length,
            ]);
          }
        },
      ),
    );
  });
});

describe('the best slots', () => {
  it('come by what forbids them, breaches, credits, revenue, customers awake, conflicts, then the earliest', () => {
    const slots = [
      slot(0, { blockingConflictCount: 1, conflictCount: 1 }),
      slot(100, { breachCount: 1 }),
      slot(200, { credit: new Map([['XTS', 1n]]) }),
      slot(300, { credit: euros(2), revenue: euros(9) }),
      slot(400, { revenue: euros(3) }),
      slot(500, { customersAwake: 2 }),
      slot(600, { conflictCount: 1 }),
      slot(800),
      slot(700),
    ];
    expect(minutesOf(bestSlots(slots, 100, valueOf))).toEqual([700, 800, 600, 500, 400, 300, 200, 100, 0]);
    expect(minutesOf(bestSlots(slots, 2, valueOf))).toEqual([700, 800]);
  });

  it('do not overlap a better one', () => {
    const slots = [0, 15, 30, 45, 60, 75].map((start) =>
      slot(start, { customersAwake: start === 30 ? 0 : 1 }),
    );
    expect(minutesOf(bestSlots(slots, 5, valueOf))).toEqual([30]);
    expect(minutesOf(bestSlots([...slots, slot(90), slot(105)], 5, valueOf))).toEqual([30, 90]);
  });
});

describe('the share off hours', () => {
  it('is what lies at night or on a weekend, on the wall of the zone', () => {
    const share = (zone: string, from: string, to: string) =>
      offHoursShare(zone, { from: Date.parse(from), to: Date.parse(to) });
    // A Thursday in Berlin, at +1: 07:00 is 06:00 UTC, 22:00 is 21:00.
    expect(share('Europe/Berlin', '2026-03-19T05:00:00Z', '2026-03-19T07:00:00Z')).toBe(0.5);
    expect(share('Europe/Berlin', '2026-03-19T20:00:00Z', '2026-03-19T22:00:00Z')).toBe(0.5);
    expect(share('Europe/Berlin', '2026-03-19T10:00:00Z', '2026-03-19T12:00:00Z')).toBe(0);
    // From Friday noon to Saturday noon: the ten hours until 22:00 are none.
    expect(share('Europe/Berlin', '2026-03-20T11:00:00Z', '2026-03-21T11:00:00Z')).toBeCloseTo(14 / 24, 12);
    // It is Saturday in Auckland while it is Friday noon in UTC.
    expect(share('Pacific/Auckland', '2026-03-20T12:00:00Z', '2026-03-20T20:00:00Z')).toBe(1);
  });
});
