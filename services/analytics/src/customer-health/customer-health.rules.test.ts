import fc from 'fast-check';
import { changeSince, healthOf, trendOf, type HealthFacts } from './customer-health.rules.js';

const NOTHING: HealthFacts = {
  serviceLevels: [],
  clocksDue: 0,
  clocksBreached: 0,
  everAsked: false,
  ticketDays: 0,
  openedByPriority: {},
  ratings: { count: 0, mean: null },
  usage: [],
  daysToRenewal: null,
  leaving: false,
};

const valueOf = (facts: Partial<HealthFacts>, name: string) =>
  healthOf({ ...NOTHING, ...facts })?.parts.find((part) => part.name === name)?.value;

describe("a customer's health", () => {
  it('is none where nothing is known', () => {
    expect(healthOf(NOTHING)).toBeNull();
  });

  it('measures each part as the formula says', () => {
    const month = { countedSeconds: 600, allowedSeconds: 2000, breached: false };
    expect(valueOf({ serviceLevels: [month] }, 'Uptime against target')).toBe(85);
    expect(valueOf({ serviceLevels: [{ ...month, countedSeconds: 2000 }] }, 'Uptime against target')).toBe(
      50,
    );
    expect(valueOf({ serviceLevels: [{ ...month, countedSeconds: 9000 }] }, 'Uptime against target')).toBe(0);
    // A target of 100 percent allows nothing.
    const strict = { countedSeconds: 0, allowedSeconds: 0, breached: false };
    expect(valueOf({ serviceLevels: [strict] }, 'Uptime against target')).toBe(100);
    expect(valueOf({ serviceLevels: [{ ...strict, countedSeconds: 1 }] }, 'Uptime against target')).toBe(0);
    expect(
      valueOf(
        { serviceLevels: [{ ...month, breached: true }, month], clocksDue: 9, clocksBreached: 3 },
        'Breaches',
      ),
    ).toBe(60);
    expect(valueOf({ everAsked: true, ticketDays: 45 }, 'Ticket days')).toBe(75);
    expect(valueOf({ everAsked: true, ticketDays: 999 }, 'Ticket days')).toBe(0);
    expect(valueOf({ openedByPriority: { P1: 1, P2: 1, P4: 2, ODD: 7 } }, 'Severity')).toBe(62.5);
    expect(valueOf({ openedByPriority: { ODD: 7 } }, 'Severity')).toBeUndefined();
    expect(
      valueOf(
        {
          usage: [
            { metric: 'calls', share: 0.5 },
            { metric: 'seats', share: 11 },
          ],
        },
        'Usage trend',
      ),
    ).toBe(75);
    expect(valueOf({ ratings: { count: 2, mean: 4.5 } }, 'Sentiment')).toBe(87.5);
    expect(valueOf({ daysToRenewal: 45 }, 'Renewal distance')).toBe(50);
    expect(valueOf({ daysToRenewal: 400 }, 'Renewal distance')).toBe(100);
    expect(valueOf({ daysToRenewal: -3 }, 'Renewal distance')).toBe(0);
    expect(valueOf({ daysToRenewal: 400, leaving: true }, 'Renewal distance')).toBe(0);
  });

  it('leaves out what has no data, names it, and rescales the weights of the rest', () => {
    const health = healthOf({ ...NOTHING, ratings: { count: 1, mean: 5 }, everAsked: true, ticketDays: 90 });
    expect(health).toEqual({
      score: 70,
      parts: [
        {
          name: 'Ticket days',
          value: 50,
          weight: 0.15 / 0.25,
          contribution: 30,
          basis: '90 ticket days in 90 days',
        },
        { name: 'Sentiment', value: 100, weight: 0.1 / 0.25, contribution: 40, basis: '5 of 5 in 1 rating' },
      ],
      missing: ['Uptime against target', 'Breaches', 'Severity', 'Usage trend', 'Renewal distance'],
    });
  });

  it('is compared over the parts that both have', () => {
    const before = healthOf({ ...NOTHING, everAsked: true, ticketDays: 36 });
    const now = healthOf({ ...NOTHING, everAsked: true, ticketDays: 54, ratings: { count: 1, mean: 1 } });
    if (!now) throw new Error('there is a score');
    expect([before?.score, now.score]).toEqual([80, 42]);
    expect(changeSince(now, before)).toBe(-10);
    expect(changeSince(now, null)).toBeNull();
    expect(changeSince(now, healthOf({ ...NOTHING, leaving: true }))).toBeNull();
    expect([-10, -5, -4.99, 0, null, 4.99, 5].map(trendOf)).toEqual([
      'FALLING',
      'FALLING',
      'STEADY',
      'STEADY',
      'STEADY',
      'STEADY',
      'RISING',
    ]);
  });

  it('is the sum of its parts within 0–100, whatever is known', () => {
    const amount = fc.double({ min: 0, max: 1e7, noNaN: true });
    const facts = fc.record<HealthFacts>({
      serviceLevels: fc.array(
        fc.record({ countedSeconds: amount, allowedSeconds: amount, breached: fc.boolean() }),
        { maxLength: 4 },
      ),
      clocksDue: fc.nat(50),
      clocksBreached: fc.nat(50),
      everAsked: fc.boolean(),
      ticketDays: amount,
      openedByPriority: fc.dictionary(fc.constantFrom('P1', 'P2', 'P3', 'P4'), fc.nat(20)),
      ratings: fc.record({ count: fc.nat(9), mean: fc.double({ min: 1, max: 5, noNaN: true }) }),
      usage: fc.array(fc.record({ metric: fc.string(), share: amount }), { maxLength: 3 }),
      daysToRenewal: fc.option(fc.integer({ min: -50, max: 900 })),
      leaving: fc.boolean(),
    });
    fc.assert(
      fc.property(facts, (known) => {
        const health = healthOf(known);
        if (!health) return;
        const sum = health.parts.reduce((total, part) => total + part.contribution, 0);
        expect(Math.abs(health.score - sum)).toBeLessThanOrEqual(0.00501);
        expect(health.score).toBeGreaterThanOrEqual(0);
        expect(health.score).toBeLessThanOrEqual(100);
        expect(health.parts.reduce((total, part) => total + part.weight, 0)).toBeCloseTo(1, 9);
        for (const part of health.parts) {
          expect(part.contribution).toBeCloseTo(part.value * part.weight, 9);
          expect(part.value).toBeGreaterThanOrEqual(0);
          expect(part.value).toBeLessThanOrEqual(100);
        }
        expect(health.parts.length + health.missing.length).toBe(7);
        expect(changeSince(health, health)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});
