import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';

const service = testSubgraph({
  database: entitlementsDatabase,
  create: (dependencies) =>
    createEntitlementsSubgraph({ ...dependencies, clock: () => new Date('2026-03-10T12:00:00Z') }),
});

const { load } = service;

const PODS =
  '{ pods { nodes { externalId region verticals full capacity { kind seats used reserved warningPercent full } } } }';

describe('pods', () => {
  it('are imported with their seats', async () => {
    const rows = [
      { external_id: 'eu1', name: 'EU 1', region: 'EMEA', seats: '2', warning_percent: '80.0' },
      {
        external_id: 'us1',
        name: 'US 1',
        region: 'AMERICAS',
        seats: 'STANDARD=2;TRIAL=1',
        verticals: 'health;banking',
      },
      { external_id: 'x', name: 'X', region: 'EMEA', seats: 'lots' },
      { external_id: 'y', name: 'Y', region: 'EMEA', seats: '1', warning_percent: '120' },
    ];
    const report = await load('Pods', rows);
    expect(report).toMatchObject({
      created: 2,
      rejects: [
        { line: 3, column: 'seats' },
        { line: 4, column: 'warning_percent' },
      ],
    });
    expect(await load('Pods', rows)).toMatchObject({ unchanged: 2 });
  });

  it('count what is active on them now, in the zone of each customer, and show it to staff alone', async () => {
    // At 2026-03-10T12:00Z it is the 11th already in Kiritimati (UTC+14), and still the 10th in New York.
    await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`
        insert into product (id, version, name) values ('prd_1', 1, 'P')
      `);
      await tx.query(`insert into plan (id, version, name, product_id) values ('pln_1', 1, 'P', 'prd_1')`);
      await tx.query(`insert into customer (id, version, csi, name, time_zone, access_since, created_at) values
        ('cus_1', 1, 'C1', 'Far', 'Pacific/Kiritimati', now(), now()), ('cus_2', 1, 'C2', 'Near', 'America/New_York', now(), now())`);
      await tx.query(`insert into subscription (id, version, customer_id, plan_id, product_id, kind, quantity, monthly_price, currency, started_on, ended_on, pod_id, activated_at)
        select 'sub_' || n, 1, customer, 'pln_1', 'prd_1', kind, 1, 0, 'EUR', started::date, ended::date, p.id, now()
          from (values (1, 'cus_1', 'STANDARD', '2026-03-11', null, 'eu1'), (2, 'cus_2', 'TRIAL', '2026-03-11', null, 'eu1'),
                       (3, 'cus_2', 'TRIAL', '2026-03-01', '2026-03-11', 'eu1'), (4, 'cus_1', 'TRIAL', '2026-03-01', '2026-03-11', 'us1'),
                       (5, 'cus_2', 'STANDARD', '2026-03-10', null, 'us1')) as given(n, customer, kind, started, ended, pod)
          join pod p on p.external_id = given.pod`);
    });
    expect(await service.run(PODS)).toEqual({
      pods: {
        nodes: [
          {
            externalId: 'eu1',
            region: 'EMEA',
            verticals: [],
            full: true,
            capacity: [{ kind: null, seats: 2, used: 2, reserved: 1, warningPercent: '80', full: true }],
          },
          {
            externalId: 'us1',
            region: 'AMERICAS',
            verticals: ['health', 'banking'],
            full: false,
            capacity: [
              { kind: 'TRIAL', seats: 1, used: 0, reserved: 0, warningPercent: null, full: false },
              { kind: 'STANDARD', seats: 2, used: 1, reserved: 0, warningPercent: null, full: false },
            ],
          },
        ],
      },
    });
    expect(await service.run(PODS, {}, testCallers.contact('cus_1'))).toMatchObject({
      pods: {
        nodes: [
          { externalId: 'eu1', full: null, capacity: null },
          { externalId: 'us1', full: null, capacity: null },
        ],
      },
    });
    expect(await service.run(PODS, {}, testCallers.nobody)).toEqual({ pods: { nodes: [] } });
  });

  it('take as many statements for many as for one', async () => {
    const list = (first: number) =>
      service.countStatements('query ($n: Int!) { pods(first: $n) { nodes { full capacity { used } } } }', {
        n: first,
      });
    await list(2);
    expect(await list(1)).toBe(await list(2));
  });
});
