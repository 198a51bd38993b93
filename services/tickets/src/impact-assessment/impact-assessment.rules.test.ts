import fc from 'fast-check';
import { priorityOf, TicketKind, TicketLevel, TicketPriority, TicketStatus } from '../ticket/index.js';
import { deriveImpact, withImpact, type HitCustomer } from './impact-assessment.rules.js';

const THRESHOLDS = { manyCustomers: 3, weightySegments: ['ENTERPRISE'], weightyUptime: '99.9' };
const hit = (state: HitCustomer['state'], given: Partial<HitCustomer> = {}): HitCustomer => ({
  customerId: 'cus',
  state,
  segment: 'SMB',
  uptimeTarget: 99,
  ...given,
});
const ORDER = [TicketLevel.LOW, TicketLevel.MEDIUM, TicketLevel.HIGH];
const height = (hits: HitCustomer[]) => {
  const derived = deriveImpact(hits, THRESHOLDS);
  return derived ? ORDER.indexOf(derived.impact) : -1;
};

describe('the impact of an incident', () => {
  it.each([
    [[], undefined, undefined],
    [[hit('DEGRADED')], 'LOW', '1 customer is degraded'],
    [[hit('DOWN')], 'MEDIUM', '1 customer is down'],
    [[hit('DEGRADED'), hit('DEGRADED'), hit('DEGRADED')], 'MEDIUM', '3 customers are degraded: 3 are many'],
    [
      [hit('DEGRADED', { segment: 'ENTERPRISE' })],
      'MEDIUM',
      '1 customer is degraded in the segment ENTERPRISE',
    ],
    [[hit('DOWN'), hit('DEGRADED', { uptimeTarget: 99.95 })], 'MEDIUM', '1 customer is down'],
    [[hit('DOWN', { uptimeTarget: 99.9 })], 'HIGH', '1 customer is down with 99.9 % uptime or more promised'],
    [
      [hit('DOWN', { segment: 'ENTERPRISE', uptimeTarget: null })],
      'HIGH',
      '1 customer is down in the segment ENTERPRISE',
    ],
    [[hit('DOWN'), hit('DOWN'), hit('DOWN')], 'HIGH', '3 customers are down: 3 are many'],
  ])('follows from the customers it hits: %j', (hits, impact, because) => {
    const derived = deriveImpact(hits, THRESHOLDS);
    expect([derived?.impact, derived?.because[0]]).toEqual([impact, because]);
  });

  it('is never lower for one customer more, or one that is worse off', () => {
    const customer = fc.record<HitCustomer>({
      customerId: fc.constant('cus'),
      state: fc.constantFrom('DOWN', 'DEGRADED'),
      segment: fc.constantFrom('SMB', 'ENTERPRISE', null),
      uptimeTarget: fc.constantFrom(99, 99.9, null),
    });
    fc.assert(
      fc.property(fc.array(customer, { maxLength: 5 }), customer, (hits, one) => {
        expect(height([...hits, one])).toBeGreaterThanOrEqual(height(hits));
        expect(height([...hits, { ...one, state: 'DOWN' }])).toBeGreaterThanOrEqual(height([...hits, one]));
      }),
    );
  });

  it('takes the priority along unless a person gave it', () => {
    const ticket = {
      kind: TicketKind.INCIDENT,
      status: TicketStatus.IN_PROGRESS,
      impact: null,
      urgency: TicketLevel.HIGH,
      priority: TicketPriority.P2,
    };
    const high = { impact: TicketLevel.HIGH, priority: TicketPriority.P1 };
    expect(withImpact(ticket, TicketLevel.HIGH, priorityOf)).toEqual(high);
    const given = { ...ticket, priority: TicketPriority.P4 };
    expect(withImpact(given, TicketLevel.HIGH, priorityOf)).toEqual({ ...high, priority: TicketPriority.P4 });
    expect(withImpact({ ...ticket, impact: TicketLevel.HIGH }, TicketLevel.HIGH, priorityOf)).toBeNull();
    expect(withImpact({ ...ticket, status: TicketStatus.CLOSED }, TicketLevel.HIGH, priorityOf)).toBeNull();
    expect(withImpact({ ...ticket, kind: TicketKind.REQUEST }, TicketLevel.HIGH, priorityOf)).toBeNull();
  });
});
