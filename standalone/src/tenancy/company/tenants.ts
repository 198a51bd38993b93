import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { CustomerWord } from './company.fixture.js';
import type { Records } from '../records.js';

interface Placed {
  placeOrder: { order: { id: string } | null; userErrors: unknown[] };
}
interface Provisioned {
  order: { provisioning: { status: string } };
}

/**
 * Orders what each of these customers has once more, and waits until it runs: no file brings requests to
 * provision or tenants.
 */
export async function provisionTenants(
  platform: TestPlatform,
  records: Records,
  customers: readonly CustomerWord[],
): Promise<void> {
  for (const word of customers) {
    const [customer] = records.of('Customer', word);
    const [subscription] = records.of('CustomerSubscription', word);
    const { data: bought } = await platform.ask<{ subscription: { plan: { id: string } } }>(
      ADMIN,
      `query Bought($id: ID!) { subscription(id: $id) { plan { id } } }`,
      { id: subscription?.id },
    );
    const { data, errors } = await platform.ask<Placed>(
      ADMIN,
      `mutation Provision($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } userErrors { message } } }`,
      {
        input: {
          idempotencyKey: `tenant-${word}`,
          customerId: customer?.id,
          lines: [{ action: 'NEW', planId: bought?.subscription.plan.id, region: 'EU', quantity: 2 }],
        },
      },
    );
    const order = data?.placeOrder.order;
    if (!order) throw new Error(JSON.stringify([data, errors]));
    await provisioned(platform, order.id);
  }
}

async function provisioned(platform: TestPlatform, id: string): Promise<void> {
  let status = '';
  for (let tries = 0; tries < 100; tries += 1) {
    const { data } = await platform.ask<Provisioned>(
      ADMIN,
      `query Provisioned($id: ID!) { order(id: $id) { provisioning { status } } }`,
      { id },
    );
    status = data?.order.provisioning.status ?? '';
    if (status === 'SUCCEEDED') return;
    await sleep(100);
  }
  throw new Error(`the order ${id} is ${status}`);
}
