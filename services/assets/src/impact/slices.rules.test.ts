import fc from 'fast-check';
import { cutSlices } from './slices.rules.js';
import type { Outage } from './slices.rules.js';

const outage = (id: string, from: number, to: number | null): Outage => ({
  id,
  kind: 'INCIDENT',
  planned: false,
  announcedLeadMs: null,
  assets: new Map(),
  direct: [],
  from,
  to,
});
const shown = (outages: Outage[], from: number, to: number, cuts: number[] = []): unknown[] =>
  cutSlices(outages, from, to, cuts).map((slice) => [
    slice.from,
    slice.to,
    slice.active.map(({ id }) => id).join(''),
  ]);

describe('slices', () => {
  const outages = fc
    .array(
      fc.tuple(fc.integer({ min: -3, max: 22 }), fc.option(fc.integer({ min: -3, max: 25 }), { freq: 4 })),
      {
        maxLength: 6,
      },
    )
    .map((intervals) => intervals.map(([from, to], n) => outage(`o${n}`, from, to)));
  const cuts = fc.array(fc.integer({ min: -2, max: 22 }), { maxLength: 3 });

  it('cover the interval and hold at every instant exactly the outages active then', () => {
    fc.assert(
      fc.property(outages, fc.constantFrom(0, 5), fc.constantFrom(5, 20), cuts, (list, from, to, at) => {
        const slices = cutSlices(list, from, to, at);
        expect(slices.map((slice) => slice.from)).toEqual(
          from < to ? [from, ...slices.slice(0, -1).map((slice) => slice.to)] : [],
        );
        expect(slices.at(-1)?.to).toBe(from < to ? to : undefined);
        for (let instant = from; instant < to; instant++) {
          const slice = slices.find((own) => own.from <= instant && instant < own.to);
          expect(slice?.active).toEqual(
            list.filter((own) => own.from <= instant && (own.to === null || instant < own.to)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('merge neighbours with the same outages, except at the cuts asked for', () => {
    fc.assert(
      fc.property(outages, cuts, (list, at) => {
        const slices = cutSlices(list, 0, 20, at);
        slices.slice(1).forEach((slice, position) => {
          const alike =
            JSON.stringify(slice.active.map(({ id }) => id)) ===
            JSON.stringify(slices[position]!.active.map(({ id }) => id));
          expect(alike && !at.includes(slice.from)).toBe(false);
        });
        for (const cut of at) {
          if (cut > 0 && cut < 20) expect(slices.map((slice) => slice.from)).toContain(cut);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are half-open: an outage that ends where another begins never meets it', () => {
    expect(shown([outage('a', 0, 10), outage('b', 10, 20)], 0, 20)).toEqual([
      [0, 10, 'a'],
      [10, 20, 'b'],
    ]);
  });

  it('may be open at the end', () => {
    expect(shown([outage('a', 5, null)], 0, Infinity)).toEqual([
      [0, 5, ''],
      [5, Infinity, 'a'],
    ]);
  });
});
