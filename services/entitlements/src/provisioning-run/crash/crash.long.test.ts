import 'reflect-metadata';
import { emptyTestDatabase } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../../account.fixture.js';
import { contradictions, CrashingService, Receiver } from './crash.fixture.js';
import { placeOrder, type OrderGiven } from '../placed-order.fixture.js';

const service = accountService();
const bus = emptyTestDatabase('crash_bus');
const HOUR = 3_600_000;
let given: OrderGiven;

const start = (killAt: number, environment: Record<string, string> = {}) =>
  CrashingService.start({ databaseUrl: service.test.url, busUrl: bus.url, killAt, environment });

/** Brings what is left to its end; answers how many moments that took. */
async function finish(environment: Record<string, string> = {}): Promise<number> {
  const last = start(0, environment);
  expect(await last.endedOrDone(service.test.database)).toBe(false);
  return last.stop();
}

describe('a provisioning process that is killed before and after each of its commits', () => {
  beforeAll(async () => {
    await loadAccounts(service);
    await service.load('Pods', [{ external_id: 'pod-large', name: 'Large', region: 'EMEA', seats: '10000' }]);
    given = {
      customerId: await idOf(service, 'customer', 'alder'),
      planId: await idOf(service, 'plan', 'basic'),
      now: new Date(),
    };
  });

  it.each(['fulfilled', 'refused'] as const)(
    'of an order that is %s: one tenant or none, nothing done twice',
    async (kind) => {
      const receiver = await Receiver.start();
      try {
        const { environment } = receiver;
        const lines = kind === 'refused' ? [{ branding: { productName: 'refused' } }] : [{}];
        const order = () => placeOrder(service.test.database, { ...given, now: new Date(), lines });
        await order();
        const moments = await finish(environment);
        for (let killAt = 1; killAt <= moments; killAt += 1) {
          await order();
          const doomed = start(killAt, environment);
          if (await doomed.endedOrDone(service.test.database)) await finish(environment);
          else await doomed.stop();
          const found = await contradictions(service.test.database);
          if (found.length > 0) throw new Error(`killed at ${killAt}: ${JSON.stringify(found)}`);
        }
        const done = [...receiver.done.values()].map(({ type, tenantId }) => `${type} ${tenantId}`);
        expect(new Set(done).size).toBe(done.length);
      } finally {
        await receiver.stop();
      }
    },
    HOUR,
  );
});
