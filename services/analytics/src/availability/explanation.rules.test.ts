import fc from 'fast-check';
import type { Agreement } from './agreement.rules.js';
import { measureMonth, type Impact } from './availability.rules.js';
import { explainMonth, isCounted } from './explanation.rules.js';
import { intersection, unionOf } from './interval.rules.js';
import { monthBounds } from './local-month.rules.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Zones with an hour lost, an hour gained, half an hour gained, no change, and the new year far ahead. */
const MONTHS = [
  ['Europe/Berlin', '2026-03'],
  ['Europe/Berlin', '2026-10'],
  ['America/New_York', '2026-11'],
  ['Australia/Lord_Howe', '2026-04'],
  ['Asia/Kathmandu', '2026-02'],
  ['Pacific/Kiritimati', '2026-01'],
] as const;

const agreements: fc.Arbitrary<Agreement> = fc.record({
  id: fc.constant('sla_1'),
  validFrom: fc.constantFrom(null, '2026-01-01', '2026-03-10', '2026-10-25'),
  validTo: fc.constantFrom(null, '2027-01-01', '2026-03-29', '2026-11-02'),
  uptimeTarget: fc.constantFrom('99.9', '99.95', '90'),
  degradedWeight: fc.constantFrom('0', '0.5', '0.333333', '1'),
  maintenanceNoticeHours: fc.constantFrom(null, '0', '24'),
  maintenanceCapMinutes: fc.constantFrom(null, '0', '10', '30.5'),
  creditTiers: fc.constant([
    { below: '99.9', percent: '10' },
    { below: '99', percent: '25' },
  ]),
  creditCapPercent: fc.constantFrom(null, '20'),
});

/** Impacts around the month's beginning, its end, changes of the clock, and anywhere in it; in whole seconds. */
function impactsOf(timeZone: string, month: string): fc.Arbitrary<Impact[]> {
  const { from, to } = monthBounds(timeZone, month);
  const middle = Math.floor((from + to) / 2 / SECOND) * SECOND;
  const at = fc
    .tuple(fc.constantFrom(from, to, middle), fc.integer({ min: -3000, max: 3000 }))
    .map(([anchor, offset]) => anchor + offset * SECOND);
  return fc.array(
    fc
      .record({
        incidentId: fc.constantFrom('tkt_1', 'tkt_2', 'tkt_3'),
        state: fc.constantFrom('DOWN', 'DEGRADED', 'UNKNOWN'),
        start: at,
        seconds: fc.option(fc.integer({ min: 0, max: 6000 }), { nil: null, freq: 8 }),
        planned: fc.boolean(),
        windowFrom: fc.integer({ min: -1500, max: 1500 }),
        windowSeconds: fc.integer({ min: 0, max: 6000 }),
        leadHours: fc.constantFrom(null, 0, 24, 48),
      })
      .map((one): Impact => {
        const announcedFrom = one.start + one.windowFrom * SECOND;
        return {
          incidentId: one.incidentId,
          state: one.state,
          from: one.start,
          to: one.seconds === null ? null : one.start + one.seconds * SECOND,
          maintenance: one.planned
            ? {
                announcedFrom,
                announcedTo: announcedFrom + one.windowSeconds * SECOND,
                noticeGivenAt: one.leadHours === null ? null : announcedFrom - one.leadHours * HOUR,
              }
            : null,
        };
      }),
    { maxLength: 8 },
  );
}

const questions = fc
  .constantFrom(...MONTHS)
  .chain(([timeZone, month]) =>
    fc.record({
      timeZone: fc.constant(timeZone),
      month: fc.constant(month),
      agreement: agreements,
      impacts: impactsOf(timeZone, month),
      asOf: fc.constantFrom(
        monthBounds(timeZone, month).from + HOUR,
        monthBounds(timeZone, month).to - HOUR,
        monthBounds(timeZone, month).to + 9 * HOUR,
      ),
    }),
  )
  .map((question) => ({
    ...question,
    // One that lasts lasts hours, not weeks: the walk takes every second.
    impacts: question.impacts.map((one) =>
      one.to === null && question.asOf - one.from > 12 * HOUR ? { ...one, to: one.from + HOUR } : one,
    ),
  }));

const dates = new Map<string, string>();

/** The wall-clock date of a quarter of an hour, told by the zone itself, once. */
function dateIn(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (instant) => {
    const key = `${timeZone} ${instant}`;
    const date = dates.get(key) ?? format.format(instant);
    dates.set(key, date);
    return date;
  };
}

/** The month by walking over each second of it that anything touches; the seconds nothing touches are told by day. */
function walked({ timeZone, month, agreement, impacts, asOf }: Parameters<typeof explainMonth>[0]) {
  const date = dateIn(timeZone);
  const bounds = monthBounds(timeZone, month);
  const weight = Number(agreement.degradedWeight);
  const noticeMs =
    agreement.maintenanceNoticeHours === null ? null : Number(agreement.maintenanceNoticeHours) * HOUR;
  let allowance =
    agreement.maintenanceCapMinutes === null
      ? Infinity
      : Math.floor(Number(agreement.maintenanceCapMinutes) * 60);
  const isRuled = (second: number) => {
    const day = date(second);
    return (
      day.startsWith(month) &&
      (agreement.validFrom === null || day >= agreement.validFrom) &&
      (agreement.validTo === null || day < agreement.validTo)
    );
  };
  let length = 0;
  // Clocks change by half hours at most, at whole ones of UTC: a quarter of an hour has one date.
  for (let quarter = bounds.from - 26 * HOUR; quarter < bounds.to + 26 * HOUR; quarter += HOUR / 4) {
    if (isRuled(quarter)) length += 900;
  }
  const busy = unionOf(impacts.map(({ from, to }) => ({ from, to: Math.min(to ?? asOf, asOf) })));
  const ruled = new Map<number, boolean>();
  let [counted, excluded, unknown] = [0, 0, 0];
  for (const stretch of busy) {
    const inside = intersection(stretch, { from: bounds.from - 26 * HOUR, to: bounds.to + 26 * HOUR });
    if (inside === null) continue;
    for (let second = inside.from; second < inside.to; second += SECOND) {
      const quarter = Math.floor(second / (HOUR / 4)) * (HOUR / 4);
      const isIn = ruled.get(quarter) ?? isRuled(quarter);
      ruled.set(quarter, isIn);
      if (!isIn) continue;
      const there = impacts.filter((one) => one.from <= second && second < Math.min(one.to ?? asOf, asOf));
      const known = there.filter(({ state }) => state !== 'UNKNOWN');
      if (known.length === 0) {
        unknown += 1;
        continue;
      }
      const isExcludable = known.every(
        ({ maintenance }) =>
          maintenance !== null &&
          noticeMs !== null &&
          maintenance.noticeGivenAt !== null &&
          maintenance.announcedFrom - maintenance.noticeGivenAt >= noticeMs &&
          maintenance.announcedFrom <= second &&
          second < maintenance.announcedTo,
      );
      if (isExcludable && allowance > 0) {
        allowance -= 1;
        excluded += 1;
      } else counted += known.some(({ state }) => state === 'DOWN') ? 1 : weight;
    }
  }
  return { length: length - unknown, counted, excluded, unknown };
}

describe('the explanation of a month', () => {
  it('and its figures say what a walk over every second does, in months with changes of the clock', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const measure = measureMonth(question);
        const oracle = walked(question);
        expect(measure.lengthMs / SECOND).toBe(oracle.length);
        expect(Number(measure.countedSeconds)).toBeCloseTo(oracle.counted, 2);
        expect([measure.excludedMs, measure.unknownMs]).toEqual([
          oracle.excluded * SECOND,
          oracle.unknown * SECOND,
        ]);
        const target = 1 - Number(question.agreement.uptimeTarget) / 100;
        if (Math.abs(target * oracle.length - oracle.counted) > 0.01) {
          expect(measure.breached).toBe(oracle.counted > target * oracle.length);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('adds up to the figures, in time order, without overlap', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const measure = measureMonth(question);
        const parts = explainMonth(question);
        const weight = Number(question.agreement.degradedWeight);
        const sum = (of: (part: (typeof parts)[number]) => number) =>
          parts.reduce((total, part) => total + (part.to - part.from) * of(part), 0);
        expect(sum(({ verdict }) => Number(verdict === 'ANNOUNCED_MAINTENANCE'))).toBe(measure.excludedMs);
        expect(sum(({ verdict }) => Number(verdict === 'NOT_OBSERVED'))).toBe(measure.unknownMs);
        expect(
          sum(({ verdict, state }) => (isCounted(verdict) ? (state === 'DOWN' ? 1 : weight) : 0)) / SECOND,
        ).toBeCloseTo(Number(measure.countedSeconds), 2);
        parts.forEach((part, index) => expect(part.from).toBeGreaterThanOrEqual(parts[index - 1]?.to ?? 0));
      }),
      { numRuns: 200 },
    );
  });

  it('names the reason and the incidents', () => {
    const at = (time: string) => Date.parse(`2026-03-10T${time}Z`);
    const window = { announcedFrom: at('10:00:00'), announcedTo: at('11:00:00') };
    const down = (
      incidentId: string,
      from: string,
      to: string,
      maintenance: Impact['maintenance'] = null,
    ): Impact => ({
      incidentId,
      state: 'DOWN',
      from: at(from),
      to: at(to),
      maintenance,
    });
    const inTime = { ...window, noticeGivenAt: at('10:00:00') - 48 * HOUR };
    const late = { ...window, noticeGivenAt: at('10:00:00') - HOUR };
    const told = (impacts: Impact[], rest: Partial<Agreement> = {}) =>
      explainMonth({
        impacts,
        agreement: {
          id: 'sla_1',
          validFrom: null,
          validTo: null,
          uptimeTarget: '99.9',
          degradedWeight: '0.5',
          maintenanceNoticeHours: '48',
          maintenanceCapMinutes: '30',
          creditTiers: [],
          creditCapPercent: null,
          ...rest,
        },
        timeZone: 'UTC',
        month: '2026-03',
        asOf: at('23:00:00'),
      }).map(
        ({ from, to, verdict, incidentIds }) =>
          `${new Date(from).toISOString().slice(11, 16)}–${new Date(to).toISOString().slice(11, 16)} ${verdict} ${incidentIds.join('+')}`,
      );
    expect(
      told([down('tkt_m', '10:15:00', '11:10:00', inTime), down('tkt_u', '10:20:00', '10:25:00')]),
    ).toEqual([
      '10:15–10:20 ANNOUNCED_MAINTENANCE tkt_m',
      '10:20–10:25 UNPLANNED tkt_m+tkt_u',
      '10:25–10:50 ANNOUNCED_MAINTENANCE tkt_m',
      '10:50–11:00 ALLOWANCE_USED tkt_m',
      '11:00–11:10 OVERRUN tkt_m',
    ]);
    expect(told([down('tkt_m', '10:15:00', '10:20:00', late)])).toEqual(['10:15–10:20 LATE_NOTICE tkt_m']);
    expect(told([down('tkt_m', '10:15:00', '10:20:00', inTime)], { maintenanceNoticeHours: null })).toEqual([
      '10:15–10:20 NOTHING_EXCLUDED tkt_m',
    ]);
    expect(
      told([
        { ...down('tkt_x', '10:00:00', '10:30:00'), state: 'UNKNOWN' },
        { ...down('tkt_y', '10:10:00', '10:20:00'), state: 'DEGRADED' },
      ]),
    ).toEqual([
      '10:00–10:10 NOT_OBSERVED tkt_x',
      '10:10–10:20 UNPLANNED tkt_y',
      '10:20–10:30 NOT_OBSERVED tkt_x',
    ]);
  });
});
