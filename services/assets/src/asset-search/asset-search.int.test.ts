import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import * as fc from 'fast-check';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, execute, countStatements, test } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

const LIST = `query ($first: Int = 100, $after: String, $filter: AssetFilter, $orderBy: AssetOrder) {
  assets(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount pageInfo { endCursor hasNextPage } nodes { name } } }`;
interface List {
  assets: {
    totalCount: number;
    pageInfo: { endCursor: string; hasNextPage: boolean };
    nodes: { name: string }[];
  };
}
const names = async (filter: object, orderBy?: object) => {
  const { assets } = await run<List>(LIST, { filter, orderBy });
  expect(assets.totalCount).toBe(assets.nodes.length);
  return assets.nodes.map((node) => node.name);
};

/** What is on record: sixty assets of every mixture. */
const estate = Array.from({ length: 60 }, (_, index) => ({
  name: `${['web', 'db', '50%_off'][index % 3]} ${String(index).padStart(2, '0')}`,
  kind: ['host', 'switch'][index % 2]!,
  status: ['LIVE', 'MAINTENANCE', 'PLANNED'][index % 3]!,
  ownerId: index % 4 === 0 ? null : `per_${index % 3}`,
  location: index % 5 === 0 ? null : `Room ${index % 7}`,
  addresses: [`10.0.0.${index % 8}`],
  make: index % 6 === 0 ? null : `Dell ${index % 2}`,
  criticality: ['high', 'low'][index % 2]!,
  tags: [`t${index % 3}`, `u${index % 4}`],
  attributes: {
    cores: index % 10 === 0 ? 'many' : index % 16,
    ...(index % 3 === 0 ? { since: `2024-0${1 + (index % 9)}-01` } : {}),
    ports: index % 2 === 0 ? [80, 443] : [22],
  } as Record<string, unknown>,
}));
type Asset = (typeof estate)[number];

beforeAll(async () => {
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(
      `insert into person (id, version, external_id, source) select 'per_' || i, 1, 'per_' || i, 'import' from generate_series(0, 2) i`,
    );
  });
  for (const kind of ['host', 'switch']) {
    await run(
      `mutation ($name: String!) { createAssetKind(input: { idempotencyKey: $name, name: $name }) { userErrors { code } } }`,
      { name: kind },
    );
  }
  for (const [index, asset] of estate.entries()) {
    const { createAsset } = await run<{ createAsset: { userErrors: object[] } }>(
      `mutation ($input: CreateAssetInput!) { createAsset(input: $input) { userErrors { code message } } }`,
      { input: { idempotencyKey: `a${index}`, ...asset } },
    );
    expect(createAsset.userErrors).toEqual([]);
  }
});

/** A condition on assets, as a filter says it and as a plain function. */
const condition = fc.oneof(
  fc.constantFrom('web', 'WEB 0', '%_', 'b 1', 'x').map((search) => ({
    filter: { search },
    holds: (asset: Asset) => asset.name.toLowerCase().includes(search.toLowerCase()),
  })),
  fc
    .subarray(['host', 'switch', 'none'])
    .map((kinds) => ({ filter: { kinds }, holds: (asset: Asset) => kinds.includes(asset.kind) })),
  fc
    .subarray(['LIVE', 'MAINTENANCE', 'PLANNED', 'RETIRED'])
    .map((statuses) => ({ filter: { statuses }, holds: (asset: Asset) => statuses.includes(asset.status) })),
  fc.boolean().map((hasOwner) => ({
    filter: { hasOwner },
    holds: (asset: Asset) => (asset.ownerId !== null) === hasOwner,
  })),
  fc.constantFrom('room', 'Room 3', 'oom').map((location) => ({
    filter: { location },
    holds: (asset: Asset) => (asset.location ?? '').toLowerCase().includes(location.toLowerCase()),
  })),
  fc.subarray(['t0', 't1', 'u0', 'u3'], { minLength: 1, maxLength: 2 }).map((tags) => ({
    filter: { tags },
    holds: (asset: Asset) => tags.every((tag) => asset.tags.includes(tag)),
  })),
  fc.constantFrom('10.0.0.3', '10.0.0').map((address) => ({
    filter: { address },
    holds: (asset: Asset) => asset.addresses.includes(address),
  })),
  fc.constantFrom('dell', 'L 1').map((make) => ({
    filter: { make },
    holds: (asset: Asset) => (asset.make ?? '').toLowerCase().includes(make.toLowerCase()),
  })),
  fc.constantFrom<unknown>(3, '3', 'many').map((equals) => ({
    filter: { attributes: [{ name: 'cores', equals }] },
    holds: (asset: Asset) => asset.attributes['cores'] === equals,
  })),
  fc.constantFrom(22, 80, 443).map((port) => ({
    filter: { attributes: [{ name: 'ports', equals: [port] }] },
    holds: (asset: Asset) => (asset.attributes['ports'] as number[]).includes(port),
  })),
  fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })).map(([from, to]) => ({
    filter: { attributes: [{ name: 'cores', from, to }] },
    holds: ({ attributes: { cores } }: Asset) => typeof cores === 'number' && cores >= from && cores <= to,
  })),
  fc.constantFrom('2024-03-01', '2024-07-01').map((from) => ({
    filter: { attributes: [{ name: 'since', from }] },
    holds: ({ attributes: { since } }: Asset) => typeof since === 'string' && since >= from,
  })),
  fc.boolean().map((present) => ({
    filter: { attributes: [{ name: 'since', present }] },
    holds: ({ attributes }: Asset) => 'since' in attributes === present,
  })),
  fc.constantFrom('AN', '1').map((contains) => ({
    filter: { attributes: [{ name: 'cores', contains }] },
    holds: ({ attributes: { cores } }: Asset) => String(cores).toLowerCase().includes(contains.toLowerCase()),
  })),
);

describe('a search for assets', () => {
  it('finds what a look at each one finds, whatever conditions come together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(condition, { minLength: 1, maxLength: 3 }), async (conditions) => {
        const filter: Record<string, unknown> = {};
        for (const one of conditions) {
          for (const [name, value] of Object.entries(one.filter)) {
            filter[name] =
              name === 'attributes'
                ? [...((filter[name] as object[] | undefined) ?? []), ...(value as object[])]
                : value;
          }
        }
        // A condition that came twice has been replaced: only the last one of a name counts.
        const counted = conditions.filter((one) =>
          Object.entries(one.filter).every(
            ([name, value]) => name === 'attributes' || filter[name] === value,
          ),
        );
        const expected = estate.filter((asset) => counted.every(({ holds }) => holds(asset)));
        expect(await names(filter)).toEqual(expected.map(({ name }) => name).sort());
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('sorts by what may be missing, and goes on where a page ended', async () => {
    const filter = { tags: ['t0', 'u0'] };
    const expected = estate
      .filter(({ tags }) => tags.includes('t0') && tags.includes('u0'))
      .sort((a, b) =>
        (a.location ?? '') < (b.location ?? '') ? -1 : (a.location ?? '') > (b.location ?? '') ? 1 : 0,
      )
      .map(({ name }) => name);
    const orderBy = { field: 'LOCATION', direction: 'ASC' };
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: List = await run<List>(LIST, { first: 2, filter, orderBy, after });
      found.push(...page.assets.nodes.map(({ name }) => name));
      after = page.assets.pageInfo.hasNextPage ? page.assets.pageInfo.endCursor : null;
    } while (after);
    expect(found).toEqual(expected);
    expect(found).toHaveLength(5);
  });

  it('takes the name of an attribute without the spaces around it', async () => {
    const cores = (name: string) => names({ attributes: [{ name, equals: 3 }] });
    expect(await cores(' cores ')).toEqual(await cores('cores'));
    expect((await cores('cores')).length).toBeGreaterThan(0);
  });

  it('knows what is placed, and is refused with the condition at fault', async () => {
    expect(await names({ isPlaced: true })).toEqual([]);
    expect(
      await names({ isPlaced: false, criticality: 'low', tag: 't0', kind: 'switch', search: '5' }),
    ).toEqual(['web 15', 'web 45', 'web 51', 'web 57']);
    const faults: [object[], string[]][] = [
      [[{ name: 'cores' }], ['filter', 'attributes', '0']],
      [
        [
          { name: 'cores', equals: 1 },
          { name: 'cores', from: true },
        ],
        ['filter', 'attributes', '1', 'from'],
      ],
      [Array.from({ length: 21 }, () => ({ name: 'a', present: true })), ['filter', 'attributes']],
    ];
    for (const [attributes, path] of faults) {
      const { errors } = await execute(LIST, { filter: { attributes } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID', path });
    }
  });

  it('takes one statement more where an index narrows it, and shows nobody more than they see', async () => {
    const plain = await countStatements(LIST, { filter: { kind: 'host' } });
    expect(await countStatements(LIST, { filter: { kind: 'host', tag: 't0' } })).toBe(plain + 1);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_1'), testCallers.analyst]) {
      expect((await run<List>(LIST, { filter: { tag: 't0' } }, caller)).assets.nodes).toEqual([]);
    }
  });
});
