import 'reflect-metadata';
import { emptyTestDatabase } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../../account.fixture.js';
import { contradictions, CrashingService, moving, Receiver } from './crash.fixture.js';
import { placeOrder, type OrderGiven } from '../placed-order.fixture.js';

const service = accountService();
const bus = emptyTestDatabase('crash_bus');
let given: OrderGiven;

const order = (more: Partial<OrderGiven> = {}) =>
  placeOrder(service.test.database, { ...given, now: new Date(), ...more });
const start = (killAt: number, environment?: Record<string, string>) =>
  CrashingService.start({
    databaseUrl: service.test.url,
    busUrl: bus.url,
    killAt,
    ...(environment ? { environment } : {}),
  });

/** The tenants that a webhook's provisioner keeps, as the platform knows them. */
async function liveTenants(): Promise<string[]> {
  const rows = await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query<{ id: string }>(
      `select id from tenant where provisioner = 'webhook' and status <> 'DELETED' order by id`,
    ),
  );
  return rows.map(({ id }) => id);
}

/** Lets whatever is left come to its end in a process that lives. */
async function finish(environment?: Record<string, string>): Promise<void> {
  const last = start(0, environment);
  expect(await last.endedOrDone(service.test.database)).toBe(false);
  expect(await last.stop()).toBeGreaterThan(0);
}

describe('a provisioning process that is killed', () => {
  beforeAll(async () => {
    await loadAccounts(service);
    given = {
      customerId: await idOf(service, 'customer', 'alder'),
      planId: await idOf(service, 'plan', 'basic'),
      now: new Date(),
    };
  });

  it('is followed by one that brings each order to one tenant, nothing done twice', async () => {
    await order();
    await order({ tier: 2 });
    await order({ lines: [{}, { quantity: 3 }] });
    await order({ tier: 2 });
    let kills = 0;
    for (const killAt of [2, 9, 20, 33]) {
      const running = start(killAt);
      if (!(await running.endedOrDone(service.test.database))) {
        await running.stop();
        break;
      }
      kills += 1;
    }
    expect(kills).toBeGreaterThanOrEqual(3);
    if ((await moving(service.test.database)) > 0) await finish();
    expect(await contradictions(service.test.database)).toEqual([]);
  }, 300_000);

  it('asks a provisioner for the same again under the same key, and takes back what was refused', async () => {
    const receiver = await Receiver.start();
    try {
      const { environment } = receiver;
      const good = await order();
      const bad = await order({ lines: [{ branding: { productName: 'refused' } }] });
      let running: CrashingService | undefined;
      const pending = [
        'BEFORE tenant.create',
        'AFTER tenant.create',
        'AFTER tenant.apply_branding',
        'AFTER tenant.delete',
      ];
      receiver.interfere = (moment, type) => {
        const index = pending.indexOf(`${moment} ${type}`);
        if (index < 0) return;
        pending.splice(index, 1);
        running?.kill();
      };
      while (pending.length > 0) {
        running = start(0, environment);
        if (!(await running.endedOrDone(service.test.database))) {
          await running.stop();
          break;
        }
      }
      expect(pending).toEqual([]);
      await finish(environment);
      expect(await contradictions(service.test.database)).toEqual([]);

      const rows = await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query<{ id: string; status: string }>(
          'select id, status from provisioning_request where id = any($1) order by id',
          [[good.id, bad.id]],
        ),
      );
      expect(rows).toEqual([
        { id: good.id, status: 'SUCCEEDED' },
        { id: bad.id, status: 'FAILED' },
      ]);
      expect(await liveTenants()).toEqual([...receiver.tenants].toSorted());
      expect(receiver.tenants.size).toBe(1);
      expect(receiver.deliveries.length).toBeGreaterThan(receiver.done.size);
      const bodies = new Map<string, Set<string>>();
      for (const { key, body } of receiver.deliveries) {
        bodies.set(key, (bodies.get(key) ?? new Set()).add(body));
      }
      expect([...bodies.values()].every(({ size }) => size === 1)).toBe(true);
      const done = [...receiver.done.values()].map(({ type, tenantId }) => `${type} ${tenantId}`);
      expect(new Set(done).size).toBe(done.length);
    } finally {
      await receiver.stop();
    }
  }, 300_000);
});
