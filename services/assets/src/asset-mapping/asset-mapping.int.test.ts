import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Session } from '@plimsoll/shared';
import { currentGraph } from '../graph/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { test, run, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

const QUERY = `query ($first: Int = 100, $after: String, $filter: AssetMappingFilter) {
  list: assetMappings(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor }
    nodes { id asset { id name } placement { id } customer { id } product { id } } } }`;

interface Answer {
  list: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: {
      asset: { id: string };
      placement: { id: string };
      customer: { id: string };
      product: { id: string };
    }[];
  };
}
const ask = (variables: Record<string, unknown> = {}) => run<Answer>(QUERY, variables);
const told = async (variables: Record<string, unknown> = {}) =>
  (await ask(variables)).list.nodes.map(
    ({ placement, asset, customer, product }) => `${placement.id} ${asset.id} ${customer.id} ${product.id}`,
  );

async function inSystem<T>(fn: (tx: Session) => Promise<T>): Promise<T> {
  return test.database.transaction({ kind: 'SYSTEM' }, fn);
}

/** Hosts carry mail, mail carries chat softly; everything else stands for itself. */
async function estate(tx: Session): Promise<void> {
  await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'thing')`);
  await tx.query(`insert into asset (id, version, name, kind, status)
    select id, 1, 'the ' || id, 'thing', case id when 'old' then 'RETIRED' else 'LIVE' end
      from unnest('{host,mail,chat,pod,own,old}'::text[]) as given(id)`);
  await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
    values ('dep_1', 1, 'mail', 'host', 'hosts', 'HARD', 1), ('dep_2', 1, 'chat', 'mail', null, 'SOFT', null)`);
  await tx.query(`insert into placement (id, version, asset_id, product_id, pod_id, customer_id, removed_at) values
    ('plc_1', 1, 'mail', 'prd_mail', null, null, null), ('plc_2', 1, 'chat', 'prd_chat', 'pod_1', null, null),
    ('plc_3', 1, 'pod', null, 'pod_1', null, null), ('plc_4', 1, 'own', null, null, 'cus_b', null),
    ('plc_5', 1, 'old', 'prd_mail', null, null, null), ('plc_6', 1, 'own', 'prd_mail', null, null, now())`);
  await tx.query(`insert into customer (id, version, name, time_zone)
    values ('cus_a', 1, 'A', 'UTC'), ('cus_b', 1, 'B', 'Asia/Tokyo')`);
  await tx.query(`insert into subscription (id, version, customer_id, product_id, pod_id, started_on, ended_on) values
    ('s1', 1, 'cus_a', 'prd_mail', 'pod_1', '2020-01-01', null), ('s2', 1, 'cus_a', 'prd_mail', 'pod_2', '2020-01-01', null),
    ('s3', 1, 'cus_a', 'prd_chat', 'pod_2', '2020-01-01', null), ('s4', 1, 'cus_b', 'prd_chat', 'pod_1', '2020-01-01', null),
    ('s5', 1, 'cus_b', 'prd_mail', 'pod_1', '2020-01-01', '2021-01-01'), ('s6', 1, 'cus_c', 'prd_mail', null, '2020-01-01', null)`);
}

const ALL = [
  'plc_1 mail cus_a prd_mail',
  'plc_1 mail cus_c prd_mail',
  'plc_2 chat cus_b prd_chat',
  'plc_3 pod cus_a prd_chat',
  'plc_3 pod cus_a prd_mail',
  'plc_3 pod cus_b prd_chat',
  'plc_4 own cus_b prd_chat',
];

describe('who rests on what', () => {
  beforeAll(() => inSystem(estate));

  it('is what placements reach, as impact reads them', async () => {
    expect(await told()).toEqual(ALL);
    const reached = await inSystem(async (tx) => {
      const { graph, placements } = await currentGraph(tx);
      return placements
        .selections(graph, Date.now())
        .flatMap(({ assets, pairs }) =>
          assets
            .filter((asset) => graph.isLive(asset))
            .flatMap((asset) =>
              pairs.map(
                (pair) => `${graph.idOf(asset)} ${placements.customerOf(pair)} ${placements.productOf(pair)}`,
              ),
            ),
        );
    });
    expect(reached.sort()).toEqual(ALL.map((row) => row.slice(6)).sort());
  });

  it('is asked about a customer, a product, a pod, and an asset that others need', async () => {
    expect(await told({ filter: { customerId: 'cus_b' } })).toEqual(
      ALL.filter((row) => row.includes('cus_b')),
    );
    expect(await told({ filter: { productId: 'prd_chat', podId: 'pod_1' } })).toEqual([
      ALL[2],
      ALL[3],
      ALL[5],
    ]);
    expect(await told({ filter: { assetId: 'host' } })).toEqual(ALL.slice(0, 3));
    expect(await told({ filter: { assetId: 'chat' } })).toEqual([ALL[2]]);
    expect(await told({ filter: { assetId: 'old' } })).toEqual([]);
    expect(await told({ filter: { assetId: 'nowhere' } })).toEqual([]);
  });

  it('is paged, and counted when asked for', async () => {
    const pages: string[] = [];
    for (let after: string | null = null; ;) {
      const { list }: Answer = await ask({ first: 2, after });
      expect(list.totalCount).toBe(7);
      pages.push(...list.nodes.map(({ placement, customer }) => `${placement.id} ${customer.id}`));
      if (!list.pageInfo.hasNextPage) break;
      after = list.pageInfo.endCursor;
    }
    expect(pages).toEqual(ALL.map((row) => row.replace(/ \w+ (\w+) \w+$/, ' $1')));
  });

  it('costs the same few statements however many are told, and is for staff', async () => {
    const counts = [];
    for (const first of [1, 100]) counts.push(await countStatements(QUERY, { first }));
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeLessThanOrEqual(3);
    for (const caller of [testCallers.analyst, testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await run<unknown>(QUERY, {}, caller as never)).toEqual({ list: null });
    }
  });
});
