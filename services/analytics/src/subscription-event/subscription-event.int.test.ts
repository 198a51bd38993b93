import 'reflect-metadata';
import { subscriptionTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { subscriptionEventTold } from '../testing/fact-events.js';

const service = analyticsService('2026-06-01T00:00:00.000Z');
const eventsOf = (subscriptionId: string) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `select occurred_on as "on", type, reason, implied, withdrawn, customer_id as customer
         from subscription_event where subscription_id = $1 order by occurred_on, type, implied`,
      [subscriptionId],
    ),
  );
const common = { withdrawn: false, customer: 'cus_1' };

describe('what happens to subscriptions', () => {
  it('is kept as it was told, and beside it what the dates of the subscription alone tell of', async () => {
    await service.tell('entitlements', [
      subscriptionTold('sub_1', 'cus_1', {
        cancelledOn: '2026-02-10',
        endedOn: '2026-05-01',
        endReason: 'price',
      }),
      subscriptionEventTold({
        subscriptionId: 'sub_1',
        customerId: 'cus_1',
        on: '2026-02-10',
        type: 'CANCELLED',
        reason: 'too dear',
      }),
      subscriptionEventTold({
        subscriptionId: 'sub_1',
        customerId: 'cus_1',
        on: '2026-01-01',
        type: 'RENEWED',
      }),
    ]);
    await service.drain();
    expect(await eventsOf('sub_1')).toEqual([
      { on: '2025-01-01', type: 'STARTED', reason: null, implied: true, ...common },
      { on: '2026-01-01', type: 'RENEWED', reason: null, implied: false, ...common },
      { on: '2026-02-10', type: 'CANCELLED', reason: 'too dear', implied: false, ...common },
      { on: '2026-05-01', type: 'ENDED', reason: 'price', implied: true, ...common },
    ]);
  });

  it('is withdrawn, and follows the subscription to another customer', async () => {
    const renewal = { subscriptionId: 'sub_2', customerId: 'cus_1', on: '2026-01-01', type: 'RENEWED' };
    await service.tell('entitlements', [
      subscriptionTold('sub_2', 'cus_1'),
      subscriptionEventTold(renewal, 7),
      subscriptionEventTold(renewal, 9, 'withdrawn'),
    ]);
    await service.tell('entitlements', [subscriptionTold('sub_2', 'cus_2', {}, 2)]);
    await service.drain();
    expect(await eventsOf('sub_2')).toEqual([
      { on: '2025-01-01', type: 'STARTED', reason: null, implied: true, withdrawn: false, customer: 'cus_2' },
      { on: '2026-01-01', type: 'RENEWED', reason: null, implied: false, withdrawn: true, customer: 'cus_2' },
    ]);
  });

  it('is nothing as long as a subscription has not run', async () => {
    await service.tell('entitlements', [
      subscriptionTold('sub_3', 'cus_1', { endedOn: '2025-01-01', terms: [] }),
    ]);
    await service.drain();
    expect(await eventsOf('sub_3')).toEqual([]);
  });
});
