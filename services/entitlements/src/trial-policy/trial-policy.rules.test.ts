import { checkBound, requireGrantable, trialDaysFor, type TrialBounds } from './trial-policy.rules.js';

const bounds: TrialBounds[] = [
  { role: 'admin', trialDays: 90, maxDaysPerExtension: 90, maxExtensions: 10, maxTotalDays: 365 },
  { role: 'agent', trialDays: 20, maxDaysPerExtension: 14, maxExtensions: 1, maxTotalDays: 60 },
  { role: 'partner', trialDays: 0, maxDaysPerExtension: 0, maxExtensions: 0, maxTotalDays: 0 },
];
const asked = { days: 14, extensionsBefore: 0, totalDays: 60 };

describe('an extension', () => {
  it('passes at each bound, by the role that may grant it', () => {
    expect(requireGrantable(asked, ['agent'], bounds)).toBe('agent');
    expect(requireGrantable({ ...asked, days: 15 }, ['agent', 'admin'], bounds)).toBe('admin');
  });

  it.each([
    [{ days: 15 }, /at most 14 days at a time, not by 15\. This may be granted by: admin\./],
    [{ extensionsBefore: 1 }, /at most 1 times; this one has been extended 1 times/],
    [{ totalDays: 61 }, /at most 60 days in all, not 61/],
    [{ totalDays: 366 }, /Nobody may grant this/],
  ])('is refused beyond a bound, which is said: %j', (more, message) => {
    expect(() => requireGrantable({ ...asked, ...more }, ['agent'], bounds)).toThrow(message);
  });

  it('is refused to whoever has no bounds', () => {
    expect(() => requireGrantable(asked, ['contact'], bounds)).toThrow('You may not extend trials.');
  });
});

describe('a new trial', () => {
  it('lasts as asked, else the usual time, within the bounds', () => {
    expect(trialDaysFor(null, ['admin'], bounds)).toBe(30);
    expect(trialDaysFor(null, ['agent'], bounds)).toBe(20);
    expect(trialDaysFor(90, ['admin'], bounds)).toBe(90);
  });

  it.each([
    [91, 'admin'],
    [0, 'admin'],
    [-5, 'admin'],
    [21, 'agent'],
    [null, 'partner'],
    [1, 'executive'],
  ] as const)('of %p days is refused to %s', (days, role) => {
    expect(() => trialDaysFor(days, [role], bounds)).toThrow(/You may grant a trial/);
  });
});

describe('a bound', () => {
  it.each([-1, 3_651, 0.5])('is not %p', (value) => {
    expect(() => checkBound(value, 'trialDays')).toThrow('`trialDays`');
  });
});
