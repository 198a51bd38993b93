import { compareUse, directionOf, UsageDirection, type UsageWindows } from './usage-trend.rules.js';

const windows = (rest: Partial<UsageWindows>): UsageWindows => ({
  metric: 'calls',
  recent: 0,
  baseline: 0,
  baselineDays: 0,
  baselineSpan: 0,
  seldomRecent: 0,
  seldomRecentDays: 0,
  seldomBaseline: 0,
  seldomBaselineDays: 0,
  ...rest,
});

describe('use', () => {
  it('of what is measured often is compared day by day, from the first measurement on', () => {
    const daily = windows({ recent: 140, baseline: 910, baselineDays: 91, baselineSpan: 91 });
    expect(compareUse(daily)).toEqual({ recentRate: 5, baselineRate: 10, share: 0.5 });
    const begun = windows({ recent: 280, baseline: 200, baselineDays: 20, baselineSpan: 20 });
    expect(compareUse(begun)?.share).toBe(1);
  });

  it('of what is measured monthly is compared by measurement, wherever the month ends', () => {
    const monthly = windows({
      baseline: 300,
      baselineDays: 3,
      baselineSpan: 80,
      seldomRecent: 90,
      seldomRecentDays: 1,
      seldomBaseline: 300,
      seldomBaselineDays: 3,
    });
    expect(compareUse(monthly)).toEqual({ recentRate: 90, baselineRate: 100, share: 0.9 });
    expect(compareUse({ ...monthly, seldomRecent: 0, seldomRecentDays: 0 })?.share).toBe(0);
  });

  it('has nothing to be compared with where nothing was used, or all was taken back', () => {
    expect(compareUse(windows({ recent: 9, seldomRecent: 9, seldomRecentDays: 9 }))).toBeNull();
    expect(compareUse(windows({ baseline: -1, baselineDays: 20, baselineSpan: 90, recent: 9 }))).toBeNull();
    expect(compareUse(windows({ baseline: 91, baselineDays: 20, baselineSpan: 91, recent: -9 }))?.share).toBe(
      0,
    );
  });

  it('goes somewhere', () => {
    const direction = (share: number) => directionOf({ share, recentRate: share, baselineRate: 1 });
    expect([0, 0.01, 0.74, 0.75, 1.25, 1.26].map(direction)).toEqual([
      UsageDirection.STOPPED,
      UsageDirection.DECLINING,
      UsageDirection.DECLINING,
      UsageDirection.STEADY,
      UsageDirection.STEADY,
      UsageDirection.GROWING,
    ]);
  });
});
