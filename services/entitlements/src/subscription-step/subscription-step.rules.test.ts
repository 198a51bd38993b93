import {
  cancel,
  change,
  convert,
  end,
  extendTrial,
  reactivate,
  renew,
  type Standing,
} from './subscription-step.rules.js';

const TODAY = '2026-03-10';
const NOTHING = { planId: null, quantity: null, monthlyPrice: null };
const MORE = { ...NOTHING, quantity: 9, monthlyPrice: '90' };

const active: Standing = {
  id: 'sub_1',
  kind: 'STANDARD',
  term: 'ANNUAL',
  startedOn: '2025-06-01',
  activatedAt: new Date('2025-06-01T00:00:00Z'),
  renewsOn: '2026-06-01',
  cancelledOn: null,
  endedOn: null,
  endReason: null,
};
const standings: Record<'PENDING' | 'ACTIVE' | 'CANCELLING' | 'ENDED', Standing> = {
  PENDING: { ...active, startedOn: '2026-04-01', renewsOn: '2027-04-01' },
  ACTIVE: active,
  CANCELLING: {
    ...active,
    cancelledOn: '2026-02-01',
    endedOn: '2026-06-01',
    endReason: 'price',
    renewsOn: null,
  },
  ENDED: { ...active, cancelledOn: '2026-01-01', endedOn: '2026-02-01', endReason: 'price', renewsOn: null },
};
const trial: Standing = {
  ...active,
  kind: 'TRIAL',
  term: null,
  renewsOn: null,
  startedOn: '2026-03-01',
  endedOn: '2026-03-31',
};
const event = (type: string, on: string, more: object = {}) => ({
  subscriptionId: 'sub_1',
  on,
  type,
  ...NOTHING,
  reason: null,
  ...more,
});

describe('every step from every status', () => {
  const steps = {
    change: (standing: Standing) => change(standing, TODAY, 'ADD_ON', standing.startedOn, MORE),
    renew: (standing: Standing) => renew(standing, TODAY, { on: null, renewsOn: null }, NOTHING),
    cancel: (standing: Standing) =>
      cancel(standing, TODAY, { cancelledOn: null, endsOn: null, reason: null }),
    end: (standing: Standing) => end(standing, TODAY, { endedOn: null, reason: null }),
    reactivate: (standing: Standing) => reactivate(standing, TODAY, { on: null, renewsOn: null }, NOTHING),
    extendTrial: (standing: Standing) =>
      extendTrial({ ...standing, kind: 'TRIAL' }, TODAY, '2027-01-01', 'asked for'),
    convert: (standing: Standing) => convert({ ...standing, kind: 'TRIAL' }, TODAY, TODAY),
  };
  const allowed: Record<keyof typeof steps, (keyof typeof standings)[]> = {
    change: ['PENDING', 'ACTIVE', 'CANCELLING'],
    renew: ['ACTIVE'],
    cancel: ['PENDING', 'ACTIVE'],
    end: ['PENDING', 'ACTIVE', 'CANCELLING'],
    reactivate: ['CANCELLING', 'ENDED'],
    extendTrial: ['PENDING', 'ACTIVE'],
    convert: ['ACTIVE', 'CANCELLING'],
  };
  const cases = Object.keys(steps).flatMap((step) =>
    Object.keys(standings).map((status) => [step, status] as [keyof typeof steps, keyof typeof standings]),
  );
  it.each(cases)('%s from %s', (step, status) => {
    const take = () => steps[step](standings[status]);
    if (allowed[step].includes(status)) expect(take()).toHaveProperty('patch');
    else expect(take).toThrow(expect.objectContaining({ code: 'INVALID_TRANSITION' }));
  });
});

describe('a change', () => {
  it('is an event with the new conditions, while the subscription runs', () => {
    expect(change(active, TODAY, 'UPGRADED', '2026-03-01', MORE)).toEqual({
      patch: {},
      events: [event('UPGRADED', '2026-03-01', MORE)],
    });
    expect(() => change(active, TODAY, 'UPGRADED', '2025-05-31', MORE)).toThrow('begins on 2025-06-01');
    expect(() => change(standings.CANCELLING, TODAY, 'ADD_ON', '2026-06-01', MORE)).toThrow(
      'ends on 2026-06-01',
    );
  });
});

describe('a renewal', () => {
  it('is from the renewal date to a term later', () => {
    expect(renew(active, TODAY, { on: null, renewsOn: null }, NOTHING)).toEqual({
      patch: { renewsOn: '2027-06-01' },
      events: [event('RENEWED', '2026-06-01')],
    });
  });
  it('takes other dates that are given, the next after the renewal', () => {
    const given = { on: '2026-05-01', renewsOn: '2026-11-01' };
    expect(renew(active, TODAY, given, MORE)).toEqual({
      patch: { renewsOn: '2026-11-01' },
      events: [event('RENEWED', '2026-05-01', MORE)],
    });
    expect(() => renew(active, TODAY, { on: '2026-05-01', renewsOn: '2026-05-01' }, NOTHING)).toThrow(
      'not after',
    );
    expect(() => renew({ ...active, term: null }, TODAY, { on: null, renewsOn: null }, NOTHING)).toThrow(
      'no term',
    );
  });
});

describe('a cancellation', () => {
  it('is dated when it is asked for and takes effect on the renewal date', () => {
    expect(cancel(active, TODAY, { cancelledOn: null, endsOn: null, reason: 'price' })).toEqual({
      patch: { cancelledOn: TODAY, endedOn: '2026-06-01', endReason: 'price', renewsOn: null },
      events: [],
    });
  });
  it('is not asked for in the future, nor in effect before it is asked for', () => {
    const none = { cancelledOn: null, endsOn: null, reason: null };
    expect(() => cancel(active, TODAY, { ...none, cancelledOn: '2026-03-11' })).toThrow('after today');
    expect(() => cancel(active, TODAY, { ...none, endsOn: '2026-03-09' })).toThrow('2026-03-10 or later');
    expect(cancel({ ...active, renewsOn: null }, TODAY, none).patch.endedOn).toBe(TODAY);
    expect(cancel(standings.PENDING, TODAY, { ...none, endsOn: '2026-04-01' }).patch.endedOn).toBe(
      '2026-04-01',
    );
  });
});

describe('an end', () => {
  it('is today, or the first day of one that has not begun', () => {
    expect(end(standings.CANCELLING, TODAY, { endedOn: null, reason: null }).patch).toEqual({
      endedOn: TODAY,
      endReason: 'price',
      renewsOn: null,
    });
    expect(end(standings.PENDING, TODAY, { endedOn: null, reason: 'mistake' }).patch).toEqual({
      endedOn: '2026-04-01',
      endReason: 'mistake',
      renewsOn: null,
    });
    expect(() => end(active, TODAY, { endedOn: '2025-05-31', reason: null })).toThrow('begins on 2025-06-01');
  });
});

describe('a reactivation', () => {
  it('withdraws a cancellation without a gap, and keeps it among the events', () => {
    expect(reactivate(standings.CANCELLING, TODAY, { on: null, renewsOn: null }, NOTHING)).toEqual({
      patch: { cancelledOn: null, endedOn: null, endReason: null, renewsOn: '2027-03-10' },
      events: [event('CANCELLED', '2026-02-01', { reason: 'price' }), event('REACTIVATED', TODAY)],
    });
  });
  it('runs again after an end, which stays among the events', () => {
    expect(reactivate(standings.ENDED, TODAY, { on: '2026-03-01', renewsOn: '2026-09-01' }, MORE)).toEqual({
      patch: { cancelledOn: null, endedOn: null, endReason: null, renewsOn: '2026-09-01' },
      events: [
        event('ENDED', '2026-02-01', { reason: 'price' }),
        event('CANCELLED', '2026-01-01', { reason: 'price' }),
        event('REACTIVATED', '2026-03-01', MORE),
      ],
    });
    expect(() => reactivate(standings.ENDED, TODAY, { on: '2026-01-31', renewsOn: null }, NOTHING)).toThrow(
      '2026-02-01 or later',
    );
  });
});

describe('an extension', () => {
  it('moves the end of a trial, later only', () => {
    expect(extendTrial(trial, TODAY, '2026-04-30', 'slow legal')).toEqual({
      patch: { endedOn: '2026-04-30' },
      events: [event('EXTENDED', TODAY, { reason: 'slow legal' })],
    });
    expect(() => extendTrial(trial, TODAY, '2026-03-31', 'x')).toThrow('after the present end 2026-03-31');
    expect(() => extendTrial({ ...trial, endedOn: null }, TODAY, TODAY, 'x')).toThrow('after today');
    expect(() => extendTrial(active, TODAY, '2026-12-01', 'x')).toThrow('Only a TRIAL');
  });
});

describe('a conversion', () => {
  it('ends what is not paid for on the day on which the paid one begins', () => {
    expect(convert(trial, TODAY, '2026-03-15')).toEqual({
      patch: { endedOn: '2026-03-15', endReason: 'converted', renewsOn: null },
      events: [event('CONVERTED', '2026-03-15')],
    });
    expect(() => convert(trial, TODAY, '2026-04-01')).toThrow('runs from 2026-03-01 to 2026-03-31');
    expect(() => convert(trial, TODAY, '2026-02-28')).toThrow('runs from');
    expect(() => convert(active, TODAY, TODAY)).toThrow('paid for already');
  });
});
