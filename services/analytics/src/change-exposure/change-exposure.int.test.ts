import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { clearProjections } from '../subgraph.js';

const NOW = '2026-03-10T00:00:00.000Z';
const service = analyticsService(NOW);
const ASSESSED = 'plimsoll.change_exposure.assessed.v1';

/** A Thursday, from 02:00 to 02:45 in Berlin. */
const FROM = Date.parse('2026-03-12T01:00:00Z');
const TO = Date.parse('2026-03-12T01:45:00Z');

/** What a change does to customers, as assets hands it over. */
function outages(state: 2 | 3, customerIds: string[], question: object = {}) {
  return {
    version: 1,
    question: { from: FROM, to: TO, planned: true, noticeGivenAt: null, asOf: Date.parse(NOW), ...question },
    slices: [[FROM, TO]],
    causes: [],
    patterns: [{ productId: 'prd_1', causes: 0, slices: [[state, 0, null, state, null]] }],
    customers: customerIds.map((id) => ({ id, patterns: [0] })),
  };
}

const requested = (changeId: string, version: number, rest: object): DomainEvent => ({
  type: 'plimsoll.change_assessment.requested.v1',
  subject: changeId,
  version,
  data: {
    id: changeId,
    changeId,
    changeVersion: 4,
    plan: 'the plan',
    aloneOutages: null,
    failureOutages: null,
    ...rest,
  },
});

async function told(): Promise<DomainEvent[]> {
  const client = await service.test.database.connect('test');
  try {
    const { rows } = await client.query<DomainEvent>(
      'select type, subject, version, data from outbox where type = $1 order by seq',
      [ASSESSED],
    );
    return rows;
  } finally {
    await client.end();
  }
}

const answersTo = async (...events: DomainEvent[]) => {
  const before = (await told()).length;
  await service.tell('assets', events);
  await service.drain();
  return (await told()).slice(before);
};

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    agreementTold('sla_2', { uptimeTarget: '99', maintenanceNoticeHours: '72.5' }),
    agreementTold('sla_3', { maintenanceNoticeHours: null }),
    agreementTold('sla_4', { maintenanceNoticeHours: '96', maintenanceCapMinutes: '0' }),
    customerTold('cus_a'),
    customerTold('cus_b', { timeZone: 'America/New_York' }),
    customerTold('cus_c', { timeZone: 'Asia/Tokyo' }),
    customerTold('cus_d'),
    entitlementTold('ent_a', 'cus_a'),
    entitlementTold('ent_b', 'cus_b', { agreementId: 'sla_2' }),
    entitlementTold('ent_c', 'cus_c', { agreementId: 'sla_3' }),
    entitlementTold('ent_d', 'cus_d', { agreementId: 'sla_4' }),
    subscriptionTold('sub_a', 'cus_a'),
    subscriptionTold('sub_b', 'cus_b', {
      terms: [{ from: '2025-01-01', to: null, quantity: 1, monthlyPrice: '2000.00', currency: 'USD' }],
    }),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.5'),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_1', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-02T10:00:00.000Z',
        to: '2026-03-02T10:20:00.000Z',
        customerIds: ['cus_a'],
      },
    ]),
  ]);
  await service.drain();
});

describe('what a change would cost', () => {
  it('is weighed as planned and if it fails, and told to who asked', async () => {
    const noticeGivenAt = Date.parse('2026-03-09T02:00:00Z');
    const [answer, ...others] = await answersTo(
      requested('chg_1', 3, {
        customerOutages: outages(3, ['cus_a', 'cus_b', 'cus_c', 'cus_x'], { noticeGivenAt }),
      }),
    );
    expect(others).toEqual([]);
    // Berlin has 2,674.8 s a month and New York, at 99 %, 26,748 s: both have an hour less. 1,200 + 2,700 s count for
    // A, of which 30 minutes are excluded: 71 hours of notice are enough for it, and short of B's 72.5.
    const figures = {
      customerCount: 3,
      unknownCustomerCount: 1,
      monthlyRecurringRevenue: [
        { amount: '1000.00', currency: 'EUR' },
        { amount: '2000.00', currency: 'USD' },
      ],
      // B's tier of 99.9 pays all the same: 10 % of 2,000 dollars.
      // In Berlin it is 02:00 on a Thursday, in New York 21:00 to 21:45, in Tokyo 10:00.
      customersAwake: 2,
    };
    expect(answer).toMatchObject({
      subject: 'chg_1',
      version: 3,
      data: {
        changeVersion: 4,
        plan: 'the plan',
        asOf: NOW,
        noticeHoursNeeded: 72.5,
        planned: {
          ...figures,
          // C excludes nothing: 2,700 of 2,678.4. A has 2,100 of 2,674.8.
          breachCount: 1,
          leastHeadroomSeconds: -21.6,
          serviceCredits: [{ amount: '200.00', currency: 'USD' }],
          creditShare: 0.05,
        },
        failed: {
          ...figures,
          breachCount: 2,
          leastHeadroomSeconds: -1225.2,
          serviceCredits: [
            { amount: '100.00', currency: 'EUR' },
            { amount: '200.00', currency: 'USD' },
          ],
          creditShare: 0.1,
        },
      },
    });
    expect(answer?.data['planned']).toMatchObject({ offHoursShare: expect.closeTo(1 / 3, 12) as number });
  });

  it('asks for the longest notice of those it hits by itself', async () => {
    const [answer] = await answersTo(
      requested('chg_2', 1, {
        customerOutages: outages(3, ['cus_a']),
        aloneOutages: outages(3, ['cus_a', 'cus_b']),
      }),
    );
    expect(answer?.data).toMatchObject({ noticeHoursNeeded: 72.5, planned: { customerCount: 1 } });
    // C's agreement gives no notice by which it excludes anything, D's excludes no minute whatever the notice.
    const customerOutages = outages(3, ['cus_c', 'cus_d']);
    const [without] = await answersTo(requested('chg_2', 2, { customerOutages }));
    expect(without?.data).toMatchObject({ noticeHoursNeeded: null });
  });

  it('is nothing where nobody is hit', async () => {
    const [answer] = await answersTo(
      requested('chg_3', 1, { customerOutages: outages(2, []), failureOutages: outages(3, ['cus_a']) }),
    );
    expect(answer?.data).toMatchObject({
      noticeHoursNeeded: null,
      planned: {
        customerCount: 0,
        breachCount: 0,
        serviceCredits: [],
        creditShare: null,
        leastHeadroomSeconds: null,
        offHoursShare: null,
      },
      failed: { customerCount: 1, breachCount: 1 },
    });
  });

  it('is answered once a request, and only the newest request', async () => {
    const customerOutages = outages(3, ['cus_a']);
    const [first, second] = [1, 2].map((version) => requested('chg_4', version, { customerOutages }));
    expect((await answersTo(first!, second!)).map(({ version }) => version)).toEqual([2]);
    expect(await answersTo(second!)).toEqual([]);
    expect(await answersTo(first!)).toEqual([]);
  });

  it('counts the ledger that was told before', async () => {
    const customerOutages = outages(3, ['cus_a']);
    const impact = {
      productId: 'prd_1',
      state: 'DOWN',
      from: '2026-03-03T10:00:00.000Z',
      to: '2026-03-03T10:10:00.000Z',
      customerIds: ['cus_a'],
    };
    const [before] = await answersTo(requested('chg_5', 1, { customerOutages }));
    const [after] = await answersTo(
      customerImpactTold('tkt_2', [impact]),
      requested('chg_5', 2, { customerOutages }),
    );
    expect([before?.data, after?.data]).toMatchObject([
      { planned: { leastHeadroomSeconds: -1225.2 } },
      { planned: { leastHeadroomSeconds: -1825.2 } },
    ]);
  });

  it('is not told again when everything is taken in anew', async () => {
    const before = await told();
    await service.consumer.rebuild(clearProjections);
    await service.drain();
    expect(await told()).toEqual(before);
    const [answer] = await answersTo(requested('chg_6', 1, { customerOutages: outages(3, ['cus_a']) }));
    expect(answer?.data).toMatchObject({ planned: { leastHeadroomSeconds: -1825.2 } });
  });
});
