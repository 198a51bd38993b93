import fc from 'fast-check';
import type { WorkingCalendar } from '@plimsoll/working-time';
import {
  chooseAvailability,
  chooseTargets,
  type Candidate,
  type TargetName,
} from './effective-entitlement.rules.js';

const MINUTE = 60_000;
const START = Date.parse('2026-03-27T00:00Z');
const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
const office = (timeZone: string): WorkingCalendar => ({
  timeZone,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 })),
});
// Clocks change in Berlin within these days.
const berlin = office('Europe/Berlin');
const kolkata = office('Asia/Kolkata');

const candidate = (entitlementId: string, changes: Partial<Candidate> = {}): Candidate => ({
  entitlementId,
  agreementId: `sla_${entitlementId}`,
  agreementName: entitlementId.toUpperCase(),
  uptimeTarget: '99.9',
  agreementFrom: '2026-01-01',
  targets: [],
  calendar: always,
  hours: '24x7',
  ...changes,
});
const p1 = (firstResponse: string | null, resolution: string | null = null) => [
  { priority: 'P1', firstResponse, update: null, resolution },
];

describe('availability', () => {
  it('is ruled by the whole agreement with the highest target', () => {
    const choice = chooseAvailability([
      candidate('a'),
      candidate('b', { uptimeTarget: '99.95' }),
      candidate('c', { uptimeTarget: '100' }),
    ]);
    expect(choice).toMatchObject({
      entitlementId: 'c',
      because: 'C promises 100 %, the highest target in force.',
      candidates: [
        { entitlementId: 'c', chosen: true },
        { entitlementId: 'b', chosen: false, because: 'B promises 99.95 %, less than 100 %.' },
        { entitlementId: 'a', chosen: false, because: 'A promises 99.9 %, less than 100 %.' },
      ],
    });
    expect(chooseAvailability([])).toBeNull();
    expect(chooseAvailability([candidate('a')])?.because).toBe(
      'A promises 99.9 %, and nothing else is in force.',
    );
  });

  it('goes to the earliest first day, then the smallest id, of equal targets', () => {
    const early = chooseAvailability([candidate('a'), candidate('b', { agreementFrom: '2025-01-01' })]);
    expect(early).toMatchObject({
      entitlementId: 'b',
      because: 'B promises 99.9 %, as A does, and begins on 2025-01-01, before 2026-01-01.',
      candidates: [
        {},
        { because: 'A promises 99.9 %, the same, but begins on 2026-01-01, after 2025-01-01.' },
      ],
    });
    expect(chooseAvailability([candidate('b'), candidate('a')])).toMatchObject({
      entitlementId: 'a',
      because: 'A promises 99.9 %, as B does, and its identifier comes first.',
    });
  });
});

describe('response targets', () => {
  it('go to the earliest due instant, each by itself, on its own calendar', () => {
    // A Friday, 16:00 in Berlin: an hour of the office is left, then Monday on summer time.
    const at = Date.parse('2026-03-27T15:00Z');
    const choices = chooseTargets(
      [
        candidate('a', {
          calendar: berlin,
          hours: 'Mon-Fri 09:00-17:00 Europe/Berlin',
          targets: p1('PT2H', 'PT1H'),
        }),
        candidate('b', { targets: p1('PT24H', 'PT2H'), uptimeTarget: '99.95' }),
        candidate('c'),
      ],
      at,
    );
    expect(choices).toMatchObject([
      {
        priority: 'P1',
        target: 'FIRST_RESPONSE',
        entitlementId: 'b',
        within: 'PT24H',
        dueAt: Date.parse('2026-03-28T15:00Z'),
        because:
          'B promises a first response for P1 within PT24H of 24x7, by 2026-03-28T15:00:00.000Z, before the others.',
        candidates: [
          { entitlementId: 'b', chosen: true },
          {
            entitlementId: 'a',
            chosen: false,
            dueAt: Date.parse('2026-03-30T08:00Z'),
            because:
              'A promises a first response for P1 within PT2H of Mon-Fri 09:00-17:00 Europe/Berlin, by 2026-03-30T08:00:00.000Z, after 2026-03-28T15:00:00.000Z.',
          },
          { entitlementId: 'c', dueAt: null, because: 'C promises no first response for P1.' },
        ],
      },
      { priority: 'P1', target: 'RESOLUTION', entitlementId: 'a', dueAt: Date.parse('2026-03-27T16:00Z') },
    ]);
  });

  it('leave out what never comes', () => {
    const never = candidate('a', { calendar: { timeZone: 'UTC', hours: [] }, targets: p1('PT1H') });
    expect(chooseTargets([never], START)).toEqual([]);
    const [first] = chooseTargets([never, candidate('b', { targets: p1('PT9H') })], START);
    expect(first?.candidates[1]?.because).toBe(
      'A promises a first response for P1 within PT1H of 24x7, which never come.',
    );
  });
});

describe('the choice', () => {
  const DAYS = 6;
  /** Whether each minute from START on is working time, read off a clock on the wall. */
  const minutes = (timeZone: string | null): boolean[] => {
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: timeZone ?? 'UTC',
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    return Array.from({ length: DAYS * 1440 }, (_, minute) => {
      if (timeZone === null) return true;
      const [day = '', hour = ''] = clock.format(START + minute * MINUTE).split(' ');
      return !/Sat|Sun/.test(day) && Number(hour) >= 9 && Number(hour) < 17;
    });
  };
  const worked = new Map([
    [always, minutes(null)],
    [berlin, minutes('Europe/Berlin')],
    [kolkata, minutes('Asia/Kolkata')],
  ]);
  /** Counts minute by minute until the target is reached. */
  function dueOf(calendar: WorkingCalendar, at: number, hours: number): number {
    let left = hours * 60;
    let minute = (at - START) / MINUTE;
    for (; left > 0; minute += 1) if (worked.get(calendar)?.[minute]) left -= 1;
    return START + minute * MINUTE;
  }

  const hours = fc.option(fc.integer({ min: 1, max: 9 }), { nil: null });
  const promise = fc.record({
    firstResponse: hours,
    update: hours,
    resolution: hours,
    uptimeTarget: fc.constantFrom('0', '99', '99.5', '99.95'),
    agreementFrom: fc.constantFrom('2024-01-01', '2025-06-01', '2026-01-01'),
    agreement: fc.constantFrom('x', 'y', 'z'),
    calendar: fc.constantFrom(always, berlin, kolkata),
    priority: fc.constantFrom('P1', 'P2'),
  });
  type Promised = typeof promise extends fc.Arbitrary<infer P> ? P : never;

  it('equals that of trying every entitlement against every other', () => {
    const iso = (length: number | null) => (length === null ? null : `PT${length}H`);
    fc.assert(
      fc.property(
        fc.array(promise, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 1440 }),
        (promises, minute) => {
          const at = START + minute * MINUTE;
          const ids = promises.map((_, place) => `e${place}`);
          const candidates = promises.map((one, place) =>
            candidate(ids[place] ?? '', {
              ...one,
              agreementId: one.agreement,
              targets: [
                {
                  priority: one.priority,
                  firstResponse: iso(one.firstResponse),
                  update: iso(one.update),
                  resolution: iso(one.resolution),
                },
              ],
            }),
          );
          const isStricter = (a: number, b: number) => {
            const [one, other] = [promises[a] as Promised, promises[b] as Promised];
            if (one.uptimeTarget !== other.uptimeTarget) {
              return Number(one.uptimeTarget) > Number(other.uptimeTarget);
            }
            if (one.agreementFrom !== other.agreementFrom) return one.agreementFrom < other.agreementFrom;
            if (one.agreement !== other.agreement) return one.agreement < other.agreement;
            return a < b;
          };
          const places = [...promises.keys()];
          const best = places.find((a) => places.every((b) => a === b || isStricter(a, b)));
          expect(chooseAvailability(candidates)?.entitlementId).toBe(`e${best}`);

          const expected: [string, TargetName, string, number][] = [];
          for (const priority of ['P1', 'P2']) {
            for (const [target, property] of [
              ['FIRST_RESPONSE', 'firstResponse'],
              ['UPDATE', 'update'],
              ['RESOLUTION', 'resolution'],
            ] as const) {
              const dues = new Map<number, number>();
              for (const place of places) {
                const one = promises[place] as Promised;
                const length = one.priority === priority ? one[property] : null;
                if (length !== null) dues.set(place, dueOf(one.calendar, at, length));
              }
              for (const [place, due] of dues) {
                const beaten = [...dues].some(
                  ([other, otherDue]) =>
                    other !== place && (otherDue < due || (otherDue === due && isStricter(other, place))),
                );
                if (!beaten) expected.push([priority, target, `e${place}`, due]);
              }
            }
          }
          const chosen = chooseTargets(candidates, at);
          expect(
            chosen.map(({ priority, target, entitlementId, dueAt }) => [
              priority,
              target,
              entitlementId,
              dueAt,
            ]),
          ).toEqual(expected);
          for (const choice of chosen) {
            expect(choice.candidates.map((one) => one.entitlementId).toSorted()).toEqual(ids);
            expect(choice.candidates.filter((one) => one.chosen)).toHaveLength(1);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
