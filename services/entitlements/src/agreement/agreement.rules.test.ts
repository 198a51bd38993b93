import {
  checkSuccession,
  checkTerms,
  lengthOf,
  parseCreditTiers,
  parseTargets,
  refuseChangeInForce,
  type AgreementTerms,
} from './agreement.rules.js';

const terms = (changes: Partial<AgreementTerms> = {}): AgreementTerms => ({
  name: 'Gold',
  validFrom: '2026-01-01',
  validTo: null,
  uptimeTarget: '99.9',
  degradedWeight: '1',
  maintenanceNoticeHours: null,
  maintenanceCapMinutes: null,
  creditTiers: [],
  creditCapPercent: null,
  calendarId: null,
  targets: [],
  ...changes,
});

describe('credit tiers', () => {
  it('are read in canonical form, the highest bound first', () => {
    expect(parseCreditTiers('95.0:100; 99.90:10 ;99:25.50')).toEqual([
      { below: '99.9', percent: '10' },
      { below: '99', percent: '25.5' },
      { below: '95', percent: '100' },
    ]);
    expect(parseCreditTiers('')).toEqual([]);
  });

  it.each([
    '99.9',
    '99.9:',
    '99.9:10:5',
    '99.9=10',
    '99.9:-1',
    '99.9:101',
    '100.1:5',
    '99.9:10;99.90:20',
    '1e1:5',
  ])('refuse %p', (text) => {
    expect(() => parseCreditTiers(text)).toThrow(/tier|has to be/);
  });
});

describe('the length of a response target', () => {
  it('counts a day as 24 hours of its calendar', () => {
    expect(['PT15M', 'PT1H30M', 'P1DT1S', 'P1W', 'PT0.5S'].map(lengthOf)).toEqual([
      900_000, 5_400_000, 86_401_000, 604_800_000, 500,
    ]);
  });
});

describe('response targets', () => {
  it('are read into a structure a priority', () => {
    expect(parseTargets('P2:update=PT4H;P1:first_response=PT15M,update=PT1H,resolution=PT4H')).toEqual([
      { priority: 'P1', firstResponse: 'PT15M', update: 'PT1H', resolution: 'PT4H' },
      { priority: 'P2', firstResponse: null, update: 'PT4H', resolution: null },
    ]);
  });

  it.each([
    'P1',
    'P1:',
    'P9:update=PT1H',
    'P1:reply=PT1H',
    'P1:update=1h',
    'P1:update=PT0S',
    'P1:update=PT',
    'P1:update=PT1H,update=PT2H',
    'P1:update=PT1H;P1:resolution=PT4H',
  ])('refuse %p', (text) => {
    expect(() => parseTargets(text)).toThrow(/Targets|priority|length of time|entries/);
  });
});

describe('terms', () => {
  it('are kept in canonical form', () => {
    expect(
      checkTerms(terms({ uptimeTarget: '99.90', degradedWeight: '0.500', creditCapPercent: '50.0' })),
    ).toMatchObject({
      uptimeTarget: '99.9',
      degradedWeight: '0.5',
      creditCapPercent: '50',
    });
  });

  it.each<[Partial<AgreementTerms>, string]>([
    [{ uptimeTarget: '100.01' }, 'uptimeTarget'],
    [{ uptimeTarget: '-1' }, 'uptimeTarget'],
    [{ degradedWeight: '1.1' }, 'degradedWeight'],
    [{ degradedWeight: '0.1234567' }, 'degradedWeight'],
    [{ creditCapPercent: '100.5' }, 'creditCapPercent'],
    [{ maintenanceNoticeHours: '-1' }, 'maintenanceNoticeHours'],
    [{ validTo: '2026-01-01' }, 'validTo'],
  ])('refuse %p', (changes, field) => {
    expect(() => checkTerms(terms(changes))).toThrow(
      expect.objectContaining({ code: 'INVALID', inputPath: [field] }) as Error,
    );
  });

  it('stay as they are from their first day on', () => {
    const refused = (before: AgreementTerms, after: AgreementTerms) => () =>
      refuseChangeInForce({ ...before, stage: 'IN_FORCE' }, after, '2026-03-10');
    const inForce = expect.objectContaining({ code: 'AGREEMENT_IN_FORCE' }) as Error;
    expect(
      refused(terms({ validFrom: '2026-03-11' }), terms({ validFrom: '2026-03-11', uptimeTarget: '99' })),
    ).not.toThrow();
    expect(
      refused(terms({ validFrom: '2026-03-10' }), terms({ validFrom: '2026-03-10', uptimeTarget: '99' })),
    ).toThrow(inForce);
    expect(refused(terms(), terms({ creditTiers: [{ below: '99', percent: '5' }] }))).toThrow(inForce);
    expect(refused(terms(), terms({ validTo: '2026-03-10' }))).not.toThrow();
    expect(refused(terms(), terms({ validTo: '2026-03-09' }))).toThrow(inForce);
    expect(refused(terms({ validTo: '2026-03-01' }), terms())).toThrow(inForce);
    const draft = { ...terms(), stage: 'DRAFT' as const };
    expect(() => refuseChangeInForce(draft, terms({ uptimeTarget: '99' }), '2026-03-10')).not.toThrow();
  });

  it('are followed without a gap by those of the next version', () => {
    const succession = (former: AgreementTerms, from: string) => () =>
      checkSuccession(former, from, '2026-03-10');
    expect(succession(terms(), '2026-03-10')).not.toThrow();
    expect(succession(terms(), '2026-03-09')).toThrow('today');
    expect(succession(terms({ validFrom: '2026-04-01' }), '2026-04-01')).toThrow('after 2026-04-01');
    expect(succession(terms({ validTo: '2026-05-01' }), '2026-05-01')).not.toThrow();
    expect(succession(terms({ validTo: '2026-05-01' }), '2026-05-02')).toThrow('without a gap');
  });
});
