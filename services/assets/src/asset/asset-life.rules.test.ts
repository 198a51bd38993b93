import { checkStep, checkTold, type AssetStatusName } from './asset-life.rules.js';

const STATUSES: AssetStatusName[] = ['PLANNED', 'LIVE', 'MAINTENANCE', 'RETIRED'];

function allowed(check: (from: AssetStatusName, to: AssetStatusName) => void): string[] {
  return STATUSES.flatMap((from) =>
    STATUSES.filter((to) => {
      try {
        check(from, to);
        return from !== to;
      } catch {
        return false;
      }
    }).map((to) => `${from} ${to}`),
  );
}

describe('the life of an asset', () => {
  it('goes from planned to live, to maintenance and back, and ends anywhere', () => {
    expect(allowed(checkStep)).toEqual([
      'PLANNED LIVE',
      'PLANNED RETIRED',
      'LIVE MAINTENANCE',
      'LIVE RETIRED',
      'MAINTENANCE LIVE',
      'MAINTENANCE RETIRED',
    ]);
    expect(() => checkStep('LIVE', 'PLANNED')).toThrow(
      'This asset is LIVE and cannot become PLANNED: from there it can become MAINTENANCE or RETIRED.',
    );
    expect(() => checkStep('RETIRED', 'LIVE')).toThrow('revive it, and say why');
    for (const status of STATUSES) expect(() => checkStep(status, status)).not.toThrow();
  });

  it('as a feed tells it may leave steps out, and begin again', () => {
    expect(allowed(checkTold)).toEqual([
      'PLANNED LIVE',
      'PLANNED MAINTENANCE',
      'PLANNED RETIRED',
      'LIVE MAINTENANCE',
      'LIVE RETIRED',
      'MAINTENANCE LIVE',
      'MAINTENANCE RETIRED',
      'RETIRED PLANNED',
      'RETIRED LIVE',
      'RETIRED MAINTENANCE',
    ]);
  });
});
