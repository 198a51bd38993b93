import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, load, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

const HISTORY = `query ($filter: AssetFilter, $first: Int = 20, $after: String) { assets(filter: $filter) { nodes {
  name relationHistory(first: $first, after: $after) { totalCount pageInfo { endCursor } nodes {
    relation version reason change { title } consumer { name } provider { name } product { id }
    fields { name before after } } } } } }`;
interface Entry {
  relation: string;
  version: number;
  fields: { name: string; before: unknown; after: unknown }[];
}
interface Answer {
  assets: {
    nodes: {
      name: string;
      relationHistory: { totalCount: number; pageInfo: { endCursor: string }; nodes: Entry[] };
    }[];
  };
}
const historyOf = async (name: string, page: object = {}, caller = testCallers.agent) => {
  const { assets } = await run<Answer>(HISTORY, { filter: { search: name }, ...page }, caller);
  return assets.nodes[0]?.relationHistory;
};

describe('the history of what ties an asset to others', () => {
  it('tells of dependencies both ways, of placements and of what has ended, with the change', async () => {
    await load('Assets', [
      { external_id: 'web', name: 'web', kind: 'host' },
      { external_id: 'db', name: 'db', kind: 'host' },
    ]);
    await load('Dependencies', [{ consumer: 'web', provider: 'db' }]);
    const { assets } = await run<{
      assets: { nodes: { id: string; dependsOn: { nodes: { id: string }[] } }[] };
    }>(`{ assets(filter: { search: "web" }) { nodes { id dependsOn { nodes { id } } } } }`);
    const [web] = assets.nodes;
    const { draftChange } = await run<{ draftChange: { change: { id: string } } }>(
      `mutation ($id: ID!) { draftChange(input: { idempotencyKey: "d", title: "Take it off", assetIds: [$id],
         window: { from: "2026-03-02T10:00:00Z", to: "2026-03-02T11:00:00Z" } }) { change { id } } }`,
      { id: web?.id },
    );
    const { removeDependencies } = await run<{ removeDependencies: { userErrors: object[] } }>(
      `mutation ($ids: [ID!]!, $changeId: ID!) {
         removeDependencies(input: { ids: $ids, changeId: $changeId }) { userErrors { message } } }`,
      { ids: web?.dependsOn.nodes.map(({ id }) => id), changeId: draftChange.change.id },
    );
    expect(removeDependencies.userErrors).toEqual([]);
    const ended = {
      relation: 'DEPENDENCY',
      version: 2,
      reason: null,
      change: { title: 'Take it off' },
      consumer: { name: 'web' },
      provider: { name: 'db' },
      product: null,
      fields: [{ name: 'removed', before: false, after: true }],
    };
    for (const name of ['web', 'db']) {
      const history = await historyOf(name);
      expect(history?.totalCount).toBe(2);
      expect(history?.nodes[0]).toEqual(ended);
      expect(history?.nodes[1]).toMatchObject({ version: 1, change: null });
      const first = await historyOf(name, { first: 1 });
      const next = await historyOf(name, { first: 1, after: first?.pageInfo.endCursor });
      expect([...(first?.nodes ?? []), ...(next?.nodes ?? [])]).toEqual(history?.nodes);
    }
    expect(await historyOf('web', {}, testCallers.partner('par_1'))).toBeUndefined();
  });

  it('takes as many statements for many assets as for one', async () => {
    await load(
      'Assets',
      Array.from({ length: 30 }, (_, index) => ({
        external_id: `n${index}`,
        name: `n${index}`,
        kind: 'host',
      })),
    );
    const one = await countStatements(HISTORY, { filter: { kind: 'host', search: 'web' } });
    expect(await countStatements(HISTORY, { filter: { kind: 'host' } })).toBeLessThanOrEqual(one);
  });
});
