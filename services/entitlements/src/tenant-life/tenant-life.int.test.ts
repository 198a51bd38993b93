import 'reflect-metadata';
import { testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { chooseProvisioner, type Provisioner } from '../provisioner/index.js';
import { placeOrder } from '../provisioning-run/placed-order.fixture.js';
import { provisioningJobs } from '../provisioning-run/index.js';
import { tenantLifeJobs } from './index.js';

const service = accountService();
const SYSTEM = { kind: 'SYSTEM' } as const;
const asked: string[] = [];
let failing = false;

const write = (sql: string, params: unknown[]) =>
  service.test.database.transaction(SYSTEM, (tx) => tx.query(sql, params));

/** The embedded provisioner, with a log of what it was asked for; it fails where it is told to. */
function watched(): Provisioner {
  const { database } = service.test;
  const real = chooseProvisioner(
    { standard: null, byProduct: new Map() },
    { database, clock: () => NOW },
  )('');
  const watch =
    (name: 'suspend' | 'resume' | 'resize' | 'delete'): Provisioner['suspend'] =>
    (spec, key) => {
      asked.push(`${name} ${key.split('_').slice(-2).join(' ')}`);
      return failing ? Promise.reject(new Error('away')) : real[name](spec, key);
    };
  return {
    ...real,
    suspend: watch('suspend'),
    resume: watch('resume'),
    resize: watch('resize'),
    delete: watch('delete'),
  };
}

describe('the tenant of a subscription', () => {
  it('is resized, suspended, resumed and at last deleted as its subscription says, each asked for once', async () => {
    await loadAccounts(service);
    const { database } = service.test;
    const dependencies = { database, logger: testLogger(), clock: () => NOW, provisionerOf: watched };
    const saga = provisioningJobs(dependencies);
    const request = await placeOrder(database, {
      customerId: await idOf(service, 'customer', 'alder'),
      planId: await idOf(service, 'plan', 'basic'),
      now: NOW,
    });
    await saga.handlers['run_provisioning_request']?.({ requestId: request.id }, { id: '1', attempt: 1 });
    await saga.stopped?.();
    const id = request.lines[0]?.subscriptionId ?? '';
    const keep = () =>
      tenantLifeJobs(dependencies).handlers['keep_tenants']?.({}, { id: '2', attempt: 1 }) ??
      Promise.reject();
    const tenant = async () =>
      (
        await service.run<{ subscription: { tenant: unknown; customer: { tenants: { nodes: unknown[] } } } }>(
          `query ($id: ID!) { subscription(id: $id) { tenant { status quantity } customer { tenants { nodes { status } } } } }`,
          { id },
        )
      ).subscription;

    await keep();
    expect(asked).toEqual([]);
    expect((await tenant()).tenant).toEqual({ status: 'ACTIVE', quantity: 1 });

    await write(`update subscription set terms = jsonb_set(terms, '{0,quantity}', '7') where id = $1`, [id]);
    await keep();
    expect((await tenant()).tenant).toEqual({ status: 'ACTIVE', quantity: 7 });

    const members = () =>
      service
        .run<{ subscription: { tenant: { members: { name: string }[] } } }>(
          `query ($id: ID!) { subscription(id: $id) { tenant { members { name } } } }`,
          { id },
        )
        .then((data) => data.subscription.tenant.members.map(({ name }) => name));
    await service.load('Contacts', [{ external_id: 'c1', customer: 'alder', name: 'Ada' }]);
    await keep();
    expect(await members()).toEqual(['Ada']);
    await write(`update contact set active = false where external_id = $1`, ['c1']);
    await keep();
    expect(await members()).toEqual([]);

    // In Berlin it is the 11th already.
    await write(`update subscription set ended_on = '2026-03-12' where id = $1`, [id]);
    await keep();
    expect((await tenant()).tenant).toEqual({ status: 'ACTIVE', quantity: 7 });
    await write(`update subscription set started_on = '2026-01-01', ended_on = '2026-03-11' where id = $1`, [
      id,
    ]);
    failing = true;
    await keep();
    failing = false;
    await keep();
    expect((await tenant()).tenant).toEqual({ status: 'SUSPENDED', quantity: 7 });

    await write(`update subscription set ended_on = null where id = $1`, [id]);
    await keep();
    expect((await tenant()).tenant).toEqual({ status: 'ACTIVE', quantity: 7 });

    // Thirty days after the 10th of February it is the 12th of March.
    await write(`update subscription set ended_on = '2026-02-10' where id = $1`, [id]);
    await keep();
    expect((await tenant()).tenant).toEqual({ status: 'SUSPENDED', quantity: 7 });
    await write(`update subscription set ended_on = '2026-02-09' where id = $1`, [id]);
    await keep();
    await keep();
    expect(await tenant()).toEqual({
      tenant: null,
      customer: { tenants: { nodes: [{ status: 'DELETED' }] } },
    });
    expect(asked).toEqual([
      'resize v3 resize',
      'suspend v6 suspend',
      'suspend v6 suspend',
      'resume v7 resume',
      'suspend v8 suspend',
      'delete v9 delete',
    ]);
  });
});
