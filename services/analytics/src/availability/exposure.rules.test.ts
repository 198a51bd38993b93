import fc from 'fast-check';
import type { Agreement, AgreementCandidate } from './agreement.rules.js';
import { measureMonth } from './availability.rules.js';
import type { Impact } from './availability.rules.js';
import { creditsOf, feesOfMonth } from './credit.rules.js';
import { exposureOf, exposureOfMonth } from './exposure.rules.js';
import type { ExposureFigures, OutageQuestion, SliceBounds, SliceStates } from './exposure.rules.js';
import { startOfDate } from './local-month.rules.js';

const BERLIN = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
const TURN = startOfDate(BERLIN, '2026-04-01');

const agreement: Agreement = {
  id: 'sla_1',
  validFrom: '2025-01-01',
  validTo: null,
  uptimeTarget: '99.9',
  degradedWeight: '0.5',
  maintenanceNoticeHours: '48',
  maintenanceCapMinutes: '20',
  creditTiers: [
    { below: '99.9', percent: '10' },
    { below: '99.0', percent: '25' },
  ],
  creditCapPercent: '50',
};

function entitled(by: Agreement, rest: Partial<AgreementCandidate> = {}): AgreementCandidate {
  return { entitlementId: 'ent_1', agreement: by, validFrom: '2025-01-01', validTo: null, ...rest };
}

function impact(from: number, to: number | null, rest: Partial<Impact> = {}): Impact {
  return { incidentId: 'inc', state: 'DOWN', from, to, maintenance: null, ...rest };
}

interface Case {
  readonly question?: Partial<OutageQuestion>;
  readonly slices?: readonly SliceBounds[];
  readonly pattern?: readonly SliceStates[];
  readonly candidates?: readonly AgreementCandidate[];
  readonly base?: readonly Impact[];
}

/** An hour of outage across the turn from March to April in Berlin, unless told otherwise. */
function rowsOf({ question, slices, pattern, candidates, base }: Case) {
  const asked = {
    from: TURN - HOUR_MS / 2,
    to: TURN + HOUR_MS / 2,
    planned: false,
    noticeGivenAt: null,
    asOf: TURN - 12 * HOUR_MS,
    ...question,
  };
  return exposureOf(
    asked,
    slices ?? [[asked.from, asked.to]],
  )({
    pattern: pattern ?? [[3, 0, null]],
    timeZone: BERLIN,
    candidates: candidates ?? [entitled(agreement)],
    base: base ?? [],
  });
}

function counted(one: Case): number[] {
  return rowsOf(one).map((row) => row.figures.countedSeconds);
}

const PLANNED = { planned: true as const, noticeGivenAt: TURN - HOUR_MS / 2 - 48 * HOUR_MS };

describe('exposure of a what-if outage', () => {
  it('the shortcut equals the definition for any ledger, context, notice and allowance', () => {
    const REACH = 7200;
    const second = fc.integer({ min: -REACH, max: REACH });
    const slice = fc.tuple(
      fc.integer({ min: 0, max: 2400 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(null, 0, 47 * HOUR_MS, 48 * HOUR_MS, 100 * HOUR_MS),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(null, 0, 48 * HOUR_MS),
    );
    const ledger = fc
      .tuple(
        fc.constantFrom<Impact['state']>('DOWN', 'DEGRADED', 'UNKNOWN'),
        second,
        fc.option(fc.integer({ min: 0, max: 3000 }), { nil: null }),
        fc.boolean(),
      )
      .map(([state, from, length, isPlanned]) => {
        const start = TURN + from * 1000;
        const maintenance = { announcedFrom: start, announcedTo: start + 1_200_000, noticeGivenAt: 0 };
        return impact(start, length === null ? null : start + length * 1000, {
          state,
          maintenance: isPlanned ? maintenance : null,
        });
      });
    fc.assert(
      fc.property(
        fc.record({
          from: second,
          slices: fc.array(slice, { minLength: 1, maxLength: 4 }),
          base: fc.array(ledger, { maxLength: 3 }),
          planned: fc.boolean(),
          noticeGivenAt: fc.constantFrom(null, 0, TURN - 48 * HOUR_MS),
          asOf: fc.constantFrom(-REACH, -600, 0, 600, REACH),
          maintenanceCapMinutes: fc.constantFrom('20', null),
          maintenanceNoticeHours: fc.constantFrom('48', null),
          entitledFrom: fc.constantFrom('2025-01-01', '2026-03-31', '2026-04-01'),
        }),
        ({ slices: drawn, ...one }) => {
          const from = TURN + one.from * 1000;
          const slices: SliceBounds[] = [];
          let end = from;
          for (const [length] of drawn) slices.push([end, (end += length * 1000)]);
          const pattern = drawn.map(([, a, b, lead, own, aloneLead]): SliceStates => {
            return [Math.max(a, b), Math.min(a, b), lead, own, aloneLead];
          });
          const ruling = {
            ...agreement,
            maintenanceCapMinutes: one.maintenanceCapMinutes,
            maintenanceNoticeHours: one.maintenanceNoticeHours,
          };
          const question: OutageQuestion = {
            from,
            to: end,
            planned: one.planned,
            noticeGivenAt: one.noticeGivenAt,
            asOf: TURN + one.asOf * 1000,
          };
          const rows = exposureOf(question, slices);
          const candidates = [entitled(ruling, { validFrom: one.entitledFrom })];
          // Three customers of one what-if share what the shortcut keeps.
          for (const base of [one.base, [], one.base.slice(0, 1)]) {
            for (const row of rows({ pattern, timeZone: BERLIN, candidates, base })) {
              const { within, figures } = row;
              const { month } = figures;
              expect(figures).toEqual(
                exposureOfMonth({
                  question,
                  slices,
                  pattern,
                  agreement: ruling,
                  within,
                  timeZone: BERLIN,
                  month,
                  base,
                }),
              );
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('without context, month to date plus counted is what the month would measure with the outage in it', () => {
    const start = TURN - 20 * HOUR_MS;
    const base = [
      impact(start, start + 400_000),
      impact(start + 300_000, start + 1_000_000, { state: 'DEGRADED' }),
    ];
    for (const planned of [null, PLANNED]) {
      const maintenance =
        planned !== null
          ? {
              announcedFrom: TURN - HOUR_MS / 2,
              announcedTo: TURN + HOUR_MS / 2,
              noticeGivenAt: planned.noticeGivenAt,
            }
          : null;
      const simulated = impact(TURN - HOUR_MS / 2, TURN + HOUR_MS / 2, { maintenance });
      const rows = rowsOf({ question: planned ?? {}, base });
      expect(rows.map((row) => row.figures.month)).toEqual(['2026-03', '2026-04']);
      for (const { figures } of rows) {
        const measured = measureMonth({
          impacts: [...base, simulated],
          agreement,
          timeZone: BERLIN,
          month: figures.month,
          asOf: TURN + 24 * HOUR_MS,
        });
        expect(figures.monthToDateSeconds + figures.countedSeconds).toBe(Number(measured.countedSeconds));
        expect(figures.projectedUptime).toBe(measured.uptime);
        expect(figures.headroomSeconds).toBe(Number(measured.headroomSeconds));
        expect([figures.breached, figures.creditPercent]).toEqual([
          measured.breached,
          measured.creditPercent,
        ]);
      }
    }
  });

  it('planned in time is excluded up to the allowance of each month, late notice is not', () => {
    expect(counted({})).toEqual([1800, 1800]);
    expect(counted({ question: PLANNED })).toEqual([600, 600]);
    expect(counted({ question: { ...PLANNED, noticeGivenAt: PLANNED.noticeGivenAt + 1 } })).toEqual([
      1800, 1800,
    ]);
    expect(counted({ question: { ...PLANNED, planned: false } })).toEqual([1800, 1800]);
    expect(counted({ question: { planned: true, noticeGivenAt: null } })).toEqual([1800, 1800]);
    const unlimited = [entitled({ ...agreement, maintenanceCapMinutes: null })];
    expect(counted({ question: PLANNED, candidates: unlimited })).toEqual([0, 0]);
  });

  it('maintenance already in the ledger uses up the allowance that the outage draws on', () => {
    const start = TURN - 100 * HOUR_MS;
    const maintenance = { announcedFrom: start, announcedTo: start + 900_000, noticeGivenAt: 0 };
    const base = [impact(start, start + 900_000, { maintenance })];
    expect(counted({ question: PLANNED, base })).toEqual([1500, 600]);
  });

  it('context that is there anyway is not counted again, and AT_RISK hits nobody', () => {
    expect(counted({ pattern: [[3, 2, 0]] })).toEqual([900, 900]);
    expect(counted({ pattern: [[2, 1, 0]] })).toEqual([900, 900]);
    expect(counted({ pattern: [[3, 3, 0]] })).toEqual([]);
    expect(counted({ pattern: [[1, 0, null]] })).toEqual([]);
  });

  it('an outage is excluded only where the context with it is too', () => {
    const lead = 48 * HOUR_MS;
    const candidates = [entitled({ ...agreement, maintenanceCapMinutes: null })];
    expect(counted({ question: PLANNED, candidates, pattern: [[3, 2, 0]] })).toEqual([900, 900]);
    expect(counted({ question: PLANNED, candidates, pattern: [[3, 2, lead]] })).toEqual([0, 0]);
    expect(counted({ question: PLANNED, candidates, pattern: [[3, 2, lead - 1]] })).toEqual([900, 900]);
    // Unplanned on top of announced maintenance: all of it counts, and the maintenance alone would not have.
    expect(counted({ candidates, pattern: [[3, 2, lead]] })).toEqual([1800, 1800]);
    // Without hours of notice asked for, the unannounced still is not excludable.
    const none = [entitled({ ...agreement, maintenanceCapMinutes: null, maintenanceNoticeHours: 0 })];
    expect(counted({ question: PLANNED, candidates: none, pattern: [[3, 2, 0]] })).toEqual([900, 900]);
  });

  it('announced maintenance excuses no outage that hits as hard beside it', () => {
    const lead = 48 * HOUR_MS;
    const candidates = [entitled({ ...agreement, maintenanceCapMinutes: null })];
    const slices: SliceBounds[] = [
      [TURN - HOUR_MS / 2, TURN - HOUR_MS / 4],
      [TURN - HOUR_MS / 4, TURN],
    ];
    // Maintenance is down for the first quarter of an hour, the outage for both: all of it is the outage's.
    const beside: Case = { slices, candidates, pattern: [[3, 3, lead, 3, lead], [3, 0, null, 3, null]] }; // prettier-ignore
    expect(counted(beside)).toEqual([1800]);
    expect(counted({ ...beside, question: PLANNED })).toEqual([0]);
    expect(counted({ ...beside, question: { ...PLANNED, noticeGivenAt: PLANNED.noticeGivenAt + 1 } })).toEqual([1800]); // prettier-ignore
    // Where it does not reach the product in the first quarter, the maintenance stays excluded.
    expect(counted({ ...beside, pattern: [[3, 3, lead, 0, lead], [3, 0, null, 3, null]] })).toEqual([900]); // prettier-ignore
  });

  it('a planned outage does not excuse unannounced context without which it would not hit', () => {
    const candidates = [entitled({ ...agreement, maintenanceCapMinutes: null })];
    const one: Case = { question: PLANNED, candidates };
    expect(counted({ ...one, pattern: [[3, 1, 0, 3, null]] })).toEqual([1800, 1800]);
    expect(counted({ ...one, pattern: [[3, 1, 48 * HOUR_MS, 3, null]] })).toEqual([0, 0]);
    // What is excluded without the outage counts with it: 900 s of DEGRADED were none of the month's.
    expect(counted({ ...one, pattern: [[3, 2, 0, 3, 48 * HOUR_MS]] })).toEqual([1800, 1800]);
  });

  it('the ledger is taken up to asOf', () => {
    const asOf = TURN - 12 * HOUR_MS;
    const rows = rowsOf({ base: [impact(asOf - 60_000, null), impact(asOf, asOf + 60_000)] });
    expect(rows.map((row) => row.figures.monthToDateSeconds)).toEqual([60, 0]);
  });

  it('rows stand for the months and agreements inside which the outage hits', () => {
    const slices: SliceBounds[] = [
      [TURN - HOUR_MS / 2, TURN],
      [TURN, TURN + HOUR_MS / 2],
    ];
    const months = (one: Case) => rowsOf(one).map((row) => row.figures.month);
    expect(months({ slices, pattern: [[3, 0, null], [1, 0, null]] })).toEqual(['2026-03']); // prettier-ignore
    const next = entitled({ ...agreement, id: 'sla_2' }, { validFrom: '2026-04-01', entitlementId: 'ent_2' });
    const ended = entitled(agreement, { validTo: '2026-04-01' });
    const rows = rowsOf({ candidates: [next, ended] });
    expect(rows.map((row) => [row.figures.month, row.agreement.id, row.entitlementIds])).toEqual([
      ['2026-03', 'sla_1', ['ent_1']],
      ['2026-04', 'sla_2', ['ent_2']],
    ]);
    expect(rowsOf({ candidates: [entitled(agreement, { validTo: '2026-03-31' })] })).toEqual([]);
  });

  it('reproduces the worked example of Berlin, March 2026, digit by digit', () => {
    const from = Date.parse('2026-03-17T01:00:00Z');
    const to = from + 2_700_000;
    const ruling = { ...agreement, maintenanceCapMinutes: '30' };
    const counted20 = impact(Date.parse('2026-03-03T09:00:00Z'), Date.parse('2026-03-03T09:20:00Z'));
    const question = { from, to, asOf: from - HOUR_MS };
    const one = { candidates: [entitled(ruling)], base: [counted20] };
    const unplanned: ExposureFigures = {
      month: '2026-03',
      countedSeconds: 2700,
      monthToDateSeconds: 1200,
      projectedUptime: '99.854194706146',
      headroomSeconds: -1225.2,
      breached: true,
      creditPercent: '10',
    };
    expect(rowsOf({ ...one, question }).map((row) => row.figures)).toEqual([unplanned]);
    const planned = { ...question, planned: true, noticeGivenAt: from - 48 * HOUR_MS };
    expect(rowsOf({ ...one, question: planned }).map((row) => row.figures)).toEqual([
      {
        ...unplanned,
        countedSeconds: 900,
        projectedUptime: '99.921489457156',
        headroomSeconds: 574.8,
        breached: false,
        creditPercent: '0',
      },
    ]);
  });

  it("reproduces the worked example across a month's end, digit by digit", () => {
    const earlier = Date.parse('2026-03-12T10:00:00+01:00');
    const base = [impact(earlier, earlier + 1_000_000)];
    const subscriptions = [
      {
        kind: 'STANDARD',
        endedOn: null,
        terms: [
          { from: '2025-06-01', to: '2026-03-17', monthlyPrice: '1000.00', currency: 'EUR' },
          { from: '2026-03-17', to: null, monthlyPrice: '1234.50', currency: 'EUR' },
        ],
      },
      {
        kind: 'STANDARD',
        endedOn: null,
        terms: [{ from: '2026-03-22', to: null, monthlyPrice: '50000', currency: 'JPY' }],
      },
    ];
    const answer = (question: Partial<OutageQuestion>) =>
      rowsOf({ question, base }).map(({ figures }) => [
        ...Object.values(figures),
        creditsOf(feesOfMonth(subscriptions, BERLIN, figures.month), figures.creditPercent),
      ]);
    const credits = [
      { amount: '111.35', currency: 'EUR' },
      { amount: '1613', currency: 'JPY' },
    ];
    expect(answer({})).toEqual([
      ['2026-03', 1800, 1000, '99.895319276208', -125.2, true, '10', credits],
      ['2026-04', 1800, 0, '99.930555555556', 792, false, '0', []],
    ]);
    expect(answer(PLANNED)).toEqual([
      ['2026-03', 600, 1000, '99.940182443547', 1074.8, false, '0', []],
      ['2026-04', 600, 0, '99.976851851852', 1992, false, '0', []],
    ]);
  });
});
