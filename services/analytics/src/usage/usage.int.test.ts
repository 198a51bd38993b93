import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { usageTold } from '../testing/fact-events.js';

const service = analyticsService('2026-06-01T00:00:00.000Z');
const usedBy = (customerIds: string[]) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `select customer_id as customer, day, metric, component, path, value::text, count
         from usage_day where customer_id = any($1::text[]) order by 1, 2, 3, 4, 5`,
      [customerIds],
    ),
  );
const calls = (id: string, at: string, value: string, rest: object = {}) => ({
  id,
  at,
  metric: 'calls',
  value,
  ...rest,
});
const merged = (duplicate: string, into: string): DomainEvent => ({
  type: 'plimsoll.customer.merged.v1',
  subject: duplicate,
  version: 9,
  data: { into },
});

describe('use', () => {
  it('is summed by day, and moves with a measurement that is told anew', async () => {
    const batch = usageTold('usb_1', 'cus_1', [
      calls('usg_1', '2026-03-01T23:59:59.999Z', '2.5', { component: 'api', path: '/orders' }),
      calls('usg_2', '2026-03-02T00:00:00.000Z', '3', { component: 'api', path: '/orders' }),
      calls('usg_3', '2026-03-02T12:00:00.000Z', '4', { component: 'api', path: '/orders' }),
      calls('usg_4', '2026-03-02T13:00:00.000Z', '-0.5'),
    ]);
    await service.tell('entitlements', [customerTold('cus_1'), batch, batch]);
    await service.drain();
    const day = { customer: 'cus_1', metric: 'calls' };
    const plain = { ...day, day: '2026-03-02', component: '', path: '', value: '-0.5', count: 1 };
    expect(await usedBy(['cus_1'])).toEqual([
      { ...day, day: '2026-03-01', component: 'api', path: '/orders', value: '2.5', count: 1 },
      plain,
      { ...day, day: '2026-03-02', component: 'api', path: '/orders', value: '7', count: 2 },
    ]);
    const moved = calls('usg_3', '2026-03-02T12:00:00.000Z', '4', { version: 2, component: 'web' });
    await service.tell('entitlements', [usageTold('usb_2', 'cus_1', [moved])]);
    await service.drain();
    expect(await usedBy(['cus_1'])).toEqual([
      { ...day, day: '2026-03-01', component: 'api', path: '/orders', value: '2.5', count: 1 },
      plain,
      { ...day, day: '2026-03-02', component: 'api', path: '/orders', value: '3', count: 1 },
      { ...day, day: '2026-03-02', component: 'web', path: '', value: '4', count: 1 },
    ]);
  });

  it('of a merged customer is that of the one it was merged into, what both say counted once', async () => {
    const at = '2026-03-02T12:00:00.000Z';
    await service.tell('entitlements', [
      usageTold('usb_3', 'cus_3', [calls('usg_31', at, '1'), calls('usg_32', at, '9')]),
      usageTold('usb_4', 'cus_4', [
        calls('usg_41', at, '1.0', { component: 'old' }),
        calls('usg_42', at, '2'),
      ]),
      merged('cus_4', 'cus_5'),
    ]);
    await service.drain();
    const day = { day: '2026-03-02', metric: 'calls', path: '' };
    expect(await usedBy(['cus_3', 'cus_4', 'cus_5'])).toEqual([
      { ...day, customer: 'cus_3', component: '', value: '10', count: 2 },
      { ...day, customer: 'cus_5', component: '', value: '2', count: 1 },
      { ...day, customer: 'cus_5', component: 'old', value: '1.0', count: 1 },
    ]);
    await service.tell('entitlements', [merged('cus_5', 'cus_3')]);
    await service.drain();
    expect(await usedBy(['cus_3', 'cus_4', 'cus_5'])).toEqual([
      { ...day, customer: 'cus_3', component: '', value: '12', count: 3 },
    ]);
    await service.tell('entitlements', [
      usageTold('usb_5', 'cus_4', [calls('usg_43', '2026-03-02T13:00:00.000Z', '5')]),
    ]);
    await service.drain();
    expect(await usedBy(['cus_3', 'cus_4', 'cus_5'])).toEqual([
      { ...day, customer: 'cus_3', component: '', value: '17', count: 4 },
    ]);
  });
});
