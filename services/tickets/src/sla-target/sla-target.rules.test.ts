import fc from 'fast-check';
import { addWorkingTime, workingCalendarOf } from '@plimsoll/working-time';
import { chooseTargets, SlaTarget, type HoldingEntitlement } from './sla-target.rules.js';

const HOUR = 3_600_000;
const at = Date.parse('2026-03-02T09:00:00Z');
const calendars = [
  ['cal_always', workingCalendarOf(null)],
  [
    'cal_office',
    workingCalendarOf({ timeZone: 'Europe/Berlin', hours: 'Mon-Fri 09:00-17:00', holidays: [] }),
  ],
  ['cal_night', workingCalendarOf({ timeZone: 'UTC', hours: 'Mon-Sun 20:00-24:00', holidays: [] })],
] as const;

const anyLength = fc.option(fc.constantFrom(1, 2, 4, 8, 24).map((hours) => hours * HOUR));
const anyPromise = (priority: string) =>
  fc.record({
    priority: fc.constant(priority),
    firstResponse: anyLength,
    update: anyLength,
    resolution: anyLength,
  });

const anyHolding: fc.Arbitrary<HoldingEntitlement[]> = fc
  .array(
    fc.record({
      calendar: fc.constantFrom(...calendars),
      uptimeTarget: fc.constantFrom(99, 99.9, 99.95),
      agreementFrom: fc.constantFrom('2025-01-01', '2026-01-01'),
      agreement: fc.constantFrom('sla_1', 'sla_2', 'sla_3'),
      promises: fc.tuple(anyPromise('P1'), anyPromise('P3')),
    }),
    { maxLength: 5 },
  )
  .map((all) =>
    all.map(({ calendar: [calendarId, calendar], agreement, ...one }, index) => ({
      ...one,
      calendarId,
      calendar,
      agreementId: agreement,
      entitlementId: `ent_${index}`,
    })),
  );

const PROPERTY = {
  FIRST_RESPONSE: 'firstResponse',
  UPDATE: 'update',
  RESOLUTION: 'resolution',
} as const;

/** Whether nobody's promise comes before this one: neither by its instant nor, at the same one, by its strictness. */
function isFirst(
  one: HoldingEntitlement,
  all: readonly HoldingEntitlement[],
  due: (of: HoldingEntitlement) => number | null,
) {
  const key = (of: HoldingEntitlement) => [
    String(due(of)).padStart(20, '0'),
    String(1_000 - of.uptimeTarget * 10).padStart(6, '0'),
    of.agreementFrom,
    of.agreementId,
    of.entitlementId,
  ];
  return all.every((other) => due(other) === null || JSON.stringify(key(one)) <= JSON.stringify(key(other)));
}

describe('the targets of a ticket', () => {
  it('are those of whoever is due first, tried one against every other', () => {
    fc.assert(
      fc.property(anyHolding, (holding) => {
        const chosen = chooseTargets(holding, at);
        for (const priority of ['P1', 'P2', 'P3']) {
          for (const target of Object.values(SlaTarget)) {
            const lengthOf = (of: HoldingEntitlement) =>
              of.promises.find((promise) => promise.priority === priority)?.[PROPERTY[target]] ?? null;
            const due = (of: HoldingEntitlement) => {
              const length = lengthOf(of);
              return length === null ? null : addWorkingTime(of.calendar, at, length);
            };
            const first = holding.find((one) => due(one) !== null && isFirst(one, holding, due));
            expect(chosen.filter((one) => one.priority === priority && one.target === target)).toEqual(
              first
                ? [
                    {
                      priority,
                      target,
                      ms: lengthOf(first),
                      calendarId: first.calendarId,
                      agreementId: first.agreementId,
                      entitlementId: first.entitlementId,
                    },
                  ]
                : [],
            );
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are none where a calendar never works', () => {
    const never = { timeZone: 'UTC', hours: [] };
    const promises = [{ priority: 'P1', firstResponse: HOUR, update: null, resolution: null }];
    const holding = [
      {
        entitlementId: 'ent',
        agreementId: 'sla',
        uptimeTarget: 99,
        agreementFrom: '2026-01-01',
        calendarId: 'cal',
        calendar: never,
        promises,
      },
    ];
    expect(chooseTargets(holding, at)).toEqual([]);
  });
});
