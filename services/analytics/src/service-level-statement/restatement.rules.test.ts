import fc from 'fast-check';
import { accountOf } from '../account/index.js';
import { monthBounds, type Agreement } from '../availability/index.js';
import { ledgerIndex, type StatedPiece } from '../ledger/index.js';
import { serviceLevelsOf } from '../service-level/index.js';
import { restatementsOf } from './restatement.rules.js';

const HOUR = 3_600_000;
const MONTH = '2026-03';
const account = accountOf(
  ['cus_1', 'Europe/Berlin', 'One', '[["prd_1",[["ent_1","sla_1",null,null]],[]]]'].join('\u001f'),
);
const bounds = monthBounds('Europe/Berlin', MONTH);
const agreements = new Map<string, Agreement>([
  [
    'sla_1',
    {
      id: 'sla_1',
      validFrom: null,
      validTo: null,
      uptimeTarget: '99.9',
      degradedWeight: '0.5',
      maintenanceNoticeHours: '24',
      maintenanceCapMinutes: '30',
      creditTiers: [],
      creditCapPercent: null,
    },
  ],
]);

/** Statements on three incidents, each version at or after the one before, some without a word of the customer. */
const histories = fc
  .array(
    fc.record({
      incident: fc.integer({ min: 1, max: 3 }),
      after: fc.integer({ min: 0, max: 200 }),
      pieces: fc.array(
        fc.record({
          state: fc.constantFrom('DOWN' as const, 'DEGRADED' as const, 'UNKNOWN' as const),
          hour: fc.integer({ min: -5, max: 750 }),
          hours: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null, freq: 6 }),
          planned: fc.boolean(),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 10 },
  )
  .map((statements) => {
    const told = new Map<number, { at: number; version: number; stated: StatedPiece[] }[]>();
    for (const { incident, after, pieces } of statements) {
      const versions = told.get(incident) ?? [];
      told.set(incident, versions);
      const at = (versions.at(-1)?.at ?? bounds.from) + after * HOUR;
      const version = versions.length + 1;
      const stated = pieces.map(({ state, hour, hours, planned }): StatedPiece => {
        const from = bounds.from + hour * HOUR;
        return {
          customerId: 'cus_1',
          incidentId: `tkt_${incident}`,
          productId: 'prd_1',
          version,
          state,
          from,
          to: hours === null ? null : from + hours * HOUR,
          planned,
          announcedFrom: planned ? from : null,
          announcedTo: planned ? from + 2 * HOUR : null,
          noticeGivenAt: planned ? from - 48 * HOUR : null,
          recordedAt: at,
          supersededAt: null,
        };
      });
      versions.push({ at, version, stated });
    }
    return [...told.values()].flatMap((versions) =>
      versions.flatMap(({ stated }, index) =>
        stated.map((piece) => ({ ...piece, supersededAt: versions[index + 1]?.at ?? null })),
      ),
    );
  });

/** What the ledger said at an instant counted up to another: the versions made by then and not replaced by then. */
function countedAt(pieces: readonly StatedPiece[], known: number, asOf: number): string | undefined {
  const current = pieces.filter(
    (piece) => piece.recordedAt <= known && (piece.supersededAt === null || piece.supersededAt > known),
  );
  const index = ledgerIndex(current.map((piece) => ({ ...piece, customerIds: 'cus_1' })));
  return serviceLevelsOf(account, MONTH, asOf, agreements, index)[0]?.measure.countedSeconds;
}

describe('the restatements of a month', () => {
  it('are the same in whatever order the statements are read', () => {
    fc.assert(
      fc.property(histories, fc.integer(), (pieces, seed) => {
        const shuffled = pieces
          .map((piece, place) => ({ piece, key: (place * 7919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
          .map(({ piece }) => piece);
        const told = (all: readonly StatedPiece[]) =>
          restatementsOf(account, MONTH, agreements, all).map(({ at, incidentId, kind, levels }) => [
            at,
            incidentId,
            kind,
            levels.map(({ before, after }) => [
              before?.measure.countedSeconds,
              after?.measure.countedSeconds,
            ]),
          ]);
        expect(told(shuffled)).toEqual(told(pieces));
      }),
    );
  });

  it('say what the ledger said just before and since, whatever was stated', () => {
    fc.assert(
      fc.property(histories, (pieces) => {
        const all = restatementsOf(account, MONTH, agreements, pieces);
        for (const { at, levels } of all) {
          // Of several at one instant the first tells what was before, the last what is since.
          const together = all.filter((one) => one.at === at && one.levels.length > 0);
          const [level] = levels;
          if (level === undefined) continue;
          if (together.length > 1) continue;
          const others = new Set(
            pieces.flatMap(({ recordedAt, supersededAt, incidentId }) =>
              recordedAt === at || supersededAt === at ? [incidentId] : [],
            ),
          );
          if (others.size > 1) continue;
          expect(level.before?.measure.countedSeconds).toBe(countedAt(pieces, at - 1, at));
          expect(level.after?.measure.countedSeconds).toBe(countedAt(pieces, at, at));
        }
      }),
    );
  });

  it('are none where nothing was stated twice or late', () => {
    fc.assert(
      fc.property(histories, (pieces) => {
        const early = pieces.filter(({ version, recordedAt }) => version === 1 && recordedAt < bounds.to);
        const once = early.map((piece) => ({ ...piece, supersededAt: null }));
        expect(restatementsOf(account, MONTH, agreements, once)).toEqual([]);
      }),
    );
  });
});
