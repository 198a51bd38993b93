import fc from 'fast-check';
import {
  checkLayers,
  firstLayers,
  layersInForce,
  reviseLayers,
  type OnCallLayer,
} from './on-call-layer.rules.js';
import {
  gapsBetween,
  onCallPersons,
  onCallUntil,
  shiftsBetween,
  type LayerOverride,
  type OnCallShift,
} from './on-call-shift.rules.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const STEP = 15 * MINUTE;
const at = (text: string) => Date.parse(text);
const layer = (over: Partial<OnCallLayer> = {}): OnCallLayer => ({
  name: 'primary',
  timeZone: 'Europe/Berlin',
  personIds: ['ann', 'bob'],
  turnDays: 7,
  handOverMinute: 540,
  startsOn: '2026-03-02',
  endsOn: null,
  hours: null,
  ...over,
});
const one = (over: Partial<OnCallLayer> = {}) => firstLayers([layer(over)]);
const override = (
  id: string,
  personId: string,
  from: string,
  to: string,
  name = 'primary',
): LayerOverride => ({
  id,
  layer: name,
  personId,
  from: at(from),
  to: at(to),
});
const shown = (shifts: readonly OnCallShift[]) =>
  shifts.map(({ personId, from, to }) => `${personId} ${hour(from)} ${hour(to)}`);
const hour = (instant: number) => new Date(instant).toISOString().slice(0, 16);

describe('turns', () => {
  it('are handed over at the same local hour, whatever the clocks do between', () => {
    expect(shown(shiftsBetween(one(), [], at('2026-03-16T00:00Z'), at('2026-04-13T00:00Z')))).toEqual([
      'bob 2026-03-16T00:00 2026-03-16T08:00',
      'ann 2026-03-16T08:00 2026-03-23T08:00',
      'bob 2026-03-23T08:00 2026-03-30T07:00',
      'ann 2026-03-30T07:00 2026-04-06T07:00',
      'bob 2026-04-06T07:00 2026-04-13T00:00',
    ]);
  });

  it.each([
    ['skipped', '2026-03-29', '2026-03-29T01:00'],
    ['shown twice', '2026-10-25', '2026-10-25T00:30'],
  ])('are handed over once where the hour is %s', (_, day, expected) => {
    const daily = one({ turnDays: 1, handOverMinute: 150 });
    const noon = at(`${day}T12:00Z`);
    const shifts = shiftsBetween(daily, [], noon - DAY, noon + DAY);
    expect(hour(shifts[1]?.from ?? 0)).toBe(expected);
    expect(shifts.map(({ from }) => from).slice(1)).toEqual(shifts.map(({ to }) => to).slice(0, -1));
  });

  it('begin and end with their layer, and keep to its hours', () => {
    const office = one({
      endsOn: '2026-03-09',
      turnDays: 1,
      hours: [
        { weekday: 1, fromMinute: 480, toMinute: 1020 },
        { weekday: 2, fromMinute: 480, toMinute: 1020 },
      ],
    });
    expect(shown(shiftsBetween(office, [], at('2026-03-01T00:00Z'), at('2026-03-20T00:00Z')))).toEqual([
      'ann 2026-03-02T08:00 2026-03-02T16:00',
      'ann 2026-03-03T07:00 2026-03-03T08:00',
      'bob 2026-03-03T08:00 2026-03-03T16:00',
      'ann 2026-03-09T07:00 2026-03-09T08:00',
    ]);
  });

  it('give way to overrides, of which the later one counts', () => {
    const overrides = [
      override('ovr_1', 'cat', '2026-03-03T00:00Z', '2026-03-05T00:00Z'),
      override('ovr_2', 'dan', '2026-03-04T00:00Z', '2026-03-06T00:00Z'),
      override('ovr_3', 'eve', '2026-03-04T00:00Z', '2026-03-06T00:00Z', 'another layer'),
    ];
    expect(shown(shiftsBetween(one(), overrides, at('2026-03-02T08:00Z'), at('2026-03-09T08:00Z')))).toEqual([
      'ann 2026-03-02T08:00 2026-03-03T00:00',
      'cat 2026-03-03T00:00 2026-03-04T00:00',
      'dan 2026-03-04T00:00 2026-03-06T00:00',
      'ann 2026-03-06T00:00 2026-03-09T08:00',
    ]);
    expect(onCallPersons(one(), overrides, at('2026-03-05T00:00Z'))).toEqual(['dan']);
    expect(onCallUntil(one(), overrides, 'dan', at('2026-03-05T00:00Z'))).toBe(at('2026-03-06T00:00Z'));
    expect(onCallUntil(one(), overrides, 'ann', at('2026-03-05T00:00Z'))).toBeUndefined();
    expect(onCallUntil(one({ personIds: ['ann'] }), [], 'ann', at('2026-03-05T00:00Z'))).toBeNull();
  });

  it('name each person once, in the order of the layers', () => {
    const layers = firstLayers([
      layer({ personIds: ['bob'] }),
      layer({ name: 'secondary', personIds: ['ann'] }),
      layer({ name: 'third', personIds: ['bob'] }),
    ]);
    expect(onCallPersons(layers, [], at('2026-03-05T00:00Z'))).toEqual(['bob', 'ann']);
    expect(onCallPersons(layers, [], at('2026-03-02T07:59Z'))).toEqual([]);
  });

  it('leave gaps where somebody is wanted and nobody is there', () => {
    const office = one({ hours: [{ weekday: 1, fromMinute: 540, toMinute: 1020 }] });
    const wanted = { timeZone: 'Europe/Berlin', hours: [{ weekday: 1, fromMinute: 480, toMinute: 1080 }] };
    const overrides = [override('ovr_1', 'cat', '2026-03-09T06:00Z', '2026-03-09T07:30Z')];
    const gaps = (week: string, hours = wanted) =>
      gapsBetween(hours, office, overrides, new Map(), at(week), at(week) + 7 * DAY).map(
        ({ from, to }) => `${hour(from)} ${hour(to)}`,
      );
    expect(gaps('2026-03-02T00:00Z')).toEqual(['2026-03-02T16:00 2026-03-02T17:00']);
    expect(gaps('2026-03-09T00:00Z')).toEqual([
      '2026-03-09T07:30 2026-03-09T08:00',
      '2026-03-09T16:00 2026-03-09T17:00',
    ]);
    expect(
      gapsBetween({ timeZone: 'UTC', hours: null }, one(), [], new Map(), 0, at('2027-03-02T00:00Z')),
    ).toEqual([]);
  });

  it('leave gaps where all who are on call are away', () => {
    const layers = firstLayers([
      layer({ personIds: ['ann'] }),
      layer({ name: 'secondary', personIds: ['bob'] }),
    ]);
    const away = (from: string, to: string) => [{ from: at(from), to: at(to) }];
    const absences = new Map([
      ['ann', away('2026-03-05T00:00Z', '2026-03-08T00:00Z')],
      ['bob', away('2026-03-07T00:00Z', '2026-03-09T00:00Z')],
    ]);
    const always = { timeZone: 'UTC', hours: null };
    expect(
      gapsBetween(always, layers, [], absences, at('2026-03-02T08:00Z'), at('2026-03-20T00:00Z')),
    ).toEqual(away('2026-03-07T00:00Z', '2026-03-08T00:00Z'));
  });
});

describe('an edit of layers', () => {
  const edit = at('2026-03-11T00:00Z');
  const before = firstLayers([layer(), layer({ name: 'secondary', personIds: ['cat'] })]);

  it('leaves the past as it was and those that stay the same as they are', () => {
    const after = reviseLayers(
      before,
      [layer({ personIds: ['dan'] }), layer({ name: 'secondary', personIds: ['cat'] })],
      edit,
    );
    const shifts = shiftsBetween(after, [], at('2026-03-09T08:00Z'), at('2026-03-16T08:00Z'));
    expect(shown(shifts)).toEqual([
      'bob 2026-03-09T08:00 2026-03-11T00:00',
      'cat 2026-03-09T08:00 2026-03-16T08:00',
      'dan 2026-03-11T00:00 2026-03-16T08:00',
    ]);
    expect(layersInForce(after).map(({ personIds }) => personIds)).toEqual([['dan'], ['cat']]);
    expect(reviseLayers(after, layersInForce(after), edit + 1)).toEqual(after);
  });

  it('forgets what never was in force, and what ended long ago', () => {
    const twice = reviseLayers(
      reviseLayers(before, [layer({ turnDays: 2 })], edit),
      [layer({ turnDays: 3 })],
      edit,
    );
    expect(twice.map(({ turnDays, inForceUntil }) => [turnDays, inForceUntil !== null])).toEqual([
      [7, true],
      [7, true],
      [3, false],
    ]);
    expect(reviseLayers(twice, [layer({ turnDays: 3 })], edit + 732 * DAY)).toHaveLength(1);
  });
});

describe('layers', () => {
  it.each([
    [[], 'layers'],
    [[layer(), layer()], 'name'],
    [[layer({ name: ' ' })], 'layers'],
    [[layer({ personIds: [] })], 'personIds'],
    [[layer({ turnDays: 0 })], 'turnDays'],
    [[layer({ turnDays: 1.5 })], 'turnDays'],
    [[layer({ handOverMinute: 1440 })], 'handOverMinute'],
    [[layer({ startsOn: '2026-13-01' })], 'startsOn'],
    [[layer({ endsOn: '2026-03-02' })], 'endsOn'],
    [[layer({ timeZone: 'Mars/Base' })], 'timeZone'],
    [[layer({ hours: [] })], 'hours'],
    [[layer({ hours: [{ weekday: 8, fromMinute: 0, toMinute: 1 }] })], 'hours'],
    [[layer({ hours: [{ weekday: 1, fromMinute: 5, toMinute: 5 }] })], 'hours'],
    [
      [
        layer({
          hours: [
            { weekday: 1, fromMinute: 60, toMinute: 90 },
            { weekday: 1, fromMinute: 0, toMinute: 61 },
          ],
        }),
      ],
      'hours',
    ],
  ])('are refused: %#', (given, field) => {
    const refusal = (() => {
      try {
        checkLayers(given);
        return null;
      } catch (error) {
        return error as { code: string; inputPath: string[] };
      }
    })();
    expect([refusal?.code, refusal?.inputPath.at(-1)]).toEqual(['INVALID', field]);
  });
});

/** Five zones whose clocks change by an hour, by half an hour, or not at all, in either half of the year. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
];
const FIRST_DAY = '2026-01-01';
const FROM = at('2026-01-03T00:00Z');
const TO = FROM + 731 * DAY;

/** What a clock on the wall has shown, every quarter of an hour of two years. */
interface Reading {
  /** Local wall time as if it were UTC, epoch milliseconds. */
  wall: number;
  /** The latest wall time that was shown so far. */
  latest: number;
}

function readingsOf(timeZone: string): Reading[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const readings: Reading[] = [];
  let latest = -Infinity;
  for (let time = FROM; time < TO; time += STEP) {
    const wall = Date.parse(`${clock.format(time).replace(' ', 'T')}:00Z`);
    latest = Math.max(latest, wall);
    readings.push({ wall, latest });
  }
  return readings;
}

/** Hours begin and end by day, when no clock changes; hand-overs at any quarter of an hour. */
const anyLayer = (timeZone: string, name: string) =>
  fc.record({
    name: fc.constant(name),
    timeZone: fc.constant(timeZone),
    personIds: fc.array(fc.constantFrom('ann', 'bob', 'cat', 'dan'), { minLength: 1, maxLength: 5 }),
    turnDays: fc.integer({ min: 1, max: 30 }),
    handOverMinute: fc.oneof(
      fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
      fc.constantFrom(0, 60, 120, 135, 150),
    ),
    startsOn: fc.constant(FIRST_DAY),
    endsOn: fc.constant(null),
    hours: fc.oneof(
      fc.constant(null),
      fc
        .uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 })
        .map((days) =>
          days.map((weekday) => ({ weekday, fromMinute: weekday * 60, toMinute: 720 + weekday * 75 })),
        ),
    ),
  });

const anyOverride = (id: string) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 729 * 96 }),
      fc.integer({ min: 1, max: 20 * 96 }),
      fc.constantFrom('primary', 'secondary'),
    )
    .map(([begin, length, name]) => ({
      id,
      layer: name,
      personId: `override ${id}`,
      from: FROM + begin * STEP,
      to: Math.min(TO, FROM + (begin + length) * STEP),
    }));

/** Who is on call for a layer by the readings of a clock; null for nobody. */
function whoByClock(layers: OnCallLayer, { wall, latest }: Reading): string | null {
  const { hours, personIds, turnDays, handOverMinute, startsOn } = layers;
  if (hours !== null) {
    const weekday = new Date(wall).getUTCDay() || 7;
    const minute = (wall % DAY) / MINUTE;
    const onDuty = hours.some(
      (one) => one.weekday === weekday && minute >= one.fromMinute && minute < one.toMinute,
    );
    if (!onDuty) return null;
  }
  const begun = Math.floor((latest - at(`${startsOn}T00:00Z`) - handOverMinute * MINUTE) / DAY);
  return personIds[Math.floor(begun / turnDays) % personIds.length] ?? null;
}

describe('over two years', () => {
  it.each(ZONES)(
    'no instant is uncovered, or covered twice, beyond what the layers say in %s',
    (timeZone) => {
      const readings = readingsOf(timeZone);
      const anyRotation = fc.tuple(
        fc.tuple(anyLayer(timeZone, 'primary'), anyLayer(timeZone, 'secondary')),
        fc.tuple(anyOverride('ovr_1'), anyOverride('ovr_2'), anyOverride('ovr_3')),
      );
      fc.assert(
        fc.property(anyRotation, ([layers, overrides]) => {
          const kept = firstLayers(layers);
          const shifts = shiftsBetween(kept, overrides, FROM, TO);
          for (const own of layers) {
            const mine = shifts.filter((shift) => shift.layer === own.name);
            const others = overrides.filter((one) => one.layer === own.name).toReversed();
            let place = 0;
            for (const [index, reading] of readings.entries()) {
              const time = FROM + index * STEP;
              while ((mine[place]?.to ?? Infinity) <= time) place += 1;
              const shift = mine[place];
              const present = shift !== undefined && shift.from <= time ? shift.personId : null;
              const replaced = others.find(({ from, to }) => from <= time && time < to);
              const expected = replaced?.personId ?? whoByClock(own, reading);
              if (present !== expected) {
                throw new Error(
                  `${own.name} at ${new Date(time).toISOString()}: ${present}, not ${expected}`,
                );
              }
            }
            // Half-open and disjoint to the millisecond, and never two shifts where one would do.
            for (const [index, shift] of mine.entries()) {
              const next = mine[index + 1];
              expect(shift.from).toBeLessThan(shift.to);
              if (next) expect(shift.to).toBeLessThanOrEqual(next.from);
              expect(shift.to === next?.from && shift.personId === next.personId).toBe(false);
            }
            const covered = mine.reduce((sum, { from, to }) => sum + to - from, 0);
            if (own.hours === null) expect(covered).toBe(TO - FROM);
          }
          const gaps = gapsBetween({ timeZone, hours: null }, kept, overrides, new Map(), FROM, TO);
          const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
          const sometime = new Uint8Array(readings.length);
          for (const { from, to } of shifts) sometime.fill(1, (from - FROM) / STEP, (to - FROM) / STEP);
          expect(missing).toBe(sometime.filter((one) => one === 0).length * STEP);
        }),
        { numRuns: 3 },
      );
    },
  );

  it('what is asked of a part is that part of the whole', () => {
    fc.assert(
      fc.property(
        anyLayer('Europe/Berlin', 'primary'),
        fc.integer({ min: 0, max: 700 * 24 }),
        fc.integer({ min: 1, max: 400 }),
        (own, begin, hours) => {
          const kept = firstLayers([own]);
          const [from, to] = [FROM + begin * HOUR, FROM + (begin + hours) * HOUR];
          const whole = shiftsBetween(kept, [], FROM, TO + 30 * DAY)
            .filter((shift) => shift.to > from && shift.from < to)
            .map((shift) => ({ ...shift, from: Math.max(shift.from, from), to: Math.min(shift.to, to) }));
          expect(shiftsBetween(kept, [], from, to)).toEqual(whole);
          expect(onCallPersons(kept, [], from)).toEqual(
            whole.filter((shift) => shift.from === from).map(({ personId }) => personId),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
