import fc from 'fast-check';
import { frozenTimes, timesOutside, type CalendarEntry } from './forbidden-time.rules.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 1);
const at = (day: number, hour = 0) => START + day * DAY + hour * HOUR;

const entry = (
  id: string,
  over: Partial<CalendarEntry> & { day?: number; hours?: number } = {},
): CalendarEntry => {
  const { day = 0, hours = 4, ...rest } = over;
  return {
    id,
    name: id,
    startsAt: new Date(at(day)),
    duration: `PT${hours}H`,
    timeZone: 'UTC',
    recurrence: null,
    exceptions: [],
    kinds: [],
    tags: [],
    assetIds: [],
    locations: [],
    regions: [],
    ...rest,
  };
};
const asset = (id: string, kind = 'host') => ({ id, kind, tags: [], location: null, regions: [] });
const assets = [asset('ast_1'), asset('ast_2', 'service')];

describe('frozen times', () => {
  it('are the occurrences of freezes about the assets, cut to what is asked for', () => {
    const freezes = [
      entry('daily', { recurrence: 'FREQ=DAILY', kinds: ['service'] }),
      entry('other', { kinds: ['file'] }),
      entry('later', { day: 5 }),
    ];
    const found = frozenTimes(freezes, assets, at(1, 2), at(2, 1));
    expect(found.map(({ entries, ...rest }) => [entries[0]!.id, rest])).toEqual([
      [
        'daily',
        {
          assetIds: ['ast_2'],
          times: [
            { from: at(1, 2), to: at(1, 4) },
            { from: at(2), to: at(2, 1) },
          ],
        },
      ],
    ]);
  });
});

describe('times outside windows', () => {
  it('are none for assets without windows, and what is left between those of the others together', () => {
    const windows = [
      entry('night', { recurrence: 'FREQ=DAILY', kinds: ['service'] }),
      entry('dawn', { recurrence: 'FREQ=DAILY', startsAt: new Date(at(0, 4)), kinds: ['service'], hours: 2 }),
    ];
    expect(timesOutside(windows, assets, at(1), at(1, 6))).toEqual([]);
    const [found, ...others] = timesOutside(windows, assets, at(1, 3), at(2, 1));
    expect(others).toEqual([]);
    expect(found!.assetIds).toEqual(['ast_2']);
    expect(found!.entries.map(({ id }) => id)).toEqual(['night', 'dawn']);
    expect(found!.times).toEqual([{ from: at(1, 6), to: at(2) }]);
  });

  it('and the windows between them fill an interval, hour by hour', () => {
    const window = fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 }), fc.boolean())
      .map(([hour, hours, daily]) =>
        entry(`w${hour}-${hours}`, {
          startsAt: new Date(at(0, hour)),
          hours,
          recurrence: daily ? 'FREQ=DAILY' : null,
        }),
      );
    fc.assert(
      fc.property(
        fc.array(window, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (windows, first, length) => {
          const [found] = timesOutside(windows, [asset('ast_1')], at(0, first), at(0, first + length));
          for (let hour = first; hour < first + length; hour++) {
            const open = windows.some((one) => {
              const begins = (one.startsAt.getTime() - START) / HOUR;
              const lasts = Number(/\d+/.exec(one.duration)![0]);
              const since = hour - begins;
              return since >= 0 && (one.recurrence === null ? since : since % 24) < lasts;
            });
            const forbidden = (found?.times ?? []).some(
              ({ from, to }) => from <= at(0, hour) && at(0, hour) < to,
            );
            expect(forbidden).toBe(!open);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
