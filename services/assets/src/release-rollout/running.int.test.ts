import fc from 'fast-check';
import { testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const DAY = Date.parse('2026-03-10T00:00:00.000Z');
const { test, run, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) =>
    createAssetsSubgraph({ ...dependencies, clock: () => new Date(DAY + 1_000 * 60_000) }),
});

const ASSETS = ['ast_a', 'ast_b'];
const PLACES = [
  { environmentId: 'env_one', region: null },
  { environmentId: 'env_two', region: 'EMEA' },
  { environmentId: 'env_two', region: 'APAC' },
];

/** A rollout by minutes of the day; null where that did not happen. */
interface Told {
  release: number;
  place: number;
  assets: string[];
  succeeded: number | null;
  rolledBack: number | null;
}

const told: fc.Arbitrary<Told> = fc
  .record({
    release: fc.integer({ min: 0, max: 3 }),
    place: fc.integer({ min: 0, max: 2 }),
    assets: fc.subarray(ASSETS, { minLength: 1 }),
    succeeded: fc.option(fc.integer({ min: 1, max: 20 }), { freq: 4 }),
    after: fc.option(fc.integer({ min: 0, max: 10 }), { freq: 1 }),
  })
  .map(({ after, ...rest }) => ({
    ...rest,
    rolledBack: rest.succeeded === null || after === null ? null : rest.succeeded + after,
  }));

const minute = (value: number) => new Date(DAY + value * 60_000);
const idOf = (index: number) => `rol_${String(index).padStart(3, '0')}`;

/** What runs, by walking through the rollouts: the last to succeed that is not rolled back. */
function runningAt(rollouts: readonly Told[], at: number): string[] {
  const found: string[] = [];
  for (const asset of ASSETS) {
    for (const [place, { environmentId, region }] of PLACES.entries()) {
      let best: { succeeded: number; index: number; release: number } | null = null;
      for (const [index, { succeeded, rolledBack, ...one }] of rollouts.entries()) {
        if (one.place !== place || !one.assets.includes(asset) || succeeded === null || succeeded > at)
          continue;
        if (rolledBack !== null && rolledBack <= at) continue;
        if (!best || succeeded >= best.succeeded) best = { succeeded, index, release: one.release };
      }
      if (best) {
        found.push(
          [
            asset,
            environmentId,
            region,
            `rel_${best.release}`,
            idOf(best.index),
            minute(best.succeeded).toISOString(),
          ].join(' '),
        );
      }
    }
  }
  return found.toSorted();
}

async function store(rollouts: readonly Told[]): Promise<void> {
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query('delete from rollout');
    await tx.query(
      `insert into rollout (id, version, release_id, stage, environment_id, region, asset_ids, status, started_at,
         outcome, ended_at, rollback_started_at, rollback_outcome, rollback_ended_at)
       select id, 1, release, 1, environment, region, assets, case when back is null then 'SUCCEEDED' else 'ROLLED_BACK' end,
              $2::timestamptz, 'SUCCEEDED', done, back, case when back is null then null else 'SUCCEEDED' end, back
         from jsonb_to_recordset($1::jsonb) as g(id text, release text, environment text, region text, assets text[],
              done timestamptz, back timestamptz) where done is not null
       union all
       select id, 1, release, 1, environment, region, assets, 'FAILED', $2::timestamptz, 'FAILED', $2::timestamptz, null, null, null
         from jsonb_to_recordset($1::jsonb) as g(id text, release text, environment text, region text, assets text[],
              done timestamptz) where done is null`,
      [
        JSON.stringify(
          rollouts.map(({ release, place, assets, succeeded, rolledBack }, index) => ({
            id: idOf(index),
            release: `rel_${release}`,
            environment: PLACES[place]?.environmentId,
            region: PLACES[place]?.region,
            assets,
            done: succeeded === null ? null : minute(succeeded),
            back: rolledBack === null ? null : minute(rolledBack),
          })),
        ),
        minute(0),
      ],
    );
  });
}

interface Running {
  asset: { id: string };
  environment: { id: string };
  region: string | null;
  release: { id: string };
  rollout: { id: string };
  since: string;
}
const line = ({ asset, environment, region, release, rollout, since }: Running) =>
  [asset.id, environment.id, region, release.id, rollout.id, since].join(' ');
const FIELDS = 'asset { id } environment { id } region release { id } rollout { id } since';

beforeAll(() =>
  test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'service')`);
    await tx.query(
      `insert into asset (id, version, name, kind, status)
      select id, 1, id, 'service', 'LIVE' from unnest($1::text[]) as given(id)`,
      [ASSETS],
    );
    await tx.query(`insert into environment (id, version, name, position, production, regions) values
      ('env_one', 1, 'one', 1, false, '{}'), ('env_two', 1, 'two', 2, true, '{APAC,EMEA}')`);
    await tx.query(`insert into release (id, version, name, status, created_at)
      select 'rel_' || n, 1, 'R' || n, 'RELEASED', now() from generate_series(0, 3) as given(n)`);
  }),
);

describe('what runs where', () => {
  it('is, at any instant, the last rollout to succeed that was not rolled back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(told, { maxLength: 12 }),
        fc.integer({ min: 0, max: 32 }),
        async (rollouts, at) => {
          await store(rollouts);
          const { deployedReleases, assets } = await run<{
            deployedReleases: { nodes: Running[]; totalCount: number };
            assets: { nodes: { runs: { nodes: Running[] } }[] };
          }>(
            `query ($at: DateTime!) { deployedReleases(first: 100, at: $at) { totalCount nodes { ${FIELDS} } }
             assets { nodes { runs(at: $at) { nodes { ${FIELDS} } } } } }`,
            { at: minute(at).toISOString() },
          );
          const expected = runningAt(rollouts, at);
          expect(deployedReleases.nodes.map(line).toSorted()).toEqual(expected);
          expect(deployedReleases.totalCount).toBe(expected.length);
          expect(assets.nodes.flatMap(({ runs }) => runs.nodes.map(line)).toSorted()).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is asked by place, asset and release, now by default', async () => {
    const all = { assets: ASSETS, rolledBack: null };
    await store([
      { ...all, release: 0, place: 0, succeeded: 1 },
      { ...all, release: 1, place: 1, succeeded: 2 },
      { ...all, release: 1, place: 2, succeeded: 3, assets: ['ast_a'] },
    ]);
    const asked = async (filter: object) => {
      const { deployedReleases } = await run<{ deployedReleases: { nodes: Running[] } }>(
        `query ($filter: DeployedReleaseFilter) { deployedReleases(filter: $filter) { nodes { ${FIELDS} } } }`,
        { filter },
      );
      return deployedReleases.nodes.map(({ asset, region }) => `${asset.id} ${region}`);
    };
    expect(await asked({ environmentId: 'env_two' })).toEqual(['ast_a APAC', 'ast_b EMEA', 'ast_a EMEA']);
    expect(await asked({ region: 'APAC' })).toEqual(['ast_a APAC']);
    expect(await asked({ assetId: 'ast_b' })).toEqual(['ast_b EMEA', 'ast_b null']);
    expect(await asked({ releaseId: 'rel_0' })).toEqual(['ast_b null', 'ast_a null']);
    const read = (first: number) =>
      countStatements(
        `query ($n: Int!) { assets(first: $n) { nodes { runs { nodes { ${FIELDS} release { name } } } } } }`,
        { n: first },
      );
    await read(2);
    expect(await read(1)).toBe(await read(2));
  });
});
