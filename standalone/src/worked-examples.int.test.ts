import { ADMIN, testPlatform } from './testing/test-platform.js';

const WHAT_IF = `query WhatIf($input: OutageInput!) {
  whatIfOutage(input: $input) {
    exposure {
      customerCount breachCount serviceCredits { amount currency }
      customers(first: 10) { nodes {
        state downSeconds customer { externalId }
        agreements { month countedSeconds monthToDateSeconds projectedUptime headroomSeconds breached serviceCredit { amount currency } }
      } }
    }
  }
}`;

interface WhatIf {
  whatIfOutage: {
    exposure: {
      customerCount: number;
      breachCount: number;
      serviceCredits: { amount: string; currency: string }[];
      customers: {
        nodes: {
          state: string;
          downSeconds: number;
          customer: { externalId: string };
          agreements: unknown[];
        }[];
      };
    };
  };
}

describe('the worked examples, through the gateway', () => {
  const platform = testPlatform();
  const assetIds = new Map<string, string>();

  const assetId = async (externalId: string) => {
    const { data } = await platform.ask<{ asset: { id: string } }>(
      ADMIN,
      'query A($externalId: String!) { asset: assetByExternalId(source: "test", externalId: $externalId) { id } }',
      { externalId },
    );
    return data?.asset.id ?? '';
  };

  const whatIf = async (input: Record<string, unknown>) => {
    const { data, errors } = await platform.ask<WhatIf>(ADMIN, WHAT_IF, { input });
    expect(errors).toEqual([]);
    return (data as WhatIf).whatIfOutage.exposure;
  };

  beforeAll(async () => {
    const gold = {
      name: 'Gold',
      valid_from: '2026-01-01',
      uptime_target: '99.9',
      credit_tiers: '99.9:10;99.0:25',
      credit_cap_percent: '50',
    };
    await platform.import('importAgreements', [
      { external_id: 'gold', ...gold, maintenance_notice_hours: '72', maintenance_cap_minutes: '30' },
      {
        external_id: 'silver',
        ...gold,
        name: 'Silver',
        maintenance_notice_hours: '48',
        maintenance_cap_minutes: '20',
      },
    ]);
    await platform.import('importProducts', [
      { external_id: 'orders', name: 'Orders' },
      { external_id: 'insights', name: 'Insights' },
    ]);
    await platform.import('importPlans', [
      {
        external_id: 'orders-gold',
        name: 'Orders',
        product: 'orders',
        agreement: 'gold',
        monthly_price: '1000.00',
        currency: 'EUR',
      },
      {
        external_id: 'insights-eur',
        name: 'Insights',
        product: 'insights',
        agreement: 'silver',
        monthly_price: '1000.00',
        currency: 'EUR',
      },
    ]);
    await platform.import('importCustomers', [
      { external_id: 'berlin', name: 'Spree Logistik', time_zone: 'Europe/Berlin', segment: 'ENTERPRISE' },
      { external_id: 'berlin-2', name: 'Havel Handel', time_zone: 'Europe/Berlin', segment: 'ENTERPRISE' },
    ]);
    await platform.import('importSubscriptions', [
      {
        external_id: 's1',
        customer: 'berlin',
        plan: 'orders-gold',
        kind: 'STANDARD',
        started_on: '2025-06-01',
        monthly_price: '1000.00',
        currency: 'EUR',
      },
      {
        external_id: 's2',
        customer: 'berlin-2',
        plan: 'insights-eur',
        kind: 'STANDARD',
        started_on: '2025-06-01',
        monthly_price: '1000.00',
        currency: 'EUR',
      },
    ]);
    await platform.import('importSubscriptionEvents', [
      { subscription: 's2', on: '2026-03-17', type: 'upgraded', monthly_price: '1234.50' },
    ]);
    await platform.settled();
    const names = ['orders-web', 'insights-web', 'node-a', 'node-b', 'node-c', 'cluster', 'cache-user'];
    await platform.import(
      'importAssets',
      names.map((name) => ({ external_id: name, name, kind: 'service' })),
    );
    const group = { group: 'nodes', min_up: '2' };
    await platform.import('importDependencies', [
      ...['node-a', 'node-b', 'node-c'].map((provider) => ({ consumer: 'cluster', provider, ...group })),
      ...['node-a', 'node-b', 'node-c'].map((provider) => ({
        consumer: 'cache-user',
        provider,
        strength: 'SOFT',
        ...group,
      })),
    ]);
    await platform.import('importPlacements', [
      { asset: 'orders-web', product: 'orders' },
      { asset: 'insights-web', product: 'insights' },
    ]);
    await platform.settled();
    await platform.import('importIncidents', [
      {
        external_id: 'i1',
        title: 'Orders down',
        started_at: '2026-03-10T10:00:00Z',
        restored_at: '2026-03-10T10:20:00Z',
        resolved_at: '2026-03-10T11:00:00Z',
        assets: 'orders-web',
        state: 'DOWN',
      },
      {
        external_id: 'i2',
        title: 'Insights down',
        started_at: '2026-03-12T10:00:00Z',
        restored_at: '2026-03-12T10:16:40Z',
        resolved_at: '2026-03-12T11:00:00Z',
        assets: 'insights-web',
        state: 'DOWN',
      },
    ]);
    await platform.settled();
    for (const name of ['orders-web', 'insights-web', 'node-a', 'node-b', 'cluster', 'cache-user']) {
      assetIds.set(name, await assetId(name));
    }
  }, 60_000);

  it('counts an unplanned outage of 45 minutes in Berlin, March 2026, digit by digit', async () => {
    const exposure = await whatIf({
      assetIds: [assetIds.get('orders-web')],
      from: '2026-03-20T02:00:00Z',
      to: '2026-03-20T02:45:00Z',
      asOf: '2026-03-15T00:00:00Z',
    });
    expect(exposure).toEqual({
      customerCount: 1,
      breachCount: 1,
      serviceCredits: [{ amount: '100.00', currency: 'EUR' }],
      customers: {
        nodes: [
          {
            state: 'DOWN',
            downSeconds: 2700,
            customer: { externalId: 'berlin' },
            agreements: [
              {
                month: '2026-03',
                countedSeconds: 2700,
                monthToDateSeconds: 1200,
                projectedUptime: '99.854194706146',
                headroomSeconds: -1225.2,
                breached: true,
                serviceCredit: { amount: '100.00', currency: 'EUR' },
              },
            ],
          },
        ],
      },
    });
  });

  it('counts the same outage announced in time under an allowance of 30 minutes', async () => {
    const exposure = await whatIf({
      assetIds: [assetIds.get('orders-web')],
      from: '2026-03-20T02:00:00Z',
      to: '2026-03-20T02:45:00Z',
      asOf: '2026-03-15T00:00:00Z',
      planned: true,
      noticeGivenAt: '2026-03-17T02:00:00Z',
    });
    expect(exposure.breachCount).toBe(0);
    expect(exposure.serviceCredits).toEqual([]);
    expect(exposure.customers.nodes[0]?.agreements).toEqual([
      {
        month: '2026-03',
        countedSeconds: 900,
        monthToDateSeconds: 1200,
        // 1 − 2,100 ÷ 2,674,800
        projectedUptime: '99.921489457156',
        headroomSeconds: 574.8,
        breached: false,
        serviceCredit: null,
      },
    ]);
  });

  it('counts the whole of the same outage when it was announced a millisecond late', async () => {
    const exposure = await whatIf({
      assetIds: [assetIds.get('orders-web')],
      from: '2026-03-20T02:00:00Z',
      to: '2026-03-20T02:45:00Z',
      asOf: '2026-03-15T00:00:00Z',
      planned: true,
      noticeGivenAt: '2026-03-17T02:00:00.001Z',
    });
    expect(exposure.customers.nodes[0]?.agreements).toMatchObject([
      { countedSeconds: 2700, headroomSeconds: -1225.2, breached: true },
    ]);
  });

  it("splits an outage at the month's end of the customer, as docs/worked-example-month-end.md works out", async () => {
    const exposure = await whatIf({
      assetIds: [assetIds.get('insights-web')],
      from: '2026-03-31T21:30:00Z',
      to: '2026-03-31T22:30:00Z',
      asOf: '2026-03-31T10:00:00Z',
    });
    expect(exposure.customers.nodes[0]?.agreements).toEqual([
      {
        month: '2026-03',
        countedSeconds: 1800,
        monthToDateSeconds: 1000,
        projectedUptime: '99.895319276208',
        headroomSeconds: -125.2,
        breached: true,
        serviceCredit: { amount: '111.35', currency: 'EUR' },
      },
      {
        month: '2026-04',
        countedSeconds: 1800,
        monthToDateSeconds: 0,
        projectedUptime: '99.930555555556',
        headroomSeconds: 792,
        breached: false,
        serviceCredit: null,
      },
    ]);
  });

  it('lets a 2-of-3 group with one member down and one degraded hand on DEGRADED, and one step less when it is soft', async () => {
    await platform.import('importIncidents', [
      {
        external_id: 'i3',
        title: 'Node B is slow',
        started_at: '2026-03-18T10:00:00Z',
        assets: 'node-b',
        state: 'DEGRADED',
      },
    ]);
    await platform.settled();
    const { data, errors } = await platform.ask<{
      whatIfOutage: {
        assets: { nodes: { state: string; asset: { name: string }; causes: { name: string }[] }[] };
      };
    }>(
      ADMIN,
      `query WhatIf($input: OutageInput!) { whatIfOutage(input: $input) { assets(first: 10) { nodes { state asset { name } causes { name } } } } }`,
      {
        input: {
          assetIds: [assetIds.get('node-a')],
          from: '2026-03-20T02:00:00Z',
          to: '2026-03-20T02:45:00Z',
        },
      },
    );
    expect(errors).toEqual([]);
    const states = Object.fromEntries(
      (data?.whatIfOutage.assets.nodes ?? []).map((node) => [node.asset.name, node.state]),
    );
    expect(states).toMatchObject({ 'node-a': 'DOWN', cluster: 'DEGRADED', 'cache-user': 'AT_RISK' });
  });
});
