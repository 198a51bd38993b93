import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signInternalToken } from '@plimsoll/shared';
import { emptyTestDatabase, testCallers } from '@plimsoll/shared/testing';

const database = emptyTestDatabase('last_seats');
const bus = emptyTestDatabase('last_seats_bus');
const SECRET = 'a secret of at least thirty-two characters';
const REPLICAS = 2;
const ORDERS = 100;
const ATTEMPTS = 10;

interface Replica {
  port: number;
  process: ChildProcess;
}
interface Answer<Data> {
  data: Data;
  errors?: { message: string; extensions: { code: string } }[];
}
const replicas: Replica[] = [];

/** A process of the built service, as it runs in production. */
async function startReplica(): Promise<Replica> {
  const port = await freePort();
  const process_ = spawn(process.execPath, [join(__dirname, '../dist/main.js')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL_ENTITLEMENTS: database.url,
      BUS_URL: bus.url,
      INTERNAL_TOKEN_SECRET: SECRET,
      PORT: String(port),
      LOG_LEVEL: 'fatal',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const replica = { port, process: process_ };
  replicas.push(replica);
  for (;;) {
    if (process_.exitCode !== null) throw new Error('the service ended before it served; is it built?');
    const live = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
    if (live?.ok) return replica;
    await sleep(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
}

/**
 * The data of a document without errors, from the n-th replica in turn. Told that it is too busy, or cut off without an
 * answer, a client asks again with the same key: what was placed already is answered, and not placed twice.
 */
async function ask<Data>(query: string, variables: Record<string, unknown> = {}, turn = 0): Promise<Data> {
  const port = replicas[turn % REPLICAS]?.port ?? 0;
  for (let attempt = 1; ; attempt += 1) {
    const token = await signInternalToken(testCallers.admin, `request-${turn}-${attempt}`, SECRET);
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    }).catch((error: unknown) => {
      if (attempt === ATTEMPTS) throw error;
      return null;
    });
    if (response === null) continue;
    const { data, errors = [] } = (await response.json()) as Answer<Data>;
    if (errors.length === 0) return data;
    const busy = errors.every(({ extensions }) => extensions.code === 'TEMPORARILY_UNAVAILABLE');
    if (!busy || attempt === ATTEMPTS) throw new Error(errors.map(({ message }) => message).join('\n'));
  }
}

async function load(file: string, rows: Record<string, string>[]): Promise<void> {
  const { report } = await ask<{ report: { rejects: unknown[] } }>(
    `mutation ($input: ImportInput!) { report: import${file}(input: $input) { rejects { line reason } } }`,
    { input: { rows } },
  );
  expect(report.rejects).toEqual([]);
}

const idOf = async (noun: string, externalId: string) =>
  (
    await ask<{ found: { id: string } }>(
      `query ($id: String!) { found: ${noun}ByExternalId(source: "import", externalId: $id) { id } }`,
      { id: externalId },
    )
  ).found.id;

interface Order {
  id: string;
  status: string;
  lines: { subscription: { id: string; status: string; pod: { name: string } | null } }[];
  provisioning: { status: string; reason: string | null } | null;
}
const ORDER = `id status lines { subscription { id status pod { name } } } provisioning { status reason }`;

/** Every order there is. */
const orders = async () =>
  (await ask<{ orders: { nodes: Order[] } }>(`{ orders(first: ${ORDERS}) { nodes { ${ORDER} } } }`)).orders
    .nodes;
const fulfilled = async () => (await orders()).filter(({ status }) => status === 'FULFILLED');
const capacity = async () =>
  (
    await ask<{
      pods: { nodes: { capacity: { seats: number; used: number; reserved: number; full: boolean }[] }[] };
    }>('{ pods(first: 1) { nodes { capacity { seats used reserved full } } } }')
  ).pods.nodes[0]?.capacity[0];

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await condition()); tries += 1) await sleep(100);
  expect(await condition()).toBe(true);
}

describe('the last ten seats', () => {
  beforeAll(async () => {
    await Promise.all(Array.from({ length: REPLICAS }, startReplica));
    await load('Products', [{ external_id: 'orders', name: 'Orders' }]);
    await load('Plans', [
      {
        external_id: 'basic',
        name: 'Basic',
        product: 'orders',
        tier: '1',
        monthly_price: '10',
        currency: 'EUR',
      },
    ]);
    await load('Customers', [{ external_id: 'alder', name: 'Alder', time_zone: 'UTC' }]);
    await load('Pods', [
      { external_id: 'only', name: 'Only', region: 'EMEA', seats: '15', warning_percent: '80' },
    ]);
    await load(
      'Subscriptions',
      Array.from({ length: 5 }, (_, n) => ({
        external_id: `before-${n}`,
        customer: 'alder',
        plan: 'basic',
        kind: 'STANDARD',
        started_on: '2026-01-01',
        monthly_price: '10',
        currency: 'EUR',
        pod: 'only',
      })),
    );
  }, 60_000);

  afterAll(async () => {
    for (const { process: one } of replicas) {
      const ended = one.exitCode === null ? new Promise((resolve) => one.once('exit', resolve)) : null;
      one.kill('SIGTERM');
      await ended;
    }
  });

  it('go to ten of a hundred orders at once from two processes; the others wait, and three more follow three seats', async () => {
    const [customerId, planId] = [await idOf('customer', 'alder'), await idOf('plan', 'basic')];
    const answers = await Promise.all(
      Array.from({ length: ORDERS }, (_, turn) =>
        ask<{ placeOrder: { order: Order | null; userErrors: { message: string }[] } }>(
          `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { ${ORDER} } userErrors { message } } }`,
          {
            input: {
              idempotencyKey: `order-${turn}`,
              customerId,
              lines: [{ action: 'NEW', planId, kind: 'STANDARD', quantity: 1, region: 'EMEA' }],
            },
          },
          turn,
        ),
      ),
    );
    const placed = answers.flatMap(({ placeOrder }) => placeOrder.order ?? []);
    expect(answers.flatMap(({ placeOrder }) => placeOrder.userErrors)).toEqual([]);
    expect(new Set(placed.map(({ id }) => id)).size).toBe(ORDERS);
    const waits = placed.filter(({ status }) => status === 'WAITING_FOR_CAPACITY');
    expect(waits).toHaveLength(ORDERS - 10);
    for (const { provisioning, lines } of waits) {
      expect(provisioning?.reason).toBe('No pod that suits it has a free seat; it waits for one.');
      expect(lines[0]?.subscription.pod).toBeNull();
    }
    const seated = placed.filter(({ lines }) => lines[0]?.subscription.pod?.name === 'Only');
    expect(seated).toHaveLength(10);

    await until(async () => (await fulfilled()).length === 10);
    expect(new Set((await fulfilled()).map(({ id }) => id))).toEqual(new Set(seated.map(({ id }) => id)));
    expect(await capacity()).toEqual({ seats: 15, used: 15, reserved: 0, full: true });

    for (let n = 0; n < 3; n += 1) {
      const id = await idOf('subscription', `before-${n}`);
      const { endSubscription } = await ask<{ endSubscription: { userErrors: unknown[] } }>(
        'mutation ($input: EndSubscriptionInput!) { endSubscription(input: $input) { userErrors { message } } }',
        { input: { id, expectedVersion: 1 } },
        n,
      );
      expect(endSubscription.userErrors).toEqual([]);
    }
    await until(async () => (await fulfilled()).length >= 13);
    // Nobody else comes in behind them.
    await sleep(1_000);
    const after = await orders();
    const statuses = after.map(({ status }) => status);
    expect(statuses.filter((status) => status === 'FULFILLED')).toHaveLength(13);
    expect(statuses.filter((status) => status === 'WAITING_FOR_CAPACITY')).toHaveLength(ORDERS - 13);
    const active = after.filter(({ lines }) => lines[0]?.subscription.status === 'ACTIVE');
    expect(active).toHaveLength(13);
    expect(await capacity()).toEqual({ seats: 15, used: 15, reserved: 0, full: true });
  }, 120_000);
});
