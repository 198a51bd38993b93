import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, load, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

interface Group {
  reason: string;
  value: string;
  kind: string | null;
  assetCount: number;
  assets: { name: string }[];
}
const GROUPS = `query ($first: Int = 20, $after: String, $filter: AssetDuplicateFilter) {
  assetDuplicates(first: $first, after: $after, filter: $filter) {
    totalCount pageInfo { endCursor } nodes { reason value kind assetCount assets { name } } } }`;
const groups = async (variables: Record<string, unknown> = {}, caller = testCallers.agent) =>
  (
    await run<{
      assetDuplicates: { totalCount: number; pageInfo: { endCursor: string }; nodes: Group[] };
    }>(GROUPS, variables, caller)
  ).assetDuplicates;

beforeAll(async () => {
  await load('Assets', [
    { external_id: '1', name: 'Web', kind: 'host', ip: '10.0.0.1;10.0.0.2' },
    { external_id: '2', name: 'web', kind: 'host', ip: '10.0.0.3' },
    { external_id: '3', name: 'WEB', kind: 'host' },
    { external_id: '4', name: 'web', kind: 'service' },
    { external_id: '5', name: 'web', kind: 'host', status: 'RETIRED', ip: '10.0.0.1' },
    { external_id: '6', name: 'db', kind: 'host', ip: '10.0.0.2;10.0.0.9' },
  ]);
  await load(
    'Assets',
    [
      { external_id: '6', name: 'data', kind: 'host', ip: '10.0.0.9' },
      { external_id: '7', name: 'cache', kind: 'host' },
    ],
    'scan',
  );
});

describe('likely duplicates', () => {
  const byName = {
    reason: 'NAME',
    value: 'web',
    kind: 'host',
    assetCount: 3,
    assets: [{ name: 'Web' }, { name: 'web' }, { name: 'WEB' }],
  };
  const pair = (reason: string, value: string, ...names: string[]) => ({
    reason,
    value,
    kind: null,
    assetCount: 2,
    assets: names.map((name) => ({ name })),
  });

  it('are found by name and kind, by address, and by identifier', async () => {
    const { totalCount, nodes } = await groups();
    expect(totalCount).toBe(4);
    expect(nodes[0]).toEqual(byName);
    expect(nodes.slice(1)).toEqual(
      expect.arrayContaining([
        pair('ADDRESS', '10.0.0.2', 'Web', 'db'),
        pair('ADDRESS', '10.0.0.9', 'db', 'data'),
        pair('EXTERNAL_ID', '6', 'db', 'data'),
      ]),
    );
    expect((await groups({ filter: { kind: 'host' } })).nodes).toEqual([byName]);
    const { assetDuplicates } = await run<{ assetDuplicates: { nodes: Group[] } }>(
      `{ assetDuplicates(filter: { kind: "host" }) { nodes { assets(first: 1) { name } } } }`,
    );
    expect(assetDuplicates.nodes).toEqual([{ assets: [{ name: 'Web' }] }]);
    expect((await groups({ filter: { reason: 'ADDRESS', search: '0.9' } })).nodes).toEqual([
      pair('ADDRESS', '10.0.0.9', 'db', 'data'),
    ]);
    const first = await groups({ first: 3 });
    const rest = await groups({ first: 3, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toEqual(nodes);
    expect(await groups({}, testCallers.partner('par_1'))).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it('of one asset come with all their reasons, the strongest first', async () => {
    const QUERY = `query ($filter: AssetFilter) { assets(filter: $filter, orderBy: { field: CREATED }) { nodes {
      name likelyDuplicates { reasons asset { name } } } } }`;
    interface Answer {
      assets: { nodes: { name: string; likelyDuplicates: { reasons: string[]; asset: object }[] }[] };
    }
    const { assets } = await run<Answer>(QUERY, { filter: { search: 'd' } });
    expect(assets.nodes).toEqual([
      {
        name: 'db',
        likelyDuplicates: [
          { reasons: ['ADDRESS', 'EXTERNAL_ID'], asset: { name: 'data' } },
          { reasons: ['ADDRESS'], asset: { name: 'Web' } },
        ],
      },
      { name: 'data', likelyDuplicates: [{ reasons: ['ADDRESS', 'EXTERNAL_ID'], asset: { name: 'db' } }] },
    ]);
    const one = await countStatements(QUERY, { filter: { search: 'data' } });
    expect(await countStatements(QUERY, {})).toBeLessThanOrEqual(one);
  });

  it('are no more once they are merged', async () => {
    const idOf = async (externalId: string, source: string) =>
      (
        await run<{ asset: { id: string; version: number } }>(
          `query ($source: String!, $externalId: String!) {
             asset: assetByExternalId(source: $source, externalId: $externalId) { id version } }`,
          { source, externalId },
        )
      ).asset;
    const [db, data] = [await idOf('6', 'import'), await idOf('6', 'scan')];
    const { mergeAssets } = await run<{ mergeAssets: { userErrors: object[] } }>(
      `mutation ($input: MergeAssetsInput!) { mergeAssets(input: $input) { userErrors { message } } }`,
      {
        input: {
          into: { id: db.id, expectedVersion: db.version },
          duplicates: [{ id: data.id, expectedVersion: data.version }],
          reason: 'One machine.',
        },
      },
    );
    expect(mergeAssets.userErrors).toEqual([]);
    expect((await groups()).nodes.map(({ reason, value }) => `${reason} ${value}`)).toEqual([
      'NAME web',
      'ADDRESS 10.0.0.2',
    ]);
  });
});
