import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Session } from '@plimsoll/shared';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { test, run, execute, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

const SETS =
  'graphVersion asOf totalCount examinedCount unexaminedCount sets { assets { id name } customerCount hitCount hits(first: 3) { customer { id } product { id } } }';
const SINGLE = `query ($scope: ResilienceScopeInput, $first: Int = 20, $amid: Boolean = false) {
  found: singlePointsOfFailure(scope: $scope, first: $first, amidOutages: $amid) { ${SETS} } }`;
const PAIRS = SINGLE.replace('singlePointsOfFailure', 'minimalPairs');
const AUDIT = `query ($scope: ResilienceScopeInput, $first: Int = 50, $mostSpare: Int = 0, $amid: Boolean = true) {
  found: redundancyAudit(scope: $scope, first: $first, mostSpare: $mostSpare, amidOutages: $amid) {
    graphVersion totalCount
    groups { consumer { id } group { name minUp memberCount } strength liveCount neededCount downCount spareCount members { id } }
  } }`;

interface SetsAnswer {
  found: {
    graphVersion: string;
    totalCount: number;
    examinedCount: number;
    unexaminedCount: number;
    sets: {
      assets: { id: string; name: string }[];
      customerCount: number;
      hitCount: number;
      hits: { customer: { id: string }; product: { id: string } }[];
    }[];
  };
}
interface AuditAnswer {
  found: {
    totalCount: number;
    groups: {
      consumer: { id: string };
      group: { name: string; minUp: string; memberCount: number };
      strength: string;
      liveCount: number;
      neededCount: number;
      downCount: number;
      spareCount: number;
      members: { id: string }[];
    }[];
  };
}

async function inSystem(fn: (tx: Session) => Promise<unknown>): Promise<void> {
  await test.database.transaction({ kind: 'SYSTEM' }, fn);
}

/** Two services of two hosts each behind one gateway; the hosts of the first share a rack. */
async function estate(tx: Session): Promise<void> {
  await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'thing')`);
  await tx.query(
    `insert into asset (id, version, name, kind, status)
     select id, 1, 'the ' || id, 'thing', case id when 'host5' then 'RETIRED' else 'LIVE' end
       from unnest(array['gateway','mail','files','host1','host2','host3','host4','host5','rack','backup']) as given(id)`,
  );
  const rows: [string, string, string | null, string, number | null][] = [
    ['mail', 'gateway', null, 'HARD', null],
    ['files', 'gateway', null, 'HARD', null],
    ['mail', 'backup', null, 'SOFT', null],
    ['mail', 'host1', 'hosts', 'HARD', 1],
    ['mail', 'host2', 'hosts', 'HARD', 1],
    ['files', 'host3', 'hosts of files', 'HARD', 1],
    ['files', 'host4', 'hosts of files', 'HARD', 1],
    ['files', 'host5', 'hosts of files', 'HARD', 1],
    ['host1', 'rack', null, 'HARD', null],
    ['host2', 'rack', null, 'HARD', null],
  ];
  await tx.query(
    `insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
     select 'dep_' || gen_random_uuid(), 1, d ->> 0, d ->> 1, d ->> 2, d ->> 3, (d ->> 4)::integer
       from jsonb_array_elements($1::jsonb) as d`,
    [JSON.stringify(rows)],
  );
  await tx.query(
    `insert into placement (id, version, asset_id, product_id)
     values ('plc_1', 1, 'mail', 'prd_mail'), ('plc_2', 1, 'files', 'prd_files')`,
  );
  await tx.query(
    `insert into customer (id, version, name, time_zone) values ('cus_a', 1, 'A', 'UTC'), ('cus_b', 1, 'B', 'UTC')`,
  );
  await tx.query(
    `insert into subscription (id, version, customer_id, product_id, started_on)
     values ('s1', 1, 'cus_a', 'prd_mail', '2020-01-01'), ('s2', 1, 'cus_b', 'prd_mail', '2020-01-01'),
            ('s3', 1, 'cus_a', 'prd_files', '2020-01-01')`,
  );
}

const told = ({ found }: SetsAnswer) =>
  found.sets.map(({ assets, customerCount, hitCount, hits }) => [
    assets.map(({ id }) => id).join('+'),
    customerCount,
    hitCount,
    hits.map(({ customer, product }) => `${customer.id} ${product.id}`).join(', '),
  ]);

describe('what takes customers down', () => {
  beforeAll(() => inSystem(estate));

  it('is found alone, by whom it takes down', async () => {
    const answer = await run<SetsAnswer>(SINGLE, {});
    expect(told(answer)).toEqual([
      ['gateway', 2, 3, 'cus_a prd_files, cus_a prd_mail, cus_b prd_mail'],
      ['mail', 2, 2, 'cus_a prd_mail, cus_b prd_mail'],
      ['rack', 2, 2, 'cus_a prd_mail, cus_b prd_mail'],
      ['files', 1, 1, 'cus_a prd_files'],
    ]);
    expect(answer.found).toMatchObject({ totalCount: 4, examinedCount: 8, unexaminedCount: 0 });
    expect(answer.found.graphVersion).toMatch(/^\d+$/);
    expect(answer.found.sets[0]!.assets).toEqual([{ id: 'gateway', name: 'the gateway' }]);
  });

  it('is found in pairs of which neither does it alone', async () => {
    expect(told(await run<SetsAnswer>(PAIRS, {}))).toEqual([
      ['host1+host2', 2, 2, 'cus_a prd_mail, cus_b prd_mail'],
      ['host3+host4', 1, 1, 'cus_a prd_files'],
    ]);
  });

  it('is listed for the customer, product and pod asked about, as many as asked for', async () => {
    const ofCustomer = { scope: { customerId: 'cus_b' } };
    expect(told(await run<SetsAnswer>(SINGLE, ofCustomer)).map(([ids]) => ids)).toEqual([
      'gateway',
      'mail',
      'rack',
    ]);
    const ofProduct = { scope: { productId: 'prd_files' }, first: 1 };
    const { found } = await run<SetsAnswer>(SINGLE, ofProduct);
    expect(found.sets.map(({ assets }) => assets[0]!.id)).toEqual(['files']);
    expect(found.totalCount).toBe(2);
    expect(told(await run<SetsAnswer>(PAIRS, { scope: { podId: 'pod_x' } }))).toEqual([]);
  });

  it('counts what is down already where that is asked for', async () => {
    await inSystem((tx) =>
      tx.query(
        `insert into change (id, version, title, kind, status, expected_state, asset_ids, window_from, window_to, started_at)
         values ('chg_1', 1, 'c', 'NORMAL', 'IN_PROGRESS', 'DOWN', '{host3}', '2020-01-01', '2100-01-01', '2020-01-01')`,
      ),
    );
    const amid = { scope: { productId: 'prd_files' }, amid: true };
    expect(told(await run<SetsAnswer>(SINGLE, amid)).map(([ids]) => ids)).toEqual([
      'files',
      'gateway',
      'host4',
    ]);
    expect(told(await run<SetsAnswer>(PAIRS, amid))).toEqual([]);
    expect(told(await run<SetsAnswer>(SINGLE, { ...amid, amid: false })).map(([ids]) => ids)).toEqual([
      'files',
      'gateway',
    ]);
  });

  it('includes the groups that have nothing left to lose', async () => {
    const { found } = await run<AuditAnswer>(AUDIT, {});
    expect(found.groups).toEqual([
      {
        consumer: { id: 'files' },
        group: { name: 'hosts of files', minUp: '1', memberCount: 3 },
        strength: 'HARD',
        liveCount: 2,
        neededCount: 1,
        downCount: 1,
        spareCount: 0,
        members: [{ id: 'host3' }, { id: 'host4' }, { id: 'host5' }],
      },
    ]);
    const named = async (variables: Record<string, unknown>) =>
      (await run<AuditAnswer>(AUDIT, variables)).found.groups.map(({ group, spareCount }) => [
        group.name,
        spareCount,
      ]);
    expect(await named({ amid: false })).toEqual([]);
    expect(await named({ mostSpare: 1 })).toEqual([
      ['hosts of files', 0],
      ['hosts', 1],
    ]);
    expect(await named({ mostSpare: 1, scope: { customerId: 'cus_b' } })).toEqual([['hosts', 1]]);
  });

  it('costs the same few statements however many are listed', async () => {
    for (const query of [SINGLE, PAIRS]) {
      const counts = [];
      for (const first of [1, 20]) counts.push(await countStatements(query, { first }));
      expect(counts[0]).toBe(counts[1]);
      expect(counts[0]).toBeLessThanOrEqual(3);
    }
    expect(await countStatements(AUDIT, { mostSpare: 1 })).toBeLessThanOrEqual(4);
  });

  it('is for staff alone', async () => {
    for (const caller of [
      testCallers.partner('par_1'),
      testCallers.contact('cus_a'),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      for (const query of [SINGLE, PAIRS, AUDIT]) {
        const { data, errors } = await execute(query, {}, caller as never);
        expect(data).toEqual({ found: null });
        expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
      }
    }
  });

  it('refuses to list more than a hundred', async () => {
    for (const query of [SINGLE, PAIRS, AUDIT]) {
      const { errors } = await execute(query, { first: 101 });
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['INVALID']);
    }
    const { errors } = await execute(AUDIT, { mostSpare: -1 });
    expect(errors?.map(({ message }) => message)).toEqual(['`mostSpare` is a number from 0 to 1,000.']);
  });
});
