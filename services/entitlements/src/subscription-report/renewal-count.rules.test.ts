import { renewalCounts, type RenewingSubscription } from './renewal-count.rules.js';

const running: RenewingSubscription = {
  hasTerm: true,
  renewsOn: null,
  cancelledOn: [],
  isCancelled: false,
  endedOn: null,
  renewedOn: [],
};
const inMarch = (subscription: Partial<RenewingSubscription>) =>
  renewalCounts([{ ...running, ...subscription }], '2026-03-01', '2026-04-01');

describe('renewals', () => {
  it('are due on their date, whether made or not yet, and count once', () => {
    expect(inMarch({ renewsOn: '2026-03-31' })).toEqual({ due: 1, renewed: 0, cancellationsAsked: 0 });
    expect(inMarch({ renewedOn: ['2026-03-01'], renewsOn: '2027-03-01' })).toMatchObject({
      due: 1,
      renewed: 1,
    });
    expect(inMarch({ renewedOn: ['2026-03-15'], renewsOn: '2026-03-15' })).toMatchObject({
      due: 1,
      renewed: 1,
    });
    expect(inMarch({ renewsOn: '2026-04-01' })).toMatchObject({ due: 0 });
  });

  it('of a monthly term are due as often as they come up', () => {
    expect(inMarch({ renewedOn: ['2026-02-28', '2026-03-01', '2026-03-31'] })).toMatchObject({
      due: 2,
      renewed: 2,
    });
  });

  it('are lost where a cancelled subscription ends; one without a term, or ended otherwise, was never due', () => {
    const cancelled = { isCancelled: true, cancelledOn: ['2026-01-10'], endedOn: '2026-03-10' };
    expect(inMarch(cancelled)).toEqual({ due: 1, renewed: 0, cancellationsAsked: 0 });
    expect(inMarch({ ...cancelled, hasTerm: false })).toMatchObject({ due: 0 });
    expect(inMarch({ endedOn: '2026-03-10' })).toMatchObject({ due: 0 });
  });

  it('tell of every asking on its own day, withdrawn or not', () => {
    expect(inMarch({ cancelledOn: ['2026-03-02', '2026-03-20', '2026-04-01'] })).toMatchObject({
      due: 0,
      cancellationsAsked: 2,
    });
  });
});
