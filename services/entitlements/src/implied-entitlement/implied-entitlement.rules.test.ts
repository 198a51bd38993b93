import fc from 'fast-check';
import { align, impliedBy, type ImpliedTerms, type PlanPromise } from './implied-entitlement.rules.js';

const enterprise: PlanPromise = {
  supportLevelId: 'lvl_e',
  casesPerYear: 120,
  versions: [
    { agreementId: 'sla_1', validFrom: '2025-01-01', validTo: '2026-01-01' },
    { agreementId: 'sla_2', validFrom: '2026-01-01', validTo: null },
  ],
};
const basic: PlanPromise = {
  supportLevelId: 'lvl_b',
  casesPerYear: null,
  versions: [{ agreementId: 'sla_b', validFrom: '2024-01-01', validTo: null }],
};
const promises = new Map([
  ['pln_e', enterprise],
  ['pln_b', basic],
  ['pln_none', { supportLevelId: null, casesPerYear: null, versions: [] }],
]);

const implied = (agreementId: string, validFrom: string, validTo: string | null): ImpliedTerms => ({
  agreementId,
  supportLevelId: agreementId === 'sla_b' ? 'lvl_b' : 'lvl_e',
  cases: agreementId === 'sla_b' ? null : 120,
  validFrom,
  validTo,
});

describe('what a subscription implies', () => {
  it('is every version of its plan’s agreement on the days on which both hold', () => {
    expect(impliedBy([{ from: '2025-10-01', to: '2026-06-01', planId: 'pln_e' }], promises)).toEqual([
      implied('sla_1', '2025-10-01', '2026-01-01'),
      implied('sla_2', '2026-01-01', '2026-06-01'),
    ]);
    expect(impliedBy([{ from: '2026-02-01', to: null, planId: 'pln_e' }], promises)).toEqual([
      implied('sla_2', '2026-02-01', null),
    ]);
  });

  it('begins with the agreement where the subscription is older', () => {
    expect(impliedBy([{ from: '2020-01-01', to: null, planId: 'pln_b' }], promises)).toEqual([
      implied('sla_b', '2024-01-01', null),
    ]);
  });

  it('follows an upgrade to a plan with another agreement, not a mere change of price', () => {
    const terms = [
      { from: '2026-01-10', to: '2026-02-01', planId: 'pln_b' },
      { from: '2026-02-01', to: '2026-03-01', planId: 'pln_b' },
      { from: '2026-03-01', to: null, planId: 'pln_e' },
    ];
    expect(impliedBy(terms, promises)).toEqual([
      implied('sla_b', '2026-01-10', '2026-03-01'),
      implied('sla_2', '2026-03-01', null),
    ]);
  });

  it('is nothing where the plan has no agreement, or is unknown', () => {
    expect(impliedBy([{ from: '2026-01-10', to: null, planId: 'pln_none' }], promises)).toEqual([]);
    expect(impliedBy([{ from: '2026-01-10', to: null, planId: 'pln_x' }], promises)).toEqual([]);
  });
});

describe('aligning what is on record', () => {
  const recorded = [
    { id: 'ent_1', ...implied('sla_1', '2025-10-01', '2026-01-01') },
    { id: 'ent_2', ...implied('sla_2', '2026-01-01', null) },
  ];

  it('changes nothing where it says the same', () => {
    expect(align(recorded, recorded)).toEqual({ create: [], change: [] });
  });

  it('moves an end in place, and withdraws what is implied no longer', () => {
    const now = [implied('sla_1', '2025-10-01', '2025-12-01')];
    const { create, change } = align(recorded, now);
    expect(create).toEqual([]);
    expect(change).toEqual([
      { recorded: recorded[0], to: now[0] },
      { recorded: recorded[1], to: implied('sla_2', '2026-01-01', '2026-01-01') },
    ]);
  });

  it('creates what is new beside what stays', () => {
    const next = implied('sla_3', '2026-05-01', null);
    expect(align(recorded, [...recorded, next])).toEqual({ create: [next], change: [] });
  });

  it('leaves on record what is implied and nothing else, however often it is repeated', () => {
    const interval = fc
      .tuple(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('sla_1', 'sla_2'),
      )
      .map(([a, b, agreementId]) =>
        implied(agreementId, `2026-01-0${Math.min(a, b)}`, `2026-01-1${Math.max(a, b) - 1}`),
      );
    const unique = fc.uniqueArray(interval, {
      maxLength: 4,
      selector: ({ agreementId, validFrom }) => `${agreementId} ${validFrom}`,
    });
    fc.assert(
      fc.property(fc.array(unique, { minLength: 1, maxLength: 4 }), (states) => {
        let kept: (ImpliedTerms & { id: number })[] = [];
        let count = 0;
        for (const state of states) {
          for (const round of [1, 2]) {
            const { create, change } = align(kept, state);
            if (round === 2) expect([create, change]).toEqual([[], []]);
            kept = kept.map((one) => ({
              ...one,
              ...change.find(({ recorded: { id } }) => id === one.id)?.to,
            }));
            for (const one of create) kept.push({ id: (count += 1), ...one });
          }
          const holding = kept.filter(({ validFrom, validTo }) => validTo === null || validTo > validFrom);
          const plain = (list: ImpliedTerms[]) =>
            list
              .map(({ agreementId, validFrom, validTo }) => `${agreementId} ${validFrom} ${validTo}`)
              .sort();
          expect(plain(holding)).toEqual(plain(state));
        }
      }),
    );
  });
});
