import 'reflect-metadata';
import { countStatements, testCallers } from '@plimsoll/shared/testing';
import { accountService, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load } = service;

interface Listed {
  usage: { totalCount: number; nodes: { metric: string }[]; pageInfo: { endCursor: string } };
}

describe('usage', () => {
  const rows = [
    { customer: 'alder', at: '2026-02-28T22:30:00Z', metric: 'api_calls', value: '120', contact: 'ann' },
    {
      customer: 'alder',
      at: '2026-02-28T23:30:00Z',
      metric: 'api_calls',
      value: '80.50',
      path: '/orders?by=con_ann#top',
    },
    { customer: 'alder', at: '2026-03-02T10:00:00Z', metric: 'api_calls', value: '-0.5', component: 'api' },
    { customer: 'birch', at: '2026-02-28T23:30:00Z', metric: 'api_calls', value: '7' },
    { customer: 'birch', at: '2026-02-28T23:30:00Z', metric: 'storage_gb', value: '1.5' },
    { customer: 'elm', at: '2026-02-28T23:30:00Z', metric: 'storage_gb', value: '1' },
    { customer: 'birch', at: '2026-02-28T23:30:00Z', metric: 'storage_gb', value: '1', contact: 'ann' },
    { customer: 'birch', at: '2026-02-28', metric: 'storage_gb', value: '1' },
    { customer: 'birch', at: '2026-02-28T23:30:00Z', metric: '', value: '1' },
    { customer: 'birch', at: '2026-02-28T23:30:00Z', metric: 'storage_gb', value: 'much' },
  ];
  let ids: Record<string, string>;

  beforeAll(async () => {
    await loadAccounts(service);
    await load('Contacts', [{ external_id: 'ann', customer: 'alder', name: 'Ann Alder' }]);
    const found = await service.run<Record<string, { id: string }>>(
      `{ alder: customerByExternalId(source: "import", externalId: "alder") { id }
         birch: customerByExternalId(source: "import", externalId: "birch") { id }
         arbor: partnerByExternalId(source: "import", externalId: "arbor") { id } }`,
    );
    ids = Object.fromEntries(Object.entries(found).map(([name, { id }]) => [name, id]));
  });

  it('is imported once, and a row that is bad spoils only itself', async () => {
    const before = (await service.events()).length;
    const report = await load('Usage', rows);
    expect(report).toMatchObject({ created: 5, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [6, 'customer'],
      [7, 'contact'],
      [8, 'at'],
      [9, 'metric'],
      [10, 'value'],
    ]);
    const told = (await service.events()).slice(before) as unknown as {
      type: string;
      data: { customerId: string; records: object[] };
    }[];
    expect(told.map(({ type, data }) => [type, data.customerId, data.records.length])).toEqual([
      ['plimsoll.usage.recorded.v1', ids['alder'], 3],
      ['plimsoll.usage.recorded.v1', ids['birch'], 2],
    ]);
    expect(told[0]?.data.records[1]).toMatchObject({
      version: 1,
      value: '80.5',
      component: null,
      path: '/orders',
    });
    expect(JSON.stringify(told)).not.toMatch(/con_|Ann/);
    expect(await load('Usage', rows.slice(0, 5))).toMatchObject({ created: 0, updated: 0, unchanged: 5 });
    expect(await service.events()).toHaveLength(before + 2);
  });

  it('takes a correction of what is told beside the measurement, and keeps what a file leaves out', async () => {
    const [first] = rows;
    const { contact: _, ...without } = first as unknown as Record<string, string>;
    expect(await load('Usage', [without])).toMatchObject({ unchanged: 1 });
    expect(await load('Usage', [{ ...first, value: '120.0', component: 'gateway' }])).toMatchObject({
      updated: 1,
    });
    const [last] = (await service.events()).slice(-1) as unknown as { data: { records: object[] } }[];
    expect(last?.data.records).toMatchObject([
      { version: 2, value: '120', component: 'gateway', path: null },
    ]);
    expect(
      await service.run(
        `{ usage(filter: { component: "gateway" }) { nodes { at metric value contact { name } customer { name } path } } }`,
      ),
    ).toEqual({
      usage: {
        nodes: [
          {
            at: '2026-02-28T22:30:00.000Z',
            metric: 'api_calls',
            value: '120',
            contact: { name: 'Ann Alder' },
            customer: { name: 'Alder Works' },
            path: null,
          },
        ],
      },
    });
  });

  it("is summed by customer, metric and the customer's own month", async () => {
    const { usageByMonth } = await service.run<{ usageByMonth: { nodes: unknown[] } }>(
      '{ usageByMonth { totalCount nodes { customer { externalId } month metric total count } } }',
    );
    const sum = (customer: string, month: string, metric: string, total: string, count: number) => ({
      customer: { externalId: customer },
      month,
      metric,
      total,
      count,
    });
    expect(usageByMonth).toMatchObject({ totalCount: 4 });
    // In Berlin the last hour of February in UTC is already March; in New York it is not.
    expect(usageByMonth.nodes).toHaveLength(4);
    expect(usageByMonth.nodes).toEqual(
      expect.arrayContaining([
        sum('alder', '2026-03', 'api_calls', '80', 2),
        sum('alder', '2026-02', 'api_calls', '120', 1),
        sum('birch', '2026-02', 'api_calls', '7', 1),
        sum('birch', '2026-02', 'storage_gb', '1.5', 1),
      ]),
    );
    expect(
      await service.run(
        'query ($id: ID) { usageByMonth(filter: { customerId: $id, from: "2026-03-31", to: "2026-04-01" }) { nodes { total } } }',
        { id: ids['alder'] },
      ),
    ).toEqual({ usageByMonth: { nodes: [{ total: '80' }] } });
  });

  it('is listed page by page and under every filter', async () => {
    const page = (variables: object) =>
      service.run<Listed>(
        `query ($first: Int! = 20, $after: String, $filter: UsageFilter) { usage(first: $first, after: $after, filter: $filter) {
           totalCount nodes { metric } pageInfo { endCursor } } }`,
        { ...variables },
      );
    const { usage } = await page({ first: 3 });
    expect([usage.totalCount, usage.nodes.length]).toEqual([5, 3]);
    expect((await page({ first: 3, after: usage.pageInfo.endCursor })).usage.nodes).toHaveLength(2);
    const counts = async (filter: object) => (await page({ filter })).usage.totalCount;
    expect(await counts({ customerId: ids['birch'] })).toBe(2);
    expect(await counts({ metric: 'storage_gb' })).toBe(1);
    expect(await counts({ from: '2026-03-01T00:00:00Z' })).toBe(1);
    expect(await counts({ to: '2026-02-28T23:30:00Z' })).toBe(1);
    expect(await counts({ source: 'other' })).toBe(0);
  });

  it('is seen by staff, the customer and its reseller alone, and imported by admins and operators', async () => {
    const total = async (caller: ReturnType<typeof testCallers.partner>) =>
      await service.run<{ usage: { totalCount: number }; usageByMonth: { totalCount: number } }>(
        '{ usage { totalCount } usageByMonth { totalCount } }',
        {},
        caller,
      );
    expect(await total(testCallers.partner(ids['arbor'] ?? ''))).toMatchObject({
      usage: { totalCount: 3 },
      usageByMonth: { totalCount: 2 },
    });
    expect(await total(testCallers.partner('par_other'))).toMatchObject({
      usage: { totalCount: 0 },
      usageByMonth: { totalCount: 0 },
    });
    const { errors } = await service.execute(
      'mutation { importUsage(input: { rows: [] }) { read } }',
      {},
      testCallers.agent,
    );
    expect(errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  });

  it('of many customers costs as many statements as of one', async () => {
    const count = (first: number) =>
      countStatements(service.test.database, () =>
        service.run(
          `{ customers(first: ${first}) { nodes { usage(first: 5) { nodes { value contact { name } } } } } }`,
        ),
      );
    const statements = [await count(1), await count(2), await count(3)];
    expect(new Set(statements).size).toBe(1);
  });
});
