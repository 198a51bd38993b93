import { agreementsOfMonth, strictestAgreement } from './agreement.rules.js';
import type { Agreement, AgreementCandidate } from './agreement.rules.js';
import { monthBounds, startOfDate } from './local-month.rules.js';

const BERLIN = 'Europe/Berlin';

function agreement(
  id: string,
  uptimeTarget: string,
  validFrom = '2025-01-01',
  validTo: string | null = null,
) {
  const one: Agreement = {
    id,
    validFrom,
    validTo,
    uptimeTarget,
    degradedWeight: '1',
    maintenanceNoticeHours: null,
    maintenanceCapMinutes: null,
    creditTiers: [],
    creditCapPercent: null,
  };
  return one;
}

function entitled(
  entitlementId: string,
  by: Agreement,
  validFrom = '2025-01-01',
  validTo: string | null = null,
): AgreementCandidate {
  return { entitlementId, agreement: by, validFrom, validTo };
}

const at = (date: string) => startOfDate(BERLIN, date);
const bounds = monthBounds(BERLIN, '2026-03');

describe('the agreement that rules availability', () => {
  it('is the one with the highest target, then the earliest, then the smallest id', () => {
    const pick = (...candidates: AgreementCandidate[]) =>
      strictestAgreement(candidates, BERLIN, at('2026-03-10'))?.entitlementId;
    expect(pick(entitled('a', agreement('1', '99.9')), entitled('b', agreement('2', '99.95')))).toBe('b');
    // As decimals, not as text.
    expect(pick(entitled('a', agreement('1', '99.90')), entitled('b', agreement('2', '100')))).toBe('b');
    expect(
      pick(entitled('a', agreement('1', '99.9', '2025-02-01')), entitled('b', agreement('2', '99.90'))),
    ).toBe('b');
    expect(pick(entitled('a', agreement('2', '99.9')), entitled('b', agreement('1', '99.9')))).toBe('b');
    expect(pick()).toBeUndefined();
  });

  it('needs entitlement and agreement in force, the last day being the first one out', () => {
    const ended = entitled('a', agreement('1', '99.99'), '2025-01-01', '2026-03-10');
    const lesser = entitled('b', agreement('2', '99'));
    expect(strictestAgreement([ended, lesser], BERLIN, at('2026-03-10') - 1)?.entitlementId).toBe('a');
    expect(strictestAgreement([ended, lesser], BERLIN, at('2026-03-10'))?.entitlementId).toBe('b');
    const future = entitled('c', agreement('3', '100', '2026-04-01'));
    expect(strictestAgreement([future], BERLIN, at('2026-03-31'))).toBeNull();
  });

  it('that covers the whole month has it alone', () => {
    const [strict, lesser] = [entitled('a', agreement('1', '99.9')), entitled('b', agreement('2', '99'))];
    expect(agreementsOfMonth([lesser, strict], BERLIN, '2026-03')).toEqual([
      { agreement: strict.agreement, entitlementIds: ['a'], within: null, feeWithin: null },
    ]);
    expect(agreementsOfMonth([], BERLIN, '2026-03')).toEqual([]);
  });

  it('shares a month that it enters or leaves, each instant going to the strictest in force', () => {
    const strict = entitled('a', agreement('1', '99.9'), '2026-03-10', '2026-03-20');
    const lesser = entitled('b', agreement('2', '99'));
    const shares = agreementsOfMonth([lesser, strict], BERLIN, '2026-03');
    for (const share of shares) expect(share.feeWithin).toEqual(share.within);
    expect(shares).toMatchObject([
      {
        agreement: lesser.agreement,
        entitlementIds: ['b'],
        within: [
          { from: bounds.from, to: at('2026-03-10') },
          { from: at('2026-03-20'), to: bounds.to },
        ],
      },
      {
        agreement: strict.agreement,
        entitlementIds: ['a'],
        within: [{ from: at('2026-03-10'), to: at('2026-03-20') }],
      },
    ]);
  });

  it('of a new version takes over at midnight in the zone, each with the month within its own validity', () => {
    const old = entitled('a', agreement('1', '99.9', '2025-01-01', '2026-03-16'));
    const next = entitled('a', agreement('2', '99.5', '2026-03-16'));
    expect(agreementsOfMonth([old, next], BERLIN, '2026-03')).toEqual([
      {
        agreement: old.agreement,
        entitlementIds: ['a'],
        within: null,
        feeWithin: [{ from: bounds.from, to: at('2026-03-16') }],
      },
      {
        agreement: next.agreement,
        entitlementIds: ['a'],
        within: null,
        feeWithin: [{ from: at('2026-03-16'), to: bounds.to }],
      },
    ]);
  });

  it('through several entitlements in turn has one share, and days without any belong to nobody', () => {
    const same = agreement('1', '99.9');
    const first = entitled('a', same, '2026-01-01', '2026-03-05');
    const second = entitled('b', same, '2026-03-05', '2026-03-08');
    expect(agreementsOfMonth([second, first], BERLIN, '2026-03')).toEqual([
      {
        agreement: same,
        entitlementIds: ['a', 'b'],
        within: [{ from: bounds.from, to: at('2026-03-08') }],
        feeWithin: null,
      },
    ]);
  });
});
