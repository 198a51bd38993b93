import fc from 'fast-check';
import {
  endedBy,
  endOf,
  revived,
  terminationDays,
  terminationStatusOn,
  type Endable,
} from './customer-termination.rules.js';

const TODAY = '2026-03-11';
const running: Endable = {
  startedOn: '2025-06-01',
  activatedAt: new Date('2025-06-01'),
  cancelledOn: null,
  endedOn: null,
  endReason: null,
  renewsOn: '2026-06-01',
  term: 'ANNUAL',
};

describe('the days of a termination', () => {
  const days = (effectiveOn: string, gracePeriod = 'P30D', retention = 'P90D') =>
    terminationDays({ effectiveOn, gracePeriod, retention }, TODAY);

  it('follow one another, in whole days and months', () => {
    expect(days(TODAY)).toEqual({ effectiveOn: TODAY, graceUntil: '2026-04-10', retainUntil: '2026-07-09' });
    expect(days('2026-03-31', 'P1M', 'P0D')).toEqual({
      effectiveOn: '2026-03-31',
      graceUntil: '2026-04-30',
      retainUntil: '2026-04-30',
    });
    expect(days(TODAY, 'P180D').graceUntil).toBe('2026-09-07');
  });

  it.each([
    ['2026-03-10', 'P30D', 'P90D', 'effectiveOn'],
    ['2036-01-01', 'P30D', 'P90D', 'effectiveOn'],
    [TODAY, 'P181D', 'P90D', 'gracePeriod'],
    [TODAY, 'PT12H', 'P90D', 'gracePeriod'],
    [TODAY, '-P1D', 'P90D', 'gracePeriod'],
    [TODAY, 'P30D', 'P11Y', 'retention'],
  ])('are refused: %s %s %s', (effectiveOn, gracePeriod, retention, field) => {
    expect(() => days(effectiveOn, gracePeriod, retention)).toThrow(
      expect.objectContaining({ code: 'INVALID', inputPath: [field] }) as Error,
    );
  });

  it('tell where it stands', () => {
    const termination = { ...days('2026-03-20'), status: 'STANDING' as const };
    const on = (day: string) => terminationStatusOn(termination, day);
    expect([TODAY, '2026-03-19', '2026-03-20', '2026-04-18', '2026-04-19'].map(on)).toEqual([
      'REQUESTED',
      'REQUESTED',
      'IN_GRACE',
      'IN_GRACE',
      'TERMINATED',
    ]);
    expect(terminationStatusOn({ ...termination, status: 'WITHDRAWN' }, '2026-05-01')).toBe('WITHDRAWN');
  });
});

describe('a subscription of a terminated customer', () => {
  const end = (more: Partial<Endable>, on = '2026-04-01') =>
    endedBy({ ...running, ...more }, TODAY, on, 'over');

  it('ends by the day, unless it ends sooner; one that has not begun never begins', () => {
    const ended = { cancelledOn: TODAY, endedOn: '2026-04-01', endReason: 'over', renewsOn: null };
    expect(end({})).toEqual(ended);
    expect(end({ endedOn: '2026-05-01', cancelledOn: '2026-02-01' })).toEqual({
      ...ended,
      cancelledOn: '2026-02-01',
    });
    expect(end({ endedOn: '2026-03-20' })).toBeNull();
    expect(end({ endedOn: '2026-01-20' })).toBeNull();
    expect(end({ startedOn: '2026-06-01' })).toEqual({ ...ended, endedOn: '2026-06-01' });
    expect(() => end({ activatedAt: null })).toThrow(
      expect.objectContaining({ code: 'INVALID_TRANSITION' }) as Error,
    );
  });

  const revive = (more: Partial<Endable>, today: string) => {
    const before = { ...running, ...more };
    const made = end(more);
    if (made === null) throw new Error('nothing ends');
    return revived({ ...before, ...made }, { before: endOf(before), made }, today);
  };

  it('runs on as before where the end has not come, the asking and its withdrawal on record', () => {
    expect(revive({}, '2026-03-20')).toEqual({
      patch: endOf(running),
      events: [
        { type: 'CANCELLED', on: TODAY, reason: 'over' },
        { type: 'REACTIVATED', on: '2026-03-20', reason: null },
      ],
    });
  });

  it('runs again with a gap where it had ended, renewals moved on', () => {
    expect(revive({ renewsOn: '2026-04-05', term: 'MONTHLY' }, '2026-04-10')).toEqual({
      patch: { ...endOf(running), renewsOn: '2026-05-05' },
      events: [
        { type: 'ENDED', on: '2026-04-01', reason: 'over' },
        { type: 'CANCELLED', on: TODAY, reason: 'over' },
        { type: 'REACTIVATED', on: '2026-04-10', reason: null },
      ],
    });
  });

  it('keeps an earlier cancellation, and what would have ended meanwhile stays ended', () => {
    const cancelled = {
      cancelledOn: '2026-02-01',
      endedOn: '2026-05-01',
      endReason: 'price',
      renewsOn: null,
    };
    expect(revive(cancelled, '2026-03-20')).toEqual({ patch: cancelled, events: [] });
    expect(revive(cancelled, '2026-05-02')).toEqual({ patch: cancelled, events: [] });
  });

  it('is left alone where somebody has given it other dates since', () => {
    const made = end({});
    if (made === null) throw new Error('nothing ends');
    const later = { ...running, ...made, endedOn: '2026-03-25' };
    expect(revived(later, { before: endOf(running), made }, '2026-03-20')).toBeNull();
  });

  it('has the dates it had, whatever they were, when the termination is withdrawn at once', () => {
    const day = fc
      .integer({ min: 0, max: 500 })
      .map((n) => new Date(Date.UTC(2025, 6, 1) + n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.option(day), fc.boolean(), day, (startedOn, endedOn, cancelled, on) => {
        fc.pre((endedOn === null || endedOn >= startedOn) && on >= TODAY);
        const cancelledOn = cancelled && endedOn !== null && startedOn <= TODAY ? TODAY : null;
        const before: Endable = {
          ...running,
          startedOn,
          endedOn,
          cancelledOn,
          renewsOn: endedOn === null ? '2027-01-01' : null,
        };
        const made = endedBy(before, TODAY, on, 'over');
        if (made === null) return;
        expect(revived({ ...before, ...made }, { before: endOf(before), made }, TODAY)?.patch).toEqual(
          endOf(before),
        );
      }),
      { numRuns: 300 },
    );
  });
});
