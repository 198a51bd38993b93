import fc from 'fast-check';
import {
  EVENT_TYPES,
  misplacedEvents,
  sameTerms,
  termOn,
  termsOf,
  withEvents,
  type EventType,
  type SubscriptionEvent,
} from './subscription-event.rules.js';

const span = {
  startedOn: '2026-01-10',
  endedOn: null as string | null,
  planId: 'pln_a',
  quantity: 5,
  monthlyPrice: '50',
  currency: 'EUR',
};

function event(on: string, type: EventType, terms: Partial<SubscriptionEvent> = {}): SubscriptionEvent {
  return {
    subscriptionId: 'sub_1',
    on,
    type,
    quantity: null,
    monthlyPrice: null,
    planId: null,
    reason: null,
    ...terms,
  };
}

const period = (
  from: string,
  to: string | null,
  quantity: number,
  monthlyPrice: string,
  planId = 'pln_a',
) => ({
  from,
  to,
  quantity,
  monthlyPrice,
  planId,
  currency: 'EUR',
});

describe('the terms of a subscription', () => {
  it('are those of its first day while nothing happens', () => {
    expect(termsOf(span, [])).toEqual([period('2026-01-10', null, 5, '50')]);
    expect(termsOf({ ...span, endedOn: '2026-02-01' }, [])).toEqual([
      period('2026-01-10', '2026-02-01', 5, '50'),
    ]);
    expect(termsOf({ ...span, endedOn: '2026-01-10' }, [])).toEqual([]);
  });

  it('change on the day of an event, which keeps what it does not mention', () => {
    const events = [
      event('2026-03-01', 'UPGRADED', { planId: 'pln_b', monthlyPrice: '90' }),
      event('2026-02-01', 'ADD_ON', { quantity: 7, monthlyPrice: '70' }),
    ];
    expect(termsOf(span, events)).toEqual([
      period('2026-01-10', '2026-02-01', 5, '50'),
      period('2026-02-01', '2026-03-01', 7, '70'),
      period('2026-03-01', null, 7, '90', 'pln_b'),
    ]);
  });

  it('go on unbroken over a renewal that changes nothing', () => {
    expect(termsOf(span, [event('2027-01-10', 'RENEWED', { quantity: 5, monthlyPrice: '50' })])).toEqual([
      period('2026-01-10', null, 5, '50'),
    ]);
  });

  it('begin with those of an event on the first day, and end before one on the last', () => {
    const events = [
      event('2026-01-10', 'REACTIVATED', { monthlyPrice: '45' }),
      event('2026-02-01', 'CONVERTED', { monthlyPrice: '99' }),
    ];
    expect(termsOf({ ...span, endedOn: '2026-02-01' }, events)).toEqual([
      period('2026-01-10', '2026-02-01', 5, '45'),
    ]);
  });

  it('leave a gap between an end and a reactivation', () => {
    const events = [
      event('2026-02-01', 'ENDED'),
      event('2026-02-15', 'ADD_ON', { quantity: 6 }),
      event('2026-03-01', 'REACTIVATED', { monthlyPrice: '40' }),
    ];
    expect(termsOf(span, events)).toEqual([
      period('2026-01-10', '2026-02-01', 5, '50'),
      period('2026-03-01', null, 6, '40'),
    ]);
    const sameDay = [event('2026-02-01', 'ENDED'), event('2026-02-01', 'REACTIVATED')];
    expect(termsOf(span, sameDay)).toEqual([period('2026-01-10', null, 5, '50')]);
  });

  it('say of every day what a walk over the days says', () => {
    const days = Array.from({ length: 20 }, (_, day) => `2026-01-${String(day + 5).padStart(2, '0')}`);
    const day = fc.constantFrom(...days);
    const events = fc.uniqueArray(
      fc.record({
        on: day,
        type: fc.constantFrom(...EVENT_TYPES),
        quantity: fc.option(fc.integer({ min: 1, max: 3 })),
      }),
      { maxLength: 8, selector: ({ on, type }) => `${on} ${type}` },
    );
    fc.assert(
      fc.property(events, fc.option(day), (drawn, end) => {
        const endedOn = end !== null && end >= span.startedOn ? end : null;
        const happened = drawn.map(({ on, type, quantity }) => event(on, type, { quantity }));
        const terms = termsOf({ ...span, endedOn }, happened);
        let quantity = span.quantity;
        let running = true;
        for (const at of days) {
          for (const type of EVENT_TYPES) {
            const one = happened.find((each) => each.on === at && each.type === type);
            if (!one || (endedOn !== null && at >= endedOn)) continue;
            if (type === 'ENDED') running = false;
            if (type === 'REACTIVATED') running = true;
            quantity = one.quantity ?? quantity;
          }
          const expected =
            running && at >= span.startedOn && (endedOn === null || at < endedOn) ? quantity : undefined;
          const found = terms.filter(({ from, to }) => from <= at && (to === null || at < to));
          expect(found.map((term) => term.quantity)).toEqual(expected === undefined ? [] : [expected]);
        }
        for (const { from, to } of terms) expect(to === null || from < to).toBe(true);
      }),
    );
  });
});

describe('the term on a day', () => {
  const terms = [period('2026-01-10', '2026-02-01', 5, '50'), period('2026-03-01', '2026-04-01', 6, '60')];
  it.each([
    ['2026-01-01', 5],
    ['2026-01-31', 5],
    ['2026-02-15', 5],
    ['2026-03-01', 6],
    ['2026-05-01', 6],
  ])('%s has %i units', (day, quantity) => {
    expect(termOn(terms, day)?.quantity).toBe(quantity);
  });
  it('is none where there are no terms', () => expect(termOn([], '2026-01-01')).toBeNull());
});

describe('events that contradict the dates', () => {
  const dates = { startedOn: '2026-01-10', endedOn: '2026-06-01', cancelledOn: '2026-04-01' };
  const reasons = (...events: SubscriptionEvent[]) => [...misplacedEvents(dates, events).values()];

  it('are those outside its life', () => {
    expect(reasons(event('2026-01-09', 'ADD_ON'), event('2026-06-02', 'RENEWED'))).toEqual([
      'The subscription begins on 2026-01-10 only.',
      'The subscription ends on 2026-06-01 already.',
    ]);
    expect(reasons(event('2026-01-10', 'ADD_ON'), event('2026-06-01', 'CONVERTED'))).toEqual([]);
  });

  it('are a start, end or cancellation on another day', () => {
    expect(
      reasons(event('2026-02-01', 'STARTED'), event('2026-02-01', 'ENDED'), event('2026-02-01', 'CANCELLED')),
    ).toEqual([
      'The subscription begins on 2026-01-10.',
      'The subscription says 2026-06-01 of its end, and is not reactivated afterwards.',
      'The subscription says 2026-04-01 of its cancellation, and is not reactivated afterwards.',
    ]);
  });

  it('are not an end or cancellation that a reactivation follows', () => {
    expect(
      reasons(
        event('2026-02-01', 'CANCELLED'),
        event('2026-02-10', 'ENDED'),
        event('2026-02-20', 'REACTIVATED'),
        event('2026-04-01', 'CANCELLED'),
        event('2026-06-01', 'ENDED'),
      ),
    ).toEqual([]);
  });
});

describe('adding events', () => {
  it('replaces the one of the same day and type', () => {
    const old = [event('2026-02-01', 'ADD_ON', { quantity: 6 }), event('2026-02-01', 'RENEWED')];
    const added = [event('2026-02-01', 'ADD_ON', { quantity: 8 })];
    expect(withEvents(old, added)).toEqual([old[1], added[0]]);
  });

  it('tells equal lists of terms from others', () => {
    const terms = [period('2026-01-10', null, 5, '50')];
    expect(sameTerms(terms, structuredClone(terms))).toBe(true);
    expect(sameTerms(terms, [])).toBe(false);
    for (const other of [
      period('2026-01-11', null, 5, '50'),
      period('2026-01-10', '2026-02-01', 5, '50'),
      period('2026-01-10', null, 6, '50'),
      period('2026-01-10', null, 5, '51'),
      period('2026-01-10', null, 5, '50', 'pln_b'),
    ]) {
      expect(sameTerms(terms, [other])).toBe(false);
    }
  });
});
