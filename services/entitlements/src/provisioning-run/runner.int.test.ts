import 'reflect-metadata';
import { testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { chooseProvisioner, ProvisionerRefused, type Provisioner } from '../provisioner/index.js';
import { placeOrder, standing, type OrderGiven } from './placed-order.fixture.js';
import { ProvisioningRunner } from './runner.service.js';

const service = accountService();
const SYSTEM = { kind: 'SYSTEM' } as const;
let now = NOW;
let customerId: string;
let planId: string;
let podId: string;

const later = (ms: number) => (now = new Date(now.getTime() + ms));
const database = () => service.test.database;
const embedded = () =>
  chooseProvisioner({ standard: null, byProduct: new Map() }, { database: database(), clock: () => now })('');
const runners: ProvisioningRunner[] = [];
function runner(provisioner: Provisioner = embedded()): ProvisioningRunner {
  const made = new ProvisioningRunner({
    database: database(),
    logger: testLogger(),
    clock: () => now,
    provisionerOf: () => provisioner,
    retry: { attempts: 3, baseMs: 1_000, longestMs: 10_000 },
  });
  runners.push(made);
  return made;
}
const order = (given: Partial<OrderGiven> = {}) =>
  placeOrder(database(), { customerId, planId, now, ...given });
const ask = <Row>(sql: string, params: unknown[] = []) =>
  database().transaction(SYSTEM, (tx) => tx.query<Row>(sql, params));
const names = (steps: { name: string; status: string }[]) =>
  steps.map(({ name, status }) => `${name} ${status}`);

describe('a request to provision', () => {
  beforeAll(async () => {
    await loadAccounts(service);
    customerId = await idOf(service, 'customer', 'alder');
    planId = await idOf(service, 'plan', 'basic');
    podId = await idOf(service, 'pod', 'pod-eu');
  });
  afterAll(() => Promise.all(runners.map((one) => one.close())));

  it('is fulfilled step by step: one tenant, one seat, an active subscription, each outside step under its key', async () => {
    const request = await order();
    const subscriptionId = request.lines[0]?.subscriptionId ?? '';
    expect(request.status).toBe('QUEUED');
    const placed = await standing(database(), request.id);
    expect(names(placed.steps)).toEqual([
      'CHOOSE_POD DONE',
      'RESERVE_CAPACITY DONE',
      'CREATE_TENANT PENDING',
      'APPLY_BRANDING PENDING',
      'ACTIVATE_CONTACTS PENDING',
      'ACTIVATE_SUBSCRIPTION PENDING',
      'NOTIFY PENDING',
    ]);
    await runner().run(request.id);
    const ended = await standing(database(), request.id);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', order: 'FULFILLED', reason: null });
    expect(ended.steps.every(({ status, attempts }) => status === 'DONE' && attempts === 1)).toBe(true);
    const tenants = await ask<{ id: string }>(
      'select id, status, pod_id, quantity, provisioner from tenant where subscription_id = $1',
      [subscriptionId],
    );
    expect(tenants).toEqual([
      {
        id: expect.stringMatching(/^tnt_/) as string,
        status: 'ACTIVE',
        pod_id: podId,
        quantity: 1,
        provisioner: 'embedded',
      },
    ]);
    expect(
      await ask('select key, operation from tenant_operation where tenant_id = $1 order by at, key', [
        tenants[0]?.id,
      ]),
    ).toEqual(
      ['CREATE', 'APPLY_BRANDING', 'ACTIVATE_CONTACTS'].map((operation, index) => ({
        key: ended.steps[index + 2]?.id,
        operation,
      })),
    );
    const [subscription] = await ask<{ activated_at: Date | null; terms: unknown[] }>(
      'select activated_at, terms, pod_id from subscription where id = $1',
      [subscriptionId],
    );
    expect(subscription?.activated_at).toEqual(now);
    expect(subscription?.terms).toHaveLength(1);
    const events = (await service.events()).map(({ type }) => type);
    for (const verb of ['requested', 'succeeded']) {
      expect(events.filter((type) => type === `plimsoll.provisioning_request.${verb}.v1`)).toHaveLength(1);
    }
    expect(events.filter((type) => type === 'plimsoll.order.fulfilled.v1')).toHaveLength(1);
  });

  it('rests after a failure, tries again, and once it is refused takes back what it did in reverse', async () => {
    const log: string[] = [];
    const real = embedded();
    let tries = 0;
    const flaky: Provisioner = {
      ...real,
      applyBranding: async (spec, key) => {
        tries += 1;
        log.push(`brand ${key}`);
        if (tries === 1) throw new Error('the network is down');
        if (tries === 2) throw new ProvisionerRefused('No such theme.');
        return real.applyBranding(spec, key);
      },
      delete: (spec, key) => {
        log.push('delete');
        return real.delete(spec, key);
      },
    };
    const request = await order();
    const subscriptionId = request.lines[0]?.subscriptionId ?? '';
    const own = runner(flaky);
    await own.run(request.id);
    const failedOnce = await standing(database(), request.id);
    expect(failedOnce).toMatchObject({ status: 'RUNNING', order: 'IN_PROGRESS' });
    expect(failedOnce.steps[3]).toMatchObject({
      name: 'APPLY_BRANDING',
      status: 'PENDING',
      attempts: 1,
      failures: 1,
      error: 'Something went wrong inside of the platform.',
    });
    await own.run(request.id);
    expect(tries).toBe(1);
    later(5_000);
    await own.run(request.id);
    const ended = await standing(database(), request.id);
    expect(ended).toMatchObject({
      status: 'FAILED',
      order: 'FAILED',
      reason: 'APPLY_BRANDING: No such theme.',
    });
    expect(names(ended.steps)).toEqual([
      'CHOOSE_POD COMPENSATED',
      'RESERVE_CAPACITY COMPENSATED',
      'CREATE_TENANT COMPENSATED',
      'APPLY_BRANDING FAILED',
      'ACTIVATE_CONTACTS SKIPPED',
      'ACTIVATE_SUBSCRIPTION SKIPPED',
      'NOTIFY SKIPPED',
    ]);
    expect(log).toEqual([`brand ${ended.steps[3]?.id}`, `brand ${ended.steps[3]?.id}`, 'delete']);
    expect(
      await ask(
        'select status, pod_id, activated_at, ended_on = started_on as nothing from tenant t right join (select id, pod_id as pod, activated_at, ended_on, started_on from subscription) s on s.id = t.subscription_id where s.id = $1',
        [subscriptionId],
      ),
    ).toEqual([{ status: 'DELETED', pod_id: podId, activated_at: null, nothing: true }]);
    expect(
      await ask('select status from seat_reservation where subscription_id = $1', [subscriptionId]),
    ).toEqual([{ status: 'RELEASED' }]);
  });
});
