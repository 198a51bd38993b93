import fc from 'fast-check';
import { TicketLevel } from '../ticket/index.js';
import { severityOf, type SeverityFacts } from './severity.rules.js';

const NOTHING: SeverityFacts = {
  customers: 0,
  worstState: null,
  segments: [],
  uptimeTarget: null,
  urgency: TicketLevel.LOW,
  reopenings: 0,
  breaches: 0,
};
const facts = fc.record<SeverityFacts>({
  customers: fc.nat({ max: 200 }),
  worstState: fc.constantFrom('DOWN', 'DEGRADED', null),
  segments: fc.subarray(['SMB', 'MID_MARKET', 'ENTERPRISE']),
  uptimeTarget: fc.constantFrom(null, 0, 98, 99, 99.5, 99.9, 99.95, 99.99),
  urgency: fc.constantFrom(TicketLevel.HIGH, TicketLevel.MEDIUM, TicketLevel.LOW, null),
  reopenings: fc.nat({ max: 5 }),
  breaches: fc.nat({ max: 5 }),
});

describe('the severity of a ticket', () => {
  it('is the sum of its parts, each with its reason and within its bounds', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { score, parts } = severityOf(given);
        expect(score).toBe(parts.reduce((sum, { points }) => sum + points, 0));
        expect(parts.reduce((sum, { most }) => sum + most, 0)).toBe(100);
        expect(
          parts.every(({ points, most, because }) => points >= 0 && points <= most && because !== ''),
        ).toBe(true);
      }),
    );
    expect(severityOf(NOTHING).score).toBe(0);
    const worst: SeverityFacts = {
      customers: 50,
      worstState: 'DOWN',
      segments: ['SMB', 'ENTERPRISE'],
      uptimeTarget: 99.95,
      urgency: TicketLevel.HIGH,
      reopenings: 2,
      breaches: 9,
    };
    expect(severityOf(worst).score).toBe(100);
  });

  it('follows the published points', () => {
    const points = (given: Partial<SeverityFacts>) => severityOf({ ...NOTHING, ...given }).score;
    const of = <Key extends keyof SeverityFacts>(key: Key, values: SeverityFacts[Key][]) =>
      values.map((value) => points({ [key]: value }));
    expect(of('customers', [1, 2, 4, 5, 9, 10, 49, 50])).toEqual([6, 12, 12, 18, 18, 24, 24, 30]);
    expect(of('worstState', ['DEGRADED', 'DOWN'])).toEqual([10, 20]);
    expect(of('segments', [['SMB'], ['SMB', 'MID_MARKET'], ['ENTERPRISE', 'SMB']])).toEqual([3, 8, 15]);
    expect(of('uptimeTarget', [95, 99, 99.5, 99.9, 99.95])).toEqual([2, 5, 8, 12, 15]);
    expect(of('urgency', [TicketLevel.HIGH, TicketLevel.MEDIUM, null])).toEqual([8, 4, 4]);
    expect(of('reopenings', [1, 2, 3])).toEqual([3, 6, 6]);
    expect(of('breaches', [1, 2, 3])).toEqual([3, 6, 6]);
  });

  it('never falls when one of the facts gets worse', () => {
    fc.assert(
      fc.property(facts, fc.nat({ max: 9 }), (given, more) => {
        const { score } = severityOf(given);
        for (const worse of [
          { customers: given.customers + more },
          { worstState: 'DOWN' as const },
          { segments: [...given.segments, 'ENTERPRISE'] },
          { urgency: TicketLevel.HIGH },
          { uptimeTarget: Math.max(given.uptimeTarget ?? 0, 99.99) },
          { reopenings: given.reopenings + more },
          { breaches: given.breaches + more },
        ]) {
          expect(severityOf({ ...given, ...worse }).score).toBeGreaterThanOrEqual(score);
        }
      }),
    );
  });
});
