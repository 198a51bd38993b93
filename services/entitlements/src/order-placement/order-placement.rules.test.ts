import {
  checkEffectiveOn,
  checkEndsOn,
  checkKind,
  checkLines,
  checkUnits,
  tierOf,
  type AskedLine,
} from './order-placement.rules.js';

const fresh: AskedLine = { action: 'NEW', planId: 'pln_1' };

describe('lines of an order', () => {
  it.each<[string, AskedLine[], RegExp]>([
    ['none', [], /1 to 50 lines, not 0/],
    ['too many', Array.from({ length: 10_000 }, () => fresh), /not 10000/],
    ['a new one without a plan', [{ action: 'NEW' }], /needs `planId`/],
    ['a change of nothing in particular', [{ action: 'CHANGE', planId: 'pln_1' }], /needs `subscriptionId`/],
    ['a new one with a subscription', [{ ...fresh, subscriptionId: 'sub_1' }], /no `subscriptionId`/],
    ['an end with a price', [{ action: 'TERMINATE', subscriptionId: 's', quantity: 1 }], /no `quantity`/],
    ['an add-on of nothing', [{ action: 'ADD_ON', subscriptionId: 's' }], /how many units/],
    [
      'two about one subscription',
      [
        { action: 'RENEW', subscriptionId: 's' },
        { action: 'TERMINATE', subscriptionId: 's' },
      ],
      /Line 1 is about this subscription already/,
    ],
  ])('are refused: %s', (_name, lines, message) => {
    expect(() => checkLines(lines)).toThrow(message);
  });

  it('pass in the shape of their action', () => {
    const lines: AskedLine[] = [
      { ...fresh, kind: 'TRIAL', quantity: 3, region: null, subscriptionId: null },
      { action: 'ADD_ON', subscriptionId: 'a', quantity: 1 },
      { action: 'CHANGE', subscriptionId: 'b', planId: 'pln_1', reason: 'grown' },
      { action: 'RENEW', subscriptionId: 'c' },
      { action: 'TERMINATE', subscriptionId: 'd', effectiveOn: '2026-05-01' },
    ];
    expect(() => checkLines(lines)).not.toThrow();
  });
});

describe('values of a line', () => {
  it.each([0, -1, 1e9, 0.5, Number.NaN])('has no quantity %p', (units) => {
    expect(() => checkUnits(units, ['quantity'])).toThrow('`quantity`');
  });

  it.each(['0001-01-01', '2026-03-10', '2031-03-12', '9999-12-31'])('does not take effect on %s', (day) => {
    expect(() => checkEffectiveOn(day, '2026-03-11', '2026-03-11', ['effectiveOn'])).toThrow('`effectiveOn`');
  });

  it.each(['0001-01-01', '2026-03-11', '2036-03-12', '9999-12-31'])('does not end on %s', (day) => {
    expect(() => checkEndsOn(day, '2026-03-11', ['endsOn'])).toThrow('`endsOn`');
  });

  it('is of a kind that the caller may order', () => {
    expect(() => checkKind('PILOT', 'STAFF', [])).not.toThrow();
    expect(() => checkKind('PILOT', 'PARTNER', [])).toThrow('PILOT');
    expect(() => checkKind('FREE', 'CONTACT', [])).toThrow('FREE');
  });
});

describe('the tier of an order', () => {
  it('is the highest of what is begun or changed', () => {
    expect(tierOf([{ action: 'NEW', tier: null }])).toBe(1);
    expect(
      tierOf([
        { action: 'NEW', tier: 2 },
        { action: 'CHANGE', tier: 3 },
      ]),
    ).toBe(3);
    expect(
      tierOf([
        { action: 'RENEW', tier: 3 },
        { action: 'TERMINATE', tier: 3 },
      ]),
    ).toBe(1);
  });
});
