import fc from 'fast-check';
import { termsOf } from './agreement.rules.js';
import type { Agreement } from './agreement.rules.js';
import { figuresOf, measureMonth, secondsOf } from './availability.rules.js';
import type { Impact, MonthMeasure } from './availability.rules.js';
import { divideHalfEven } from './exact.rules.js';
import { monthBounds, monthsTouched, startOfDate } from './local-month.rules.js';

const SECOND_MS = 1000;
const BERLIN = 'Europe/Berlin';

const agreement: Agreement = {
  id: 'sla_1',
  validFrom: '2020-01-01',
  validTo: null,
  uptimeTarget: '99.9',
  degradedWeight: '0.5',
  maintenanceNoticeHours: '48',
  maintenanceCapMinutes: '30',
  creditTiers: [
    { below: '99.9', percent: '10' },
    { below: '99.0', percent: '25' },
    { below: '95.0', percent: '100' },
  ],
  creditCapPercent: null,
};

function outage(from: string, to: string | null, rest: Partial<Impact> = {}): Impact {
  const end = to === null ? null : Date.parse(to);
  return { incidentId: 'inc', state: 'DOWN', from: Date.parse(from), to: end, maintenance: null, ...rest };
}

function measure(
  impacts: readonly Impact[],
  rest: Partial<Agreement> = {},
  question: { timeZone?: string; month?: string; asOf?: number } = {},
): MonthMeasure {
  return measureMonth({
    impacts,
    agreement: { ...agreement, ...rest },
    timeZone: BERLIN,
    month: '2026-03',
    asOf: Date.parse('2027-01-01T00:00:00Z'),
    ...question,
  });
}

/** The instants around the turn from March to April 2026 in Berlin, in seconds from it. */
const TURN = startOfDate(BERLIN, '2026-04-01');
const REACH = 900;

interface Choice {
  readonly impacts: readonly Impact[];
  readonly terms: Partial<Agreement>;
  readonly asOf: number;
}

const second = fc.integer({ min: -REACH, max: REACH });
const notice = fc.record({
  announcedFrom: second,
  length: fc.integer({ min: 1, max: 900 }),
  hoursAhead: fc.option(fc.constantFrom(0, 1, 2, 3), { nil: null }),
});
const impact = fc
  .record({
    incidentId: fc.constantFrom('a', 'b', 'c'),
    state: fc.constantFrom<Impact['state']>('DOWN', 'DEGRADED', 'UNKNOWN'),
    from: second,
    length: fc.option(fc.integer({ min: 0, max: 900 }), { nil: null }),
    maintenance: fc.option(notice, { nil: null }),
  })
  .map(({ incidentId, state, from, length, maintenance }): Impact => {
    const announcedFrom = TURN + (maintenance?.announcedFrom ?? 0) * SECOND_MS;
    const hours = maintenance?.hoursAhead ?? null;
    return {
      incidentId,
      state,
      from: TURN + from * SECOND_MS,
      to: length === null ? null : TURN + (from + length) * SECOND_MS,
      maintenance:
        maintenance === null
          ? null
          : {
              announcedFrom,
              announcedTo: announcedFrom + maintenance.length * SECOND_MS,
              noticeGivenAt: hours === null ? null : announcedFrom - hours * 3600 * SECOND_MS,
            },
    };
  });
const choice = fc
  .record({
    impacts: fc.array(impact, { maxLength: 7 }),
    degradedWeight: fc.constantFrom('0', '0.25', '0.333333', '1'),
    maintenanceNoticeHours: fc.constantFrom('1', 2, '2.5', null),
    maintenanceCapMinutes: fc.constantFrom('0', '1.5', 5, null),
    validFrom: fc.constantFrom('2020-01-01', '2026-04-01'),
    asOf: second,
  })
  .map(({ impacts, asOf, ...terms }): Choice => ({ impacts, terms, asOf: TURN + asOf * SECOND_MS }));

/** The model: every second of the reach is asked what covers it; nothing is shared with the rules but the month. */
function bySeconds(
  { impacts, terms, asOf }: Choice,
  month: string,
): [counted: number, excluded: number, unknown: number] {
  const { from, to } = monthBounds(BERLIN, month);
  const rules = { ...agreement, ...terms };
  const validFrom = startOfDate(BERLIN, rules.validFrom ?? '');
  const cap = rules.maintenanceCapMinutes;
  let left = cap === null ? Number.POSITIVE_INFINITY : Number(cap) * 60;
  let [counted, excluded, unknown] = [0, 0, 0];
  for (let offset = -REACH; offset <= 2 * REACH; offset += 1) {
    const instant = TURN + offset * SECOND_MS;
    if (instant < from || instant >= to || instant < validFrom || instant >= asOf) continue;
    const here = impacts.filter((one) => one.from <= instant && (one.to === null || instant < one.to));
    const known = here.filter((one) => one.state !== 'UNKNOWN');
    if (known.length === 0) {
      if (here.length > 0) unknown += 1;
      continue;
    }
    const isExcludable = known.every(({ maintenance }) => {
      const hours = rules.maintenanceNoticeHours;
      if (maintenance === null || maintenance.noticeGivenAt === null || hours === null) return false;
      if (instant < maintenance.announcedFrom || instant >= maintenance.announcedTo) return false;
      return maintenance.announcedFrom - maintenance.noticeGivenAt >= Number(hours) * 3600 * SECOND_MS;
    });
    if (isExcludable && left > 0) {
      left -= 1;
      excluded += 1;
    } else {
      const isDown = known.some((one) => one.state === 'DOWN');
      counted += isDown ? 1_000_000 : Math.round(Number(rules.degradedWeight) * 1_000_000);
    }
  }
  return [counted, excluded, unknown];
}

describe('availability of a month', () => {
  it('equals a second-by-second count with maintenance, notice, allowance and unknown', () => {
    fc.assert(
      fc.property(choice, (one) => {
        for (const month of ['2026-03', '2026-04']) {
          const measured = measure(one.impacts, one.terms, { month, asOf: one.asOf });
          const [counted, excluded, unknown] = bySeconds(one, month);
          expect(measured.countedUnits).toBe(counted * SECOND_MS);
          expect(measured.excludedMs).toBe(excluded * SECOND_MS);
          expect(measured.unknownMs).toBe(unknown * SECOND_MS);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('neither the order of impacts nor a repeated impact changes anything', () => {
    fc.assert(
      fc.property(choice, fc.integer({ min: 0, max: 6 }), ({ impacts, terms, asOf }, repeated) => {
        const again = impacts[repeated];
        const shuffled = [...impacts].reverse().concat(again === undefined ? [] : [again]);
        const options = { month: '2026-03', asOf };
        expect(measure(shuffled, terms, options)).toEqual(measure(impacts, terms, options));
      }),
    );
  });

  it('splitting at month ends preserves the sum', () => {
    const day = fc.integer({ min: 0, max: 150 * 86_400 });
    const long = fc.tuple(day, day, fc.constantFrom<Impact['state']>('DOWN', 'DEGRADED'));
    const start = startOfDate(BERLIN, '2026-01-01');
    fc.assert(
      fc.property(fc.array(long, { minLength: 1, maxLength: 5 }), (spans) => {
        const impacts = spans.map(([a, b, state]): Impact => {
          const [from, to] = [start + Math.min(a, b) * SECOND_MS, start + Math.max(a, b) * SECOND_MS];
          return { incidentId: 'inc', state, from, to, maintenance: null };
        });
        const months = monthsTouched(BERLIN, { from: start, to: startOfDate(BERLIN, '2026-07-01') });
        const sum = months
          .map((month) => measure(impacts, {}, { month }).countedUnits)
          .reduce((a, b) => a + b, 0);
        const edges = [...new Set(impacts.flatMap((one) => [one.from, one.to ?? one.from]))].sort(
          (a, b) => a - b,
        );
        const whole = edges.reduce((total, from, index) => {
          const here = impacts.filter((one) => one.from <= from && from < (one.to ?? from));
          const weight = here.some((one) => one.state === 'DOWN') ? 1_000_000 : here.length > 0 ? 500_000 : 0;
          return total + ((edges[index + 1] ?? from) - from) * weight;
        }, 0);
        expect(sum).toBe(whole);
      }),
    );
  });

  it('a month with a clock change is measured at its real length', () => {
    const seconds = (timeZone: string, month: string) =>
      measure([], {}, { timeZone, month }).lengthMs / SECOND_MS;
    expect(seconds(BERLIN, '2026-03')).toBe(743 * 3600);
    expect(seconds(BERLIN, '2026-10')).toBe(745 * 3600);
    expect(seconds('Australia/Lord_Howe', '2026-04')).toBe(720.5 * 3600);
    // Clocks jump from 02:00 to 03:00: the outage lasts an hour, not two.
    const across = outage('2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00');
    expect(measure([across]).countedSeconds).toBe('3600.000');
  });

  it('planned, late notice, allowance and overrun each change the answer', () => {
    const window = {
      announcedFrom: Date.parse('2026-03-10T02:00:00Z'),
      announcedTo: Date.parse('2026-03-10T02:20:00Z'),
      noticeGivenAt: Date.parse('2026-03-08T02:00:00Z'),
    };
    const counted = (maintenance: Impact['maintenance'], terms: Partial<Agreement> = {}) =>
      measure([outage('2026-03-10T02:00:00Z', '2026-03-10T02:30:00Z', { maintenance })], terms)
        .countedSeconds;
    expect(counted(null)).toBe('1800.000');
    expect(counted(window)).toBe('600.000'); // the overrun
    expect(counted({ ...window, announcedTo: Date.parse('2026-03-10T03:00:00Z') })).toBe('0.000');
    expect(counted({ ...window, noticeGivenAt: window.noticeGivenAt + 1 })).toBe('1800.000');
    expect(counted({ ...window, noticeGivenAt: null })).toBe('1800.000');
    expect(counted(window, { maintenanceCapMinutes: '15' })).toBe('900.000');
    expect(counted(window, { maintenanceCapMinutes: null })).toBe('600.000');
    expect(counted(window, { maintenanceNoticeHours: null })).toBe('1800.000');
    expect(counted(window, { maintenanceNoticeHours: 0 })).toBe('600.000');
  });

  it('notice given exactly N hours before the start is in time', () => {
    const from = Date.parse('2026-03-10T02:00:00Z');
    const maintenance = {
      announcedFrom: from,
      announcedTo: from + 600_000,
      noticeGivenAt: from - 48 * 3_600_000,
    };
    const planned = outage('2026-03-10T02:00:00Z', '2026-03-10T02:10:00Z', { maintenance });
    expect(measure([planned]).excludedMs).toBe(600_000);
  });

  it('an instant with any impact that is not excludable counts at the worst weight', () => {
    const from = Date.parse('2026-03-10T02:00:00Z');
    const maintenance = { announcedFrom: from, announcedTo: from + 3_600_000, noticeGivenAt: 0 };
    const planned = outage('2026-03-10T02:00:00Z', '2026-03-10T02:30:00Z', { maintenance });
    const unplanned = outage('2026-03-10T02:10:00Z', '2026-03-10T02:20:00Z', { state: 'DEGRADED' });
    const both = measure([planned, unplanned]);
    expect([both.countedSeconds, both.excludedMs]).toEqual(['600.000', 1_200_000]);
  });

  it('the allowance is used up in time order over the month', () => {
    const on = (day: string, state: Impact['state']) => {
      const announcedFrom = Date.parse(`2026-03-${day}T02:00:00Z`);
      const maintenance = { announcedFrom, announcedTo: announcedFrom + 1_200_000, noticeGivenAt: 0 };
      return outage(`2026-03-${day}T02:00:00Z`, `2026-03-${day}T02:20:00Z`, { state, maintenance });
    };
    // 30 minutes: all 20 of the degraded ones on the 3rd, then 10 of the 20 on the 20th.
    expect(measure([on('20', 'DOWN'), on('03', 'DEGRADED')]).countedSeconds).toBe('600.000');
    expect(measure([on('20', 'DEGRADED'), on('03', 'DOWN')]).countedSeconds).toBe('300.000');
  });

  it('unknown time leaves the length, but not where something known covers it', () => {
    const unknown = outage('2026-03-10T00:00:00Z', '2026-03-10T01:00:00Z', { state: 'UNKNOWN' });
    const down = outage('2026-03-10T00:30:00Z', '2026-03-10T01:30:00Z');
    const both = measure([unknown, down]);
    expect(both.unknownMs).toBe(1_800_000);
    expect(both.lengthMs).toBe(743 * 3_600_000 - 1_800_000);
    expect(both.countedSeconds).toBe('3600.000');
  });

  it('an open outage ends at asOf, and nothing after asOf counts', () => {
    const asOf = Date.parse('2026-03-10T00:10:00.250Z');
    const open = outage('2026-03-10T00:00:00Z', null);
    const later = outage('2026-03-10T00:10:00.250Z', '2026-03-11T00:00:00Z');
    const longer = outage('2026-03-10T00:05:00Z', '2026-03-12T00:00:00Z');
    expect(measure([open, later, longer], {}, { asOf }).countedSeconds).toBe('600.250');
    expect(measure([], {}, { asOf }).lengthMs).toBe(743 * 3_600_000);
  });

  it('the length is the month within the agreement, and a month without any has no uptime', () => {
    const half = measure([], { validFrom: '2026-03-10', validTo: '2026-03-20' });
    expect(half.lengthMs).toBe(10 * 86_400_000);
    const none = measure([outage('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z')], {
      validFrom: '2026-04-01',
    });
    expect([none.lengthMs, none.uptime, none.breached, none.countedSeconds, none.creditPercent]).toEqual([
      0,
      null,
      false,
      '0.000',
      '0',
    ]);
  });

  it('uptime exactly at the target is no breach, a millionth of a millisecond less is', () => {
    const terms = termsOf(agreement);
    const lengthMs = 743 * 3_600_000;
    const allowedUnits = 2_674_800 * 1_000_000; // 0.1 % of the length
    const at = figuresOf(terms, lengthMs, allowedUnits);
    expect([at.uptime, at.breached, at.headroomSeconds, at.creditPercent]).toEqual([
      '99.900000000000',
      false,
      '0.000',
      '0',
    ]);
    const past = figuresOf(terms, lengthMs, allowedUnits + 1);
    expect([past.uptime, past.breached, past.creditPercent]).toEqual(['99.900000000000', true, '10']);
  });

  it('percents and seconds are rounded half to even', () => {
    expect([5n, 15n, 25n, -5n, -15n, 26n, 24n].map((n) => divideHalfEven(n, 10n))).toEqual([
      0n,
      2n,
      2n,
      0n,
      -2n,
      3n,
      2n,
    ]);
    // 0.5 ms and 1.5 ms of weighted time.
    expect([secondsOf(500_000), secondsOf(1_500_000), secondsOf(-500_001)]).toEqual([
      '0.000',
      '0.002',
      '-0.001',
    ]);
    // Of 2^15 ms an odd count of milliseconds ends in a 5 at the 13th decimal: 99.9969482421875, 99.9908447265625.
    const uptimeOf = (downMs: number) => figuresOf(termsOf(agreement), 2 ** 15, downMs * 1_000_000).uptime;
    expect([uptimeOf(1), uptimeOf(3)]).toEqual(['99.996948242188', '99.990844726562']);
  });

  it('the lowest broken tier pays alone, whether or not the target is broken, up to the cap', () => {
    const hours = (count: number) =>
      outage(
        '2026-03-02T00:00:00Z',
        new Date(Date.parse('2026-03-02T00:00:00Z') + count * 3_600_000).toISOString(),
      );
    expect(measure([hours(0.5)]).creditPercent).toBe('0');
    expect(measure([hours(1)]).creditPercent).toBe('10');
    expect(measure([hours(8)]).creditPercent).toBe('25');
    expect(measure([hours(48)]).creditPercent).toBe('100');
    expect(measure([hours(48)], { creditCapPercent: '30.5' }).creditPercent).toBe('30.5');
    const lenient = measure([hours(1)], { uptimeTarget: '99' });
    expect([lenient.breached, lenient.creditPercent]).toEqual([false, '10']);
    const silent = measure([hours(1)], { creditTiers: [] });
    expect([silent.breached, silent.creditPercent]).toEqual([true, '0']);
  });

  it('a day of a month shared by agreements is measured where its own rules', () => {
    const piece = (from: string, to: string) => ({
      from: startOfDate(BERLIN, from),
      to: startOfDate(BERLIN, to),
    });
    const within = [piece('2026-03-20', '2026-03-25'), piece('2026-03-01', '2026-03-05')];
    const impacts = [
      outage('2026-03-04T22:30:00Z', '2026-03-04T23:30:00Z'),
      outage('2026-03-10T00:00:00Z', null),
    ];
    const shared = measureMonth({
      impacts,
      agreement,
      timeZone: BERLIN,
      month: '2026-03',
      asOf: TURN,
      within,
    });
    expect(shared.lengthMs).toBe(9 * 86_400_000);
    expect(shared.countedSeconds).toBe(String((30 * 60 + 5 * 86_400).toFixed(3)));
  });

  it('malformed agreements are refused', () => {
    expect(() => measure([], { degradedWeight: '1.1' })).toThrow(RangeError);
    expect(() => measure([], { degradedWeight: '0.1234567' })).toThrow(RangeError);
    expect(() => measure([], { uptimeTarget: '-1' })).toThrow(RangeError);
  });

  it('reproduces the worked example of Berlin, March 2026, digit by digit', () => {
    const counted = outage('2026-03-03T09:00:00Z', '2026-03-03T09:20:00Z');
    const before = measure([counted]);
    expect([before.lengthMs, before.headroomSeconds]).toEqual([2_674_800_000, '1474.800']);
    const rest = { creditTiers: agreement.creditTiers.slice(0, 2) };
    const unplanned = measure([counted, outage('2026-03-17T01:00:00Z', '2026-03-17T01:45:00Z')], rest);
    expect(unplanned).toEqual({
      month: '2026-03',
      lengthMs: 2_674_800_000,
      unknownMs: 0,
      excludedMs: 0,
      countedUnits: 3_900_000 * 1_000_000,
      countedSeconds: '3900.000',
      uptime: '99.854194706146',
      breached: true,
      headroomSeconds: '-1225.200',
      tiers: [
        { below: '99.0', percent: '25', headroomSeconds: '22848.000' },
        { below: '99.9', percent: '10', headroomSeconds: '-1225.200' },
      ],
      creditPercent: '10',
    });
    const announcedFrom = Date.parse('2026-03-17T01:00:00Z');
    const announced = outage('2026-03-17T01:00:00Z', '2026-03-17T01:45:00Z', {
      maintenance: {
        announcedFrom,
        announcedTo: announcedFrom + 2_700_000,
        noticeGivenAt: announcedFrom - 48 * 3_600_000,
      },
    });
    const planned = measure([counted, announced], rest);
    expect([planned.countedSeconds, planned.excludedMs, planned.headroomSeconds, planned.breached]).toEqual([
      '2100.000',
      1_800_000,
      '574.800',
      false,
    ]);
    expect(planned.creditPercent).toBe('0');
  });
});
