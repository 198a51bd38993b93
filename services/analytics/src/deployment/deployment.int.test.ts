import 'reflect-metadata';
import { told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-06-01T00:00:00.000Z');

it('deployments and opportunities are kept as they stand', async () => {
  const milestones = [{ name: 'Go-live', dueOn: '2026-03-01', completedOn: null }];
  await service.tell('entitlements', [
    told('deployment', 'dpl_1', { customerId: 'cus_1', status: 'IN_PROGRESS', startedOn: '2026-01-15' }),
    told(
      'deployment',
      'dpl_1',
      {
        customerId: 'cus_1',
        subscriptionId: 'sub_1',
        status: 'LIVE',
        startedOn: '2026-01-15',
        liveOn: '2026-03-03',
        amount: '12000.50',
        currency: 'EUR',
        milestones,
      },
      2,
    ),
    told('opportunity', 'opp_1', {
      customerId: 'cus_1',
      kind: 'UPSELL',
      stage: 'QUALIFIED',
      origin: 'TICKET',
      recordedAt: '2026-02-01T10:00:00.000Z',
      closedAt: null,
      amount: '500',
      currency: 'EUR',
    }),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    expect(
      await tx.query(
        `select version, customer_id, subscription_id, status, live_on - started_on as days, value_amount::text,
                value_currency, milestones from deployment`,
      ),
    ).toEqual([
      {
        version: 2,
        customer_id: 'cus_1',
        subscription_id: 'sub_1',
        status: 'LIVE',
        days: 47,
        value_amount: '12000.50',
        value_currency: 'EUR',
        milestones,
      },
    ]);
    expect(
      await tx.query('select customer_id, kind, status, origin, amount::text, currency from opportunity'),
    ).toEqual([
      {
        customer_id: 'cus_1',
        kind: 'UPSELL',
        status: 'QUALIFIED',
        origin: 'TICKET',
        amount: '500',
        currency: 'EUR',
      },
    ]);
  });
});
