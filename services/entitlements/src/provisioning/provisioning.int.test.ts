import 'reflect-metadata';
import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';
import { chooseProvisioner } from '../provisioner/index.js';
import { placeOrder, type OrderGiven } from '../provisioning-run/placed-order.fixture.js';
import { provisioningJobs } from '../provisioning-run/index.js';
import { cancelProvisioning, requestMove } from './index.js';

const service = accountService();
const SYSTEM = { kind: 'SYSTEM' } as const;
const manager: Principal = { subject: 'test-manager', roles: ['manager'] };
let customerId: string;
let planId: string;

const order = (given: Partial<OrderGiven> = {}) =>
  placeOrder(service.test.database, { customerId, planId, now: NOW, ...given });
const ask = <Row>(sql: string, params: unknown[] = []) =>
  service.test.database.transaction(SYSTEM, (tx) => tx.query<Row>(sql, params));

/** Lets the jobs of requests do their work once. */
async function work(name: string, payload: Record<string, unknown> = {}): Promise<void> {
  const { database } = service.test;
  const clock = () => NOW;
  const provisioner = chooseProvisioner({ standard: null, byProduct: new Map() }, { database, clock })('');
  const jobs = provisioningJobs({ database, logger: testLogger(), clock, provisionerOf: () => provisioner });
  await jobs.handlers[name]?.(payload, { id: '1', attempt: 1 });
  await jobs.stopped?.();
}

const REQUEST = `request { id version status progress reason approvalsOwed approvalsGiven
  approvals { verdict comment } order { status } steps { name status attempts error at result } }
  userErrors { code path }`;
interface Payload {
  request: { version: number; status: string; approvalsGiven: number; order: { status: string } } | null;
  userErrors: { code: string; path: string[] }[];
}
async function decide(
  verb: 'approve' | 'reject' | 'retry' | 'cancel',
  input: Record<string, unknown>,
  caller: Principal = manager,
): Promise<Payload> {
  const name = `${verb[0]?.toUpperCase()}${verb.slice(1)}ProvisioningRequestInput`;
  const { payload } = await service.run<{ payload: Payload }>(
    `mutation ($input: ${name}!) { payload: ${verb}ProvisioningRequest(input: $input) { ${REQUEST} } }`,
    { input },
    caller,
  );
  return payload;
}
const refusal = (code: string) => ({
  request: null,
  userErrors: [{ code, path: expect.any(Array) as unknown }],
});

beforeAll(async () => {
  await loadAccounts(service);
  customerId = await idOf(service, 'customer', 'alder');
  planId = await idOf(service, 'plan', 'basic');
});

describe('an order of tier 3', () => {
  it('waits until somebody else has agreed, then holds its seat and goes on', async () => {
    const { id, ...placed } = await order({ tier: 3, author: { actorId: manager.subject } });
    expect(placed).toMatchObject({ status: 'AWAITING_APPROVAL', approvalsOwed: 1 });
    expect(await ask('select from seat_reservation where request_id = $1', [id])).toEqual([]);
    const given = { id, expectedVersion: 1 };
    expect(await decide('approve', given, testCallers.agent)).toEqual(refusal('NOT_FOUND'));
    expect(await decide('approve', given, testCallers.partner('par_1'))).toEqual(refusal('NOT_FOUND'));
    expect(await decide('approve', given)).toEqual(refusal('OWN_REQUEST'));
    expect(await decide('approve', { id, expectedVersion: 9 }, testCallers.admin)).toEqual(
      refusal('CONFLICT'),
    );
    const owed = (caller: Principal) =>
      service
        .run<{ provisioningApprovalsOwed: { nodes: { id: string }[] } }>(
          `{ provisioningApprovalsOwed { nodes { id } } }`,
          {},
          caller,
        )
        .then((data) => data.provisioningApprovalsOwed.nodes.map((node) => node.id));
    expect(await owed(manager)).toEqual([]);
    expect(await owed(testCallers.admin)).toEqual([id]);
    const { request } = await decide('approve', { ...given, comment: 'Go.' }, testCallers.admin);
    expect(request).toMatchObject({
      status: 'QUEUED',
      approvalsGiven: 1,
      approvals: [{ verdict: 'APPROVED', comment: 'Go.' }],
      order: { status: 'PLACED' },
    });
    expect(await ask('select status from seat_reservation where request_id = $1', [id])).toEqual([
      { status: 'HELD' },
    ]);
    expect(await owed(testCallers.admin)).toEqual([]);
    await work('run_provisioning_request', { requestId: id });
    expect((await decide('retry', { id, expectedVersion: 99 }, testCallers.admin)).userErrors[0]?.code).toBe(
      'CONFLICT',
    );
    const { provisioningRequest } = await service.run<{ provisioningRequest: Record<string, unknown> }>(
      `query ($id: ID!) { provisioningRequest(id: $id) { status progress order { status provisioning { id } } } }`,
      { id },
    );
    expect(provisioningRequest).toEqual({
      status: 'SUCCEEDED',
      progress: 1,
      order: { status: 'FULFILLED', provisioning: { id } },
    });
  });

  it('owes as many different people as the policy says of its amount', async () => {
    const rule = (input: Record<string, unknown>, caller?: Principal) =>
      service.run<{ setApprovalRule: { userErrors: { code: string }[] } }>(
        `mutation ($input: SetApprovalRuleInput!) { setApprovalRule(input: $input) { rule { approvals } userErrors { code } } }`,
        { input },
        caller,
      );
    const two = { tier: 3, monthlyTotalFrom: '15', currency: 'EUR', approvals: 2 };
    expect((await rule(two, manager)).setApprovalRule.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    expect((await rule(two)).setApprovalRule.userErrors).toEqual([]);
    expect(
      (
        await service.run<{ approvalPolicy: unknown }>(
          `{ approvalPolicy { tier monthlyTotalFrom currency approvals } }`,
        )
      ).approvalPolicy,
    ).toEqual([
      { tier: 3, monthlyTotalFrom: '0', currency: null, approvals: 1 },
      { tier: 3, monthlyTotalFrom: '15', currency: 'EUR', approvals: 2 },
    ]);
    // A line costs 10 EUR a month.
    expect((await order({ tier: 3 })).approvalsOwed).toBe(1);
    expect((await order({ tier: 2, lines: [{}, {}] })).approvalsOwed).toBe(0);
    const { id, approvalsOwed } = await order({ tier: 3, lines: [{}, {}] });
    expect(approvalsOwed).toBe(2);
    expect((await decide('approve', { id, expectedVersion: 1 })).request).toMatchObject({
      status: 'AWAITING_APPROVAL',
      version: 2,
    });
    expect(await decide('approve', { id, expectedVersion: 2 })).toEqual(refusal('ALREADY_DECIDED'));
    expect((await decide('approve', { id, expectedVersion: 2 }, testCallers.admin)).request).toMatchObject({
      status: 'QUEUED',
    });
  });

  it('is rejected for good, and what it would have begun is given up', async () => {
    const { id, lines, orderId } = await order({ tier: 3 });
    const { request } = await decide('reject', { id, expectedVersion: 1, reason: 'No budget.' });
    expect(request).toMatchObject({
      status: 'REJECTED',
      reason: 'No budget.',
      order: { status: 'REJECTED' },
    });
    expect(await decide('approve', { id, expectedVersion: 2 }, testCallers.admin)).toEqual(
      refusal('INVALID_TRANSITION'),
    );
    expect(
      await ask('select activated_at, ended_on = started_on as nothing from subscription where id = $1', [
        lines[0]?.subscriptionId,
      ]),
    ).toEqual([{ activated_at: null, nothing: true }]);
    const cancel = service.test.database.transaction(SYSTEM, (tx) =>
      cancelProvisioning(tx, { actorId: null }, { orderId: orderId ?? '', reason: 'No.', now: NOW }),
    );
    await expect(cancel).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
  });
});

describe('orders of tier 2', () => {
  it('are worked off one after the other, in the order they were placed', async () => {
    const ids: string[] = [];
    for (const seconds of [3, 1, 2]) {
      const placed = await order({ tier: 2, now: new Date(NOW.getTime() - seconds * 1_000) });
      expect(placed.status).toBe('QUEUED');
      ids[3 - seconds] = placed.id;
    }
    await work('run_provisioning_queue');
    const moved = await ask<{ id: string }>(
      `select record_id as id from history, jsonb_array_elements(fields) f
        where record_type = 'provisioning_request' and record_id = any($1) and f.value ->> 'after' = 'SUCCEEDED'
        order by at`,
      [ids],
    );
    expect(moved.map(({ id }) => id)).toEqual(ids);
  });
});

describe('a request that finds no seat', () => {
  it('waits with the reason, and goes on once a seat is free; or is cancelled', async () => {
    const nowhere = { lines: [{ region: 'APAC' }] };
    const first = await order(nowhere);
    const second = await order(nowhere);
    expect(first).toMatchObject({ status: 'WAITING_FOR_CAPACITY' });
    expect(first.reason).toBe('No pod that suits it has a free seat; it waits for one.');
    expect(await ask('select status from customer_order where id = $1', [first.orderId])).toEqual([
      { status: 'WAITING_FOR_CAPACITY' },
    ]);
    expect((await decide('retry', { id: first.id, expectedVersion: first.version })).request?.status).toBe(
      'WAITING_FOR_CAPACITY',
    );
    await service.load('Pods', [{ external_id: 'pod-apac', name: 'APAC', region: 'APAC', seats: '1' }]);
    await work('wake_provisioning_requests');
    const statuses = () =>
      ask<{ id: string; status: string }>(
        'select id, status from provisioning_request where id = any($1) order by id',
        [[first.id, second.id]],
      );
    expect(await statuses()).toEqual([
      { id: first.id, status: 'QUEUED' },
      { id: second.id, status: 'WAITING_FOR_CAPACITY' },
    ]);
    await work('run_provisioning_request', { requestId: first.id });
    // Why it waits has changed with the new pod.
    const [read] = await ask<{ version: number }>('select version from provisioning_request where id = $1', [
      second.id,
    ]);
    const cancelled = await decide('cancel', {
      id: second.id,
      expectedVersion: read?.version,
      reason: 'Not needed.',
    });
    expect(cancelled.request).toMatchObject({ status: 'COMPENSATING' });
    await work('run_provisioning_request', { requestId: second.id });
    expect(await statuses()).toEqual([
      { id: first.id, status: 'SUCCEEDED' },
      { id: second.id, status: 'CANCELLED' },
    ]);
  });
});

describe('a move', () => {
  it('takes the tenant to another pod and frees its seat; a second one at the same time is refused', async () => {
    const placed = await order();
    await work('run_provisioning_request', { requestId: placed.id });
    const subscriptionId = placed.lines[0]?.subscriptionId ?? '';
    await service.load('Pods', [{ external_id: 'pod-b', name: 'EU West', region: 'EMEA', seats: '2' }]);
    const toPodId = await idOf(service, 'pod', 'pod-b');
    const move = () =>
      service.test.database.transaction(SYSTEM, (tx) =>
        requestMove(tx, { actorId: null }, { subscriptionId, toPodId: null, reason: 'Drain', now: NOW }),
      );
    const request = await move();
    expect(request.status).toBe('QUEUED');
    await expect(move()).rejects.toMatchObject({ code: 'INVALID_TRANSITION' });
    await work('run_provisioning_request', { requestId: request.id });
    expect(
      await ask(
        'select t.pod_id as tenant, s.pod_id as subscription from tenant t join subscription s on s.id = t.subscription_id where s.id = $1',
        [subscriptionId],
      ),
    ).toEqual([{ tenant: toPodId, subscription: toPodId }]);
    expect(await ask('select used, reserved from pod_occupancy(array[$1::text], now())', [toPodId])).toEqual([
      { used: 1, reserved: 0 },
    ]);
  });
});

describe('requests in the graph', () => {
  it('are shown to staff and to whom they belong, with as many statements for many as for one', async () => {
    const { id } = await order();
    const arbor = await idOf(service, 'partner', 'arbor');
    const bosk = await idOf(service, 'partner', 'bosk');
    const birch = await idOf(service, 'customer', 'birch');
    const read = (caller: Principal) =>
      service
        .run<{ provisioningRequest: { steps: { result: unknown }[]; approvals: unknown[] } | null }>(
          `query ($id: ID!) { provisioningRequest(id: $id) { id steps { name result } approvals { verdict } } }`,
          { id },
          caller,
        )
        .then((data) => data.provisioningRequest);
    for (const caller of [testCallers.partner(arbor), testCallers.contact(customerId)]) {
      const seen = await read(caller);
      expect(seen?.steps).toHaveLength(7);
      expect(seen?.steps.every(({ result }) => result === null)).toBe(true);
    }
    for (const caller of [testCallers.partner(bosk), testCallers.contact(birch), testCallers.analyst]) {
      expect(await read(caller)).toBeNull();
      expect(await decide('cancel', { id, expectedVersion: 1, reason: 'x' }, caller)).toEqual(
        refusal('NOT_FOUND'),
      );
    }
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { provisioningRequests(first: $first) { nodes { id status progress
          steps { name status } approvals { verdict } customer { id tenants(first: 2) { nodes { id pod { id } operations { key } } } }
          order { id provisioning { id } } history(first: 2) { nodes { version } } } } }`,
        { first },
      );
    await list(1);
    expect(await list(8)).toBe(await list(1));
    const customers = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { customers(first: $first) { nodes { provisioningRequests(first: 2) { nodes { id } } tenants(first: 2) { nodes { id subscription { tenant { id } } } } } } }`,
        { first },
      );
    await customers(1);
    expect(await customers(3)).toBe(await customers(1));
  });

  it('is not moved by one who is late: unknown ids are not found', async () => {
    expect(await decide('approve', { id: newId('prv'), expectedVersion: 1 })).toEqual(refusal('NOT_FOUND'));
  });
});
