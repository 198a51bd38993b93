import {
  checkFacts,
  checkImpact,
  defaultImpacts,
  impactKey,
  impactsInEffect,
  restorationOf,
  type IncidentImpact,
} from './incident.rules.js';

const at = (time: string) => new Date(`2026-03-10T${time}:00.000Z`);
const impact = (changes: Partial<IncidentImpact> = {}): IncidentImpact => ({
  assetId: 'ast_1',
  productId: null,
  customerId: null,
  state: 'DOWN',
  from: at('10:00').toISOString(),
  to: at('11:00').toISOString(),
  ...changes,
});
const facts = { startedAt: at('10:00'), restoredAt: null, announcedFrom: null, announcedTo: null };

describe('the impact of an incident', () => {
  it('names an asset, a product, a customer, or a customer on a product', () => {
    for (const one of [
      impact(),
      impact({ assetId: null, productId: 'prd_1' }),
      impact({ assetId: null, customerId: 'cus_1' }),
      impact({ assetId: null, productId: 'prd_1', customerId: 'cus_1' }),
    ]) {
      expect(checkImpact(one, [])).toBe(one);
    }
  });

  it.each([
    [{ assetId: null }, 'An impact names an asset, a product or a customer.'],
    [{ productId: 'prd_1' }, 'An impact names an asset, or a product and a customer, not both.'],
    [{ customerId: 'cus_1' }, 'An impact names an asset, or a product and a customer, not both.'],
    [{ to: at('10:00').toISOString() }, 'An impact ends after it begins.'],
    [{ to: at('09:59').toISOString() }, 'An impact ends after it begins.'],
  ])('is refused with %j', (changes, message) => {
    expect(() => checkImpact(impact(changes), ['impacts', '0'])).toThrow(message);
  });

  it('lasts until the incident is restored where its end is open', () => {
    const open = impact({ to: null });
    expect(impactsInEffect([open], null)).toEqual([open]);
    expect(impactsInEffect([open], at('10:30'))).toEqual([impact({ to: at('10:30').toISOString() })]);
    expect(impactsInEffect([impact()], at('10:30'))).toEqual([impact()]);
  });

  it('is left out where it has no length', () => {
    expect(impactsInEffect([impact({ to: null })], at('10:00'))).toEqual([]);
  });

  it('is the same one with another end', () => {
    expect(impactKey(impact({ to: null }))).toBe(impactKey(impact()));
    expect(impactKey(impact({ state: 'DEGRADED' }))).not.toBe(impactKey(impact()));
  });

  it('is each of its assets, or its product and customer, unless it is listed', () => {
    const span = { state: 'DEGRADED' as const, from: at('10:00'), to: null };
    const base = { assetIds: [], productId: null, customerId: null, ...span };
    const told = { state: 'DEGRADED', from: '2026-03-10T10:00:00.000Z', to: null };
    expect(defaultImpacts(base)).toEqual([]);
    expect(defaultImpacts({ ...base, assetIds: ['a', 'b'], productId: 'p' })).toEqual([
      { assetId: 'a', productId: null, customerId: null, ...told },
      { assetId: 'b', productId: null, customerId: null, ...told },
    ]);
    expect(defaultImpacts({ ...base, productId: 'p', customerId: 'c' })).toEqual([
      { assetId: null, productId: 'p', customerId: 'c', ...told },
    ]);
  });
});

describe('the end of an incident that is resolved without one', () => {
  it('is now while anything is open, else the last end', () => {
    expect(restorationOf([], at('10:00'), at('12:00'))).toEqual(at('12:00'));
    expect(restorationOf([impact({ to: null })], at('10:00'), at('12:00'))).toEqual(at('12:00'));
    expect(
      restorationOf([impact(), impact({ to: at('10:30').toISOString() })], at('10:00'), at('12:00')),
    ).toEqual(at('11:00'));
  });

  it('is never before its start', () => {
    expect(restorationOf([], at('13:00'), at('12:00'))).toEqual(at('13:00'));
  });
});

describe('the facts of an incident', () => {
  it.each([
    [{}, null],
    [{ restoredAt: at('10:00') }, null],
    [{ announcedFrom: at('10:00'), announcedTo: at('10:30') }, null],
    [{ restoredAt: at('09:59') }, 'An incident is not restored before it starts.'],
    [{ announcedFrom: at('10:00') }, 'An announced window has a beginning and an end.'],
    [{ announcedTo: at('10:00') }, 'An announced window has a beginning and an end.'],
    [{ announcedFrom: at('10:00'), announcedTo: at('10:00') }, 'An announced window ends after it begins.'],
  ])('%j', (changes, message) => {
    const given = { ...facts, ...changes };
    if (message === null) expect(checkFacts(given)).toBe(given);
    else expect(() => checkFacts(given)).toThrow(message);
  });
});
