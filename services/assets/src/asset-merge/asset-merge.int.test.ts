import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { run, events, load, countStatements, test } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});

interface Payload {
  asset: Record<string, unknown> | null;
  merges: Record<string, unknown>[] | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
const merge = (input: object, caller = testCallers.operator) =>
  run<{ mergeAssets: Payload }>(
    `mutation ($input: MergeAssetsInput!) { mergeAssets(input: $input) {
       asset { id version name location addresses tags attributes }
       merges { reason duplicate { id } moves { dependenciesGained dependenciesEnded placementsGained placementsEnded changes impacts } }
       userErrors { code message path } } }`,
    { input: { reason: 'One machine.', ...input } },
    caller,
  ).then((data) => data.mergeAssets);

/** The id and version of an asset by its external id, of whichever of the two sources. */
async function named(externalId: string, source = 'import') {
  const { asset } = await run<{ asset: { id: string; version: number } | null }>(
    `query ($source: String!, $externalId: String!) {
       asset: assetByExternalId(source: $source, externalId: $externalId) { id version } }`,
    { source, externalId },
  );
  if (!asset) throw new Error(`no asset ${externalId}`);
  return { id: asset.id, expectedVersion: asset.version };
}
const dependenciesOf = async (id: string) => {
  const { asset } = await run<{
    asset: {
      dependsOn: {
        nodes: { strength: string; group: { name: string } | null; provider: { name: string } }[];
      };
    };
  }>(
    `query ($id: ID!) { asset(id: $id) { dependsOn(first: 50) { nodes { strength group { name } provider { name } } } } }`,
    { id },
  );
  return asset.dependsOn.nodes
    .map(({ strength, group, provider }) => `${provider.name} ${strength} ${group?.name ?? '-'}`)
    .sort();
};
const assets = (...rows: Record<string, string>[]) =>
  load(
    'Assets',
    rows.map((row) => ({ kind: 'host', name: row['external_id']!, ...row })),
  );

describe('a merge of assets', () => {
  it('gives the asset what its duplicates had, and keeps what was', async () => {
    await assets(
      { external_id: 'app' },
      { external_id: 'disk' },
      { external_id: 'net' },
      { external_id: 'site' },
      { external_id: 'db', ip: '10.0.0.1', tags: 'prod', os: 'debian' },
    );
    await load(
      'Assets',
      [
        {
          external_id: 'db-x',
          name: 'DB',
          kind: 'host',
          ip: '10.0.0.1;10.0.0.9',
          tags: 'east',
          location: 'Oslo',
          os: 'rhel',
          cores: '4',
        },
      ],
      'scan',
    );
    const db = await named('db');
    const copy = await named('db-x', 'scan');
    await load('Dependencies', [
      { consumer: 'app', provider: 'db' },
      { consumer: 'app', provider: copy.id, strength: 'SOFT' },
      { consumer: 'site', provider: copy.id, group: 'stores', min_up: '1' },
      { consumer: 'site', provider: 'disk', group: 'stores', min_up: '1' },
      { consumer: copy.id, provider: 'disk' },
      { consumer: copy.id, provider: 'db' },
      { consumer: 'db', provider: 'net' },
    ]);
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into product (id, version, external_id, source, name) values
        ('prd_a', 1, 'a', 'import', 'A'), ('prd_b', 1, 'b', 'import', 'B')`);
      await tx.query(`insert into incident (id, version, planned, span)
        values ('tkt_1', 1, false, tstzrange('2026-03-01', '2026-03-02'))`);
      await tx.query(
        `insert into incident_impact (incident_id, place, asset_id, state, from_at, to_at)
         values ('tkt_1', 0, $1, 'DOWN', '2026-03-01', '2026-03-02')`,
        [copy.id],
      );
    });
    await load('Placements', [
      { asset: 'db', product: 'a' },
      { asset: copy.id, product: 'a' },
      { asset: copy.id, product: 'b' },
    ]);
    const { draftChange } = await run<{ draftChange: { change: { id: string } } }>(
      `mutation ($ids: [ID!]!) { draftChange(input: { idempotencyKey: "c", title: "Patch", assetIds: $ids,
         window: { from: "2026-04-02T10:00:00Z", to: "2026-04-02T11:00:00Z" } }) { change { id } } }`,
      { ids: [copy.id, db.id] },
    );

    const { asset, merges, userErrors } = await merge({ into: db, duplicates: [copy] });
    expect(userErrors).toEqual([]);
    expect(asset).toEqual({
      id: db.id,
      version: 2,
      name: 'db',
      location: 'Oslo',
      addresses: ['10.0.0.1', '10.0.0.9'],
      tags: ['east', 'prod'],
      attributes: { os: 'debian', cores: '4' },
    });
    expect(merges).toEqual([
      {
        reason: 'One machine.',
        duplicate: { id: copy.id },
        // site → db in the group, db → disk; app → db is there already.
        moves: {
          dependenciesGained: 2,
          dependenciesEnded: 4,
          placementsGained: 1,
          placementsEnded: 2,
          changes: 1,
          impacts: 1,
        },
      },
    ]);
    expect(await dependenciesOf((await named('app')).id)).toEqual(['db HARD -']);
    expect(await dependenciesOf((await named('site')).id)).toEqual(['db HARD stores', 'disk HARD stores']);
    expect(await dependenciesOf(db.id)).toEqual(['disk HARD -', 'net HARD -']);
    expect(await dependenciesOf(copy.id)).toEqual([]);

    const after = await run<Record<string, Record<string, unknown>>>(
      `query ($id: ID!, $copy: ID!, $change: ID!) {
         asset(id: $id) { mergedInto { id } merges { totalCount nodes { mergedAt actor { id } change { id } } }
           placements { nodes { product { id } } } history { totalCount } }
         copy: asset(id: $copy) { status version mergedInto { id } merges { totalCount } history { totalCount } }
         change(id: $change) { version assets { id } } }`,
      { id: db.id, copy: copy.id, change: draftChange.change.id },
    );
    expect(after).toEqual({
      asset: {
        mergedInto: null,
        merges: {
          totalCount: 1,
          nodes: [{ mergedAt: expect.any(String) as string, actor: null, change: null }],
        },
        placements: { nodes: [{ product: { id: 'prd_a' } }, { product: { id: 'prd_b' } }] },
        history: { totalCount: 2 },
      },
      copy: {
        status: 'RETIRED',
        version: 2,
        mergedInto: { id: db.id },
        merges: { totalCount: 0 },
        history: { totalCount: 2 },
      },
      change: { version: 2, assets: [{ id: db.id }] },
    });
    const told = (await events()).filter(({ type }) => type === 'plimsoll.asset.merged.v1');
    expect(told.map(({ subject, version, data }) => [subject, version, data['into']])).toEqual([
      [copy.id, 2, db.id],
    ]);

    // The duplicate's external id means the asset: for readers, for files, and for incidents told late.
    expect((await named('db-x', 'scan')).id).toBe(db.id);
    expect(await load('Placements', [{ asset: 'db-x', product: 'b' }], 'scan')).toMatchObject({
      unchanged: 0,
      rejects: [{ column: 'product' }],
    });
    await load('Assets', [{ external_id: 'db-x', name: 'db', kind: 'host', location: 'Bergen' }], 'scan');
    expect((await named('db')).expectedVersion).toBe(3);
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(
        `insert into incident_impact (incident_id, place, asset_id, state, from_at) values ('tkt_1', 1, $1, 'DOWN', now())`,
        [copy.id],
      );
      expect(await tx.query('select distinct asset_id as id from incident_impact')).toEqual([{ id: db.id }]);
    });
    const { updateAsset } = await run<{ updateAsset: { userErrors: object[] } }>(
      `mutation ($id: ID!) { updateAsset(input: { id: $id, expectedVersion: 2, name: "x" }) { userErrors { code path } } }`,
      { id: copy.id },
    );
    expect(updateAsset.userErrors).toEqual([{ code: 'MERGED', path: ['id'] }]);
  });

  it('follows on: what was merged into a duplicate means the asset too', async () => {
    await assets({ external_id: 'm1' }, { external_id: 'm2' }, { external_id: 'm3' });
    const [m1, m2, m3] = [await named('m1'), await named('m2'), await named('m3')];
    expect((await merge({ into: m2, duplicates: [m1], fill: false })).userErrors).toEqual([]);
    expect((await merge({ into: m3, duplicates: [m2] })).userErrors).toEqual([]);
    expect([(await named('m1')).id, (await named('m2')).id]).toEqual([m3.id, m3.id]);
    // One file says of one asset once what it is.
    expect(await assets({ external_id: 'm1', name: 'other' }, { external_id: 'm3' })).toMatchObject({
      updated: 0,
      unchanged: 1,
      rejects: [{ column: 'external_id' }],
    });
  });

  it('is refused where something would be lost, and then nothing is changed', async () => {
    const labels = (letter: string) =>
      Array.from({ length: 60 }, (_, index) => `${letter}${index}`).join(';');
    await assets(
      { external_id: 'g' },
      { external_id: 'g1' },
      { external_id: 'g2' },
      { external_id: 'old', status: 'RETIRED' },
      { external_id: 'h1' },
      { external_id: 'h2' },
      { external_id: 'many', tags: labels('a') },
      { external_id: 'more', tags: labels('b') },
    );
    await load('Dependencies', [
      { consumer: 'g', provider: 'g1', group: 'pair', min_up: '2' },
      { consumer: 'g', provider: 'g2', group: 'pair', min_up: '2' },
      { consumer: 'h1', provider: 'g', group: 'need', strength: 'SOFT' },
      { consumer: 'h2', provider: 'g', group: 'need' },
    ]);
    const ids = Object.fromEntries(
      await Promise.all(
        ['g1', 'g2', 'old', 'h1', 'h2', 'many', 'more'].map(
          async (name) => [name, await named(name)] as const,
        ),
      ),
    ) as Record<string, { id: string; expectedVersion: number }>;
    const { g1, g2, old, h1, h2, many, more } = ids;
    const before = await events();
    const refused: [object, string, string[]][] = [
      [{ into: g1, duplicates: [g2] }, 'MIN_UP_ABOVE_GROUP', ['duplicates']],
      [{ into: h1, duplicates: [h2] }, 'GROUP_DISAGREES', ['duplicates']],
      [{ into: old, duplicates: [h1] }, 'INVALID_STATUS', ['into']],
      [{ into: g1, duplicates: [g1] }, 'INVALID', ['duplicates']],
      [{ into: g1, duplicates: [] }, 'INVALID', ['duplicates']],
      [
        { into: g1, duplicates: [{ ...g2, expectedVersion: 9 }] },
        'CONFLICT',
        ['duplicates', '0', 'expectedVersion'],
      ],
      [{ into: { id: 'ast_none', expectedVersion: 1 }, duplicates: [g2] }, 'NOT_FOUND', ['into', 'id']],
      [{ into: h1, duplicates: [g1], reason: ' ' }, 'INVALID', ['reason']],
      [{ into: many, duplicates: [more] }, 'INVALID', ['tags']],
    ];
    for (const [input, code, path] of refused) {
      const { asset, userErrors } = await merge(input);
      expect([asset, userErrors[0]?.code, userErrors[0]?.path]).toEqual([null, code, path]);
    }
    const { draftChange } = await run<{ draftChange: { change: { id: string } } }>(
      `mutation ($id: ID!) { draftChange(input: { idempotencyKey: "s", title: "Settled", assetIds: [$id],
         window: { from: "2026-04-02T10:00:00Z", to: "2026-04-02T11:00:00Z" } }) { change { id } } }`,
      { id: h2?.id },
    );
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update change set status = 'APPROVED' where id = $1`, [draftChange.change.id]),
    );
    const settled = await merge({ into: g1, duplicates: [h2] });
    expect(settled.userErrors[0]).toMatchObject({ code: 'INVALID_STATUS', path: ['duplicates'] });
    for (const caller of [testCallers.agent, testCallers.partner('par_1'), testCallers.contact('cus_1')]) {
      expect((await merge({ into: h1, duplicates: [h2] }, caller)).userErrors[0]?.code).toBe('NOT_FOUND');
    }
    expect((await events()).filter(({ type }) => type.startsWith('plimsoll.asset'))).toEqual(
      before.filter(({ type }) => type.startsWith('plimsoll.asset')),
    );
  });

  it('is shown with as many statements for fifty assets as for one', async () => {
    const QUERY = `query ($first: Int!) { assets(first: $first) { nodes { mergedInto { id }
      merges(first: 5) { totalCount nodes { reason duplicate { name } } } } } }`;
    await assets(...Array.from({ length: 50 }, (_, index) => ({ external_id: `many-${index}` })));
    const one = await countStatements(QUERY, { first: 1 });
    expect(await countStatements(QUERY, { first: 50 })).toBeLessThanOrEqual(one + 1);
  });
});
