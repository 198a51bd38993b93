import 'reflect-metadata';
import type { BusEvent } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { chooseProvisioner } from '../provisioner/index.js';
import { ProvisioningRunner } from '../provisioning-run/runner.service.js';
import { podJobs, podOccupancyProjection } from './index.js';

const service = accountService();
const { run, load } = service;
const SYSTEM = { kind: 'SYSTEM' } as const;
const ids: Record<string, string> = {};
const clock = () => NOW;
const database = () => service.test.database;
const ask = <Row>(sql: string, params: unknown[] = []) =>
  database().transaction(SYSTEM, (tx) => tx.query<Row>(sql, params));
let runner: ProvisioningRunner | undefined;

interface Errors {
  userErrors: { code: string; message: string; path: string[] }[];
}
let count = 0;
async function take<Result>(
  mutation: string,
  fields: string,
  input: Record<string, unknown>,
  caller = testCallers.operator,
) {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Result & Errors }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { ${fields} userErrors { code message path } } }`,
    { input },
    caller,
  );
  return result;
}
const SUBSCRIPTION = 'subscription { id version pod { name } }';
interface Subscribed {
  subscription: { id: string; version: number; pod: { name: string } } | null;
}
async function start(pod: string): Promise<string> {
  count += 1;
  const { subscription, userErrors } = await take<Subscribed>('startSubscription', SUBSCRIPTION, {
    idempotencyKey: `start ${count}`,
    customerId: ids['alder'],
    planId: ids['basic'],
    podId: ids[pod],
  });
  if (!subscription) throw new Error(userErrors[0]?.message);
  return subscription.id;
}
const move = (input: Record<string, unknown>, caller = testCallers.operator) =>
  take<Subscribed>(
    'moveTenant',
    `${SUBSCRIPTION} provisioning { kind status }`,
    { reason: 'balance', ...input },
    caller,
  );
const POD = 'pod { version drain { total moved waiting failed reason } }';
interface Drained {
  pod: {
    version: number;
    drain: { total: number; moved: number; waiting: number; failed: number } | null;
  } | null;
}
const versionOf = async (pod: string) =>
  (await run<{ pod: { version: number } }>('query ($id: ID!) { pod(id: $id) { version } }', { id: ids[pod] }))
    .pod.version;
const drain = async (mutation: 'drainPod' | 'undrainPod', pod: string, caller = testCallers.operator) =>
  take<Drained>(
    mutation,
    POD,
    { id: ids[pod], expectedVersion: await versionOf(pod), reason: 'old disks' },
    caller,
  );
const progress = async (pod: string, caller = testCallers.agent) =>
  (
    await run<{ pod: Drained['pod'] }>(
      `query ($id: ID!) { pod(id: $id) { drain { total moved waiting failed } } }`,
      { id: ids[pod] },
      caller,
    )
  ).pod?.drain;
const job = (name: string, payload: Record<string, unknown> = {}) =>
  podJobs({ database: database(), logger: testLogger(), clock }).handlers[name]?.(payload, {
    id: '1',
    attempt: 1,
  });
/** Runs every request there is. */
async function provision() {
  const requests = await ask<{ id: string }>(
    `select id from provisioning_request where status in ('QUEUED', 'RUNNING', 'WAITING_FOR_CAPACITY') order by id`,
  );
  for (const { id } of requests) await runner?.run(id);
}
const onPod = async (pod: string) =>
  (await ask('select 1 from subscription where pod_id = $1', [ids[pod]])).length;

describe('who is on which pod', () => {
  beforeAll(async () => {
    await loadAccounts(service);
    const pod = (name: string, region: string, seats: string) => ({ external_id: name, name, region, seats });
    await load('Pods', [
      pod('a', 'NORTH', '9'),
      pod('b', 'NORTH', '3'),
      pod('c', 'SOUTH', '1'),
      pod('d', 'SOUTH', '2'),
      pod('trials', 'SOUTH', 'TRIAL=5'),
      pod('e', 'EAST', '1'),
    ]);
    ids['alder'] = await idOf(service, 'customer', 'alder');
    ids['basic'] = await idOf(service, 'plan', 'basic');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'trials']) ids[name] = await idOf(service, 'pod', name);
    runner = new ProvisioningRunner({
      database: database(),
      logger: testLogger(),
      clock,
      provisionerOf: chooseProvisioner(
        { standard: null, byProduct: new Map() },
        { database: database(), clock },
      ),
      retry: { attempts: 3, baseMs: 1_000, longestMs: 10_000 },
    });
  });
  afterAll(() => runner?.close());

  describe('a pod that is drained', () => {
    it('takes nothing new, lets its tenants go to where seats are, and shows how far it is', async () => {
      for (let n = 0; n < 4; n += 1) await start('a');
      const { pod } = await drain('drainPod', 'a');
      expect(pod?.drain).toEqual({ total: 4, moved: 0, waiting: 4, failed: 0, reason: 'old disks' });
      await expect(start('a')).rejects.toThrow('The pod a is being drained and takes nothing new.');
      await job('drain_pod', { podId: ids['a'] });
      expect(await progress('a')).toEqual({ total: 4, moved: 0, waiting: 4, failed: 0 });
      await provision();
      expect(await progress('a')).toEqual({ total: 4, moved: 3, waiting: 1, failed: 0 });
      expect([await onPod('a'), await onPod('b')]).toEqual([1, 3]);
      // The job may come as often as it likes: nobody is asked to move twice.
      await job('drain_pod', { podId: ids['a'] });
      await job('sweep_pods');
      expect(
        await ask(`select status, count(*)::int from provisioning_request group by status order by status`),
      ).toEqual([
        { status: 'SUCCEEDED', count: 3 },
        { status: 'WAITING_FOR_CAPACITY', count: 1 },
      ]);
      expect(await progress('a', testCallers.contact(ids['alder'] ?? ''))).toBeNull();
      expect(await progress('a', testCallers.partner('par_1'))).toBeNull();
    });

    it('takes tenants again once that is said; who waited for a seat elsewhere stays', async () => {
      expect((await drain('undrainPod', 'a')).pod).toMatchObject({ drain: null });
      await job('drain_pod', { podId: ids['a'] });
      expect(
        await ask(`select status, reason from provisioning_request where status not in ('SUCCEEDED')`),
      ).toEqual([{ status: 'CANCELLED', reason: 'The pod is not drained any more.' }]);
      await start('a');
      expect(await onPod('a')).toBe(2);
      expect(await drain('undrainPod', 'a')).toMatchObject({ userErrors: [{ code: 'INVALID_TRANSITION' }] });
    });

    it('tries again what failed when it is drained again', async () => {
      await drain('drainPod', 'a');
      await job('drain_pod', { podId: ids['a'] });
      await ask(`update provisioning_request set status = 'FAILED' where status = 'WAITING_FOR_CAPACITY'`);
      // The clock of this test stands still: it is the drain that moved three before.
      expect(await progress('a')).toEqual({ total: 5, moved: 3, waiting: 0, failed: 2 });
      expect((await drain('drainPod', 'a')).pod?.drain).toMatchObject({ total: 5, waiting: 2, failed: 0 });
      await drain('undrainPod', 'a');
    });

    it('is drained by those who may, and by nobody else', async () => {
      const before = await versionOf('a');
      for (const caller of [
        testCallers.agent,
        testCallers.partner('par_1'),
        testCallers.contact(ids['alder'] ?? ''),
      ]) {
        expect(await drain('drainPod', 'a', caller)).toMatchObject({
          pod: null,
          userErrors: [{ code: 'NOT_FOUND' }],
        });
        expect(await drain('undrainPod', 'a', caller)).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
      }
      expect(await versionOf('a')).toBe(before);
    });
  });

  describe('a tenant', () => {
    it('is moved once for a key, to the pod that is named or one that placement finds in its region', async () => {
      const subscriptionId = await start('c');
      const named = { idempotencyKey: 'move', subscriptionId, toPodId: ids['d'] };
      expect(await move(named)).toMatchObject({
        subscription: { pod: { name: 'c' } },
        provisioning: { kind: 'MOVE', status: 'QUEUED' },
        userErrors: [],
      });
      expect(await move(named)).toMatchObject({ userErrors: [] });
      expect(await move({ ...named, idempotencyKey: 'again' })).toMatchObject({
        userErrors: [{ code: 'INVALID_TRANSITION' }],
      });
      await provision();
      expect([await onPod('c'), await onPod('d')]).toEqual([0, 1]);
      expect(
        await ask('select status from seat_reservation where subscription_id = $1', [subscriptionId]),
      ).toEqual([{ status: 'CONSUMED' }]);
      expect(await move({ idempotencyKey: 'back', subscriptionId })).toMatchObject({ userErrors: [] });
      await provision();
      expect([await onPod('c'), await onPod('d')]).toEqual([1, 0]);
    });

    it('stays where it is when nobody may move it, or there is nothing to move or nowhere to go', async () => {
      const subscriptionId = await start('d');
      const refused = async (input: Record<string, unknown>, caller = testCallers.operator) => {
        count += 1;
        const { userErrors } = await move(
          { idempotencyKey: `refused ${count}`, subscriptionId, ...input },
          caller,
        );
        return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
      };
      expect(await refused({}, testCallers.agent)).toEqual(['NOT_FOUND ']);
      expect(await refused({}, testCallers.contact(ids['alder'] ?? ''))).toEqual(['NOT_FOUND ']);
      expect(await refused({ subscriptionId: 'sub_x' })).toEqual(['NOT_FOUND subscriptionId']);
      expect(await refused({ toPodId: 'pod_x' })).toEqual(['NOT_FOUND toPodId']);
      expect(await refused({ toPodId: ids['d'] })).toEqual(['INVALID_TRANSITION toPodId']);
      expect(await refused({ toPodId: ids['trials'] })).toEqual(['INVALID toPodId']);
      expect(await refused({ reason: ' ' })).toEqual(['INVALID reason']);
      await drain('drainPod', 'b');
      expect(await refused({ toPodId: ids['b'] })).toEqual(['POD_DRAINING toPodId']);
      expect(await onPod('d')).toBe(1);
    });
  });

  describe('what changes who is on a pod', () => {
    it('is noted however it came about, and wakes those who wait', async () => {
      const subscriptionId = await start('e');
      const { handlers } = podOccupancyProjection('entitlements', clock);
      const tell = (type: string, subject: string, data: Record<string, unknown> = {}) =>
        database().transaction(SYSTEM, async (tx) => {
          await handlers[type]?.(tx, [{ type, subject, data } as BusEvent]);
        });
      const mark = () => ask('select mark, seats, occupied from pod_mark where pod_id = $1', [ids['e']]);
      const woken = async () => {
        const owner = await database().connect('test');
        const found = await owner.query('delete from graphile_worker._private_jobs where key = $1', [
          `wake:${ids['e']}`,
        ]);
        await owner.end();
        return found.rowCount;
      };
      await tell('plimsoll.subscription.created.v1', subscriptionId, { podId: ids['e'], endedOn: null });
      expect(await mark()).toEqual([{ mark: 'FULL', seats: 1, occupied: 1 }]);
      const crossed = (await service.events()).filter(
        ({ type, subject }) => type === 'plimsoll.pod.capacity_crossed.v1' && subject === ids['e'],
      );
      expect(crossed).toHaveLength(1);
      expect(crossed[0]?.data).toMatchObject({
        podId: ids['e'],
        name: 'e',
        kind: null,
        mark: 'FULL',
        seats: 1,
        occupied: 1,
      });

      // Somebody waits; another seat makes room.
      await ask(
        `update provisioning_request set status = 'WAITING_FOR_CAPACITY' where id = (select min(id) from provisioning_request)`,
      );
      await woken();
      expect(await woken()).toBe(0);
      await load('Pods', [{ external_id: 'e', name: 'e', region: 'EAST', seats: '2' }]);
      await tell('plimsoll.pod.updated.v1', ids['e'] ?? '');
      expect(await mark()).toEqual([{ mark: 'NORMAL', seats: 2, occupied: 1 }]);
      expect(await woken()).toBe(1);
    });
  });
});
