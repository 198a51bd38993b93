import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@plimsoll/shared';
import { spreadOf, type Spread } from '../measure/statistics.rules.js';
import { importFile, onEmptyPlatform } from '../platform/empty-platform.js';
import { HttpClient } from '../platform/http-client.js';
import type { MeasuredPlatform } from '../platform/measured-platform.js';

/** How many orders the platform takes, and brings to a running tenant. */
export interface OrderThroughput {
  orders: number;
  clients: number;
  /** From the first request to the last answer. */
  placedPerSecond: number;
  /** From the first request until the last order is fulfilled. */
  fulfilledPerSecond: number;
  /** Of one placement, as its client waits. */
  placementMs: Spread;
}

const CUSTOMERS = 200;
const POLL_MS = 100;
const NOW = new Date('2026-03-18T10:30:00Z');

const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id status lines { subscription { id pod { name } } } } userErrors { code message } } }`;
const FULFILLED = '{ orders(first: 1, filter: { statuses: [FULFILLED] }) { totalCount } }';

/**
 * Places so many orders of a tier-1 plan over HTTP, each for a new subscription, by several clients at once, on an
 * empty platform in this process with an embedded server; every order has its pod chosen, its seat held, its tenant
 * made, its contacts let in and its subscription activated.
 */
export async function measureOrders(options: {
  projectFolder: string;
  orders: number;
  clients: number;
  logger: Logger;
}): Promise<OrderThroughput> {
  const { projectFolder, orders, clients, logger } = options;
  return onEmptyPlatform({ projectFolder, now: NOW, logger }, async (platform) => {
    const { planId, customerIds } = await openAccounts(platform, orders);
    return run(platform, { planId, customerIds, orders, clients });
  });
}

async function openAccounts(
  platform: MeasuredPlatform,
  orders: number,
): Promise<{ planId: string; customerIds: string[] }> {
  const { client } = platform;
  const load = (file: string, rows: Record<string, string>[]) => importFile(platform, file, rows);
  await load('Products', [{ external_id: 'suite', name: 'Suite' }]);
  await load('Plans', [
    {
      external_id: 'standard',
      name: 'Standard',
      product: 'suite',
      tier: '1',
      monthly_price: '49.00',
      currency: 'EUR',
    },
  ]);
  const seats = String(orders);
  await load(
    'Pods',
    ['1', '2', '3', '4'].map((number) => ({
      external_id: `pod-${number}`,
      name: `Pod ${number}`,
      region: 'EMEA',
      seats,
    })),
  );
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => String(index + 1));
  await load(
    'Customers',
    customers.map((number) => ({ external_id: number, name: `Customer ${number}` })),
  );
  await load(
    'Contacts',
    customers.map((number) => ({ external_id: number, customer: number, name: `Contact ${number}` })),
  );
  await platform.settled();
  const found = await client.data<{
    plan: { id: string };
    first: { nodes: { id: string }[] };
    second: { nodes: { id: string }[] };
  }>(
    `{ plan: planByExternalId(source: "import", externalId: "standard") { id }
       first: customers(first: 100) { nodes { id } }
       second: customers(first: 100, orderBy: { field: NAME, direction: DESC }) { nodes { id } } }`,
    {},
  );
  return {
    planId: found.plan.id,
    customerIds: [...found.first.nodes, ...found.second.nodes].map(({ id }) => id),
  };
}

async function run(
  platform: MeasuredPlatform,
  given: { planId: string; customerIds: string[]; orders: number; clients: number },
): Promise<OrderThroughput> {
  const { planId, customerIds, orders, clients } = given;
  const waits: number[] = [];
  let next = 0;
  const place = async (client: HttpClient) => {
    for (let number = next++; number < orders; number = next++) {
      const input = {
        idempotencyKey: `order ${number}`,
        customerId: customerIds[number % customerIds.length],
        lines: [{ action: 'NEW', planId, kind: 'STANDARD', quantity: 1, region: 'EMEA' }],
      };
      const askedAt = performance.now();
      const { placeOrder } = await client.data<{
        placeOrder: {
          order: { lines: { subscription: { pod: object | null } }[] } | null;
          userErrors: object[];
        };
      }>(PLACE, { input });
      waits.push(performance.now() - askedAt);
      if (!placeOrder.order?.lines[0]?.subscription.pod) throw new Error(JSON.stringify(placeOrder));
    }
  };
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new HttpClient(platform.url, platform.token);
      try {
        await place(client);
      } finally {
        client.close();
      }
    }),
  );
  const placedAfter = performance.now() - startedAt;
  for (let fulfilled = 0; fulfilled < orders;) {
    const answer = await platform.client.data<{ orders: { totalCount: number } }>(FULFILLED, {});
    fulfilled = answer.orders.totalCount;
    if (fulfilled < orders) await sleep(POLL_MS);
  }
  const fulfilledAfter = performance.now() - startedAt;
  const rate = (milliseconds: number) => Math.round((orders / milliseconds) * 10_000) / 10;
  return {
    orders,
    clients,
    placedPerSecond: rate(placedAfter),
    fulfilledPerSecond: rate(fulfilledAfter),
    placementMs: spreadOf(waits),
  };
}
