import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDistributedPlatform, type DistributedPlatform } from './distributed.js';

const QUERY = `query Whole($input: OutageInput!) {
  whatIfOutage(input: $input) {
    exposure { customerCount customers(first: 5) { nodes { customer { name tickets(first: 1) { totalCount } } } } }
  }
}`;

interface Answer {
  data: {
    whatIfOutage: {
      exposure: {
        customerCount: number;
        customers: { nodes: { customer: { name: string; tickets: { totalCount: number } | null } }[] };
      };
    };
  };
  errors?: { message: string; extensions: { code: string } }[];
}

describe('the platform as five processes', () => {
  let platform: DistributedPlatform;
  let token: string;
  const dataFolder = mkdtempSync(join(tmpdir(), 'plimsoll distributed '));

  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(platform.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  };

  const importRows = async (mutation: string, rows: Record<string, string>[]) => {
    const answer = (await ask(
      `mutation I($input: ImportInput!) { report: ${mutation}(input: $input) { rejects { reason } } }`,
      { input: { rows } },
    )) as unknown as { data: { report: { rejects: unknown[] } } };
    expect(answer.data.report.rejects).toEqual([]);
    await settled();
  };

  const settled = async () => {
    for (;;) {
      const response = await fetch(new URL('/health/ready', platform.url));
      const { status, lagging } = (await response.json()) as { status: string; lagging: number };
      if (status === 'ready' && lagging === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  beforeAll(async () => {
    platform = await startDistributedPlatform({
      projectFolder: join(__dirname, '../../..'),
      port: 0,
      dataFolder,
    });
    token = await platform.mintToken({ subject: 'admin', roles: ['admin'] });
    await importRows('importProducts', [{ external_id: 'orders', name: 'Orders' }]);
    await importRows('importAgreements', [
      { external_id: 'gold', name: 'Gold', valid_from: '2026-01-01', uptime_target: '99.9' },
    ]);
    await importRows('importPlans', [
      {
        external_id: 'plan',
        name: 'Orders',
        product: 'orders',
        agreement: 'gold',
        monthly_price: '10.00',
        currency: 'EUR',
      },
    ]);
    await importRows('importCustomers', [{ external_id: 'c1', name: 'Nordlicht', time_zone: 'UTC' }]);
    await importRows('importSubscriptions', [
      {
        external_id: 's1',
        customer: 'c1',
        plan: 'plan',
        kind: 'STANDARD',
        started_on: '2026-01-01',
        monthly_price: '10.00',
        currency: 'EUR',
      },
    ]);
    await importRows('importAssets', [{ external_id: 'web', name: 'web', kind: 'service' }]);
    await importRows('importPlacements', [{ asset: 'web', product: 'orders' }]);
  }, 180_000);

  afterAll(async () => {
    await platform?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }, 60_000);

  it('answers what the others know while one is gone, says which is missing, and recovers without a restart', async () => {
    const { data } = (await ask(
      '{ asset: assetByExternalId(source: "import", externalId: "web") { id } }',
    )) as unknown as {
      data: { asset: { id: string } };
    };
    const variables = {
      input: { assetIds: [data.asset.id], from: '2026-03-20T02:00:00Z', to: '2026-03-20T02:45:00Z' },
    };
    const whole = { customer: { name: 'Nordlicht', tickets: { totalCount: 0 } } };

    const before = await ask(QUERY, variables);
    expect(before.errors).toBeUndefined();
    expect(before.data.whatIfOutage.exposure).toEqual({ customerCount: 1, customers: { nodes: [whole] } });

    await platform.stopService('tickets');
    const without = await ask(QUERY, variables);
    expect(without.data.whatIfOutage.exposure).toEqual({
      customerCount: 1,
      customers: { nodes: [{ customer: { name: 'Nordlicht', tickets: null } }] },
    });
    expect(without.errors).toMatchObject([
      { message: expect.stringContaining('tickets') as string, extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);

    await platform.startService('tickets');
    const after = await ask(QUERY, variables);
    expect(after.errors).toBeUndefined();
    expect(after.data.whatIfOutage.exposure).toEqual({ customerCount: 1, customers: { nodes: [whole] } });
  }, 120_000);

  it('lets nobody ask a service past the gateway', async () => {
    const port = platform.portOf('entitlements');
    for (const authorization of [undefined, `Bearer ${token}`, 'Bearer nonsense']) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
        body: JSON.stringify({
          query: 'query E($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { name } } }',
          variables: { r: [{ __typename: 'Customer', id: 'cus_x' }] },
        }),
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});
