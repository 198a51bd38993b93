import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { deployerCalls, NOW, seedDeployers } from './deployer.fixture.js';

interface Examples {
  name: string;
  examples: Record<string, unknown>[];
}

/** Deliveries that GitHub once sent, by the name of the event. */
function examples(): Examples[] {
  const folder =
    process.env['PLIMSOLL_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
  const file = join(folder, 'octokit-webhook-examples', 'github_webhook_examples.json');
  if (!existsSync(file)) throw new Error(`there is no ${file}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Examples[];
}

const service = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const { test, run } = service;
const { deliver, makeRule } = deployerCalls(service);

beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedDeployers));

describe('what GitHub really sends', () => {
  it('is all kept with what came of it, and what concerns deployments is followed', async () => {
    await makeRule({
      repository: 'Codertocat/Hello-World',
      events: ['RELEASE', 'DEPLOYMENT'],
      releaseName: 'Hello {version}',
    });
    await makeRule({
      repository: 'octo-org/*',
      events: ['WORKFLOW_RUN'],
      workflow: 'test',
      environmentId: 'env_staging',
      assetIds: ['ast_cart'],
    });
    const outcomes: Record<string, Record<string, number>> = {};
    for (const { name, examples: given } of examples()) {
      for (const payload of given) {
        const { outcome } = await deliver(name, payload);
        const counts = (outcomes[name] ??= {});
        counts[outcome] = (counts[outcome] ?? 0) + 1;
      }
    }
    const followed = ['deployment', 'deployment_status', 'release', 'workflow_run'];
    expect(Object.fromEntries(followed.map((name) => [name, outcomes[name]]))).toEqual({
      deployment: { APPLIED: 4 },
      deployment_status: { APPLIED: 4 },
      release: { APPLIED: 6, IGNORED: 7 },
      workflow_run: { APPLIED: 4, IGNORED: 1 },
    });
    const others = Object.entries(outcomes).filter(([name]) => !followed.includes(name));
    expect(others.map(([, counts]) => Object.keys(counts))).toEqual(others.map(() => ['IGNORED']));
    const answer = await run(
      `{ deployerEvents { totalCount } releases(orderBy: { field: NAME }) { nodes { name tag externalId status stages { environment status at } } }
         rollouts { nodes { externalId status startedAt endedAt } }
         asset(id: "ast_shop") { runs { nodes { release { name } since } } } }`,
    );
    const place = (environment: string, status: string, at: string | null) => [{ environment, status, at }];
    expect(answer).toEqual({
      deployerEvents: { totalCount: 177 },
      releases: {
        nodes: [
          {
            name: 'Hello 0.0.1',
            tag: '0.0.1',
            externalId: 'Codertocat/Hello-World@0.0.1',
            status: 'PLANNED',
            stages: place('production', 'PENDING', null),
          },
          {
            name: 'Hello f95f852',
            tag: null,
            externalId: 'Codertocat/Hello-World@f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
            status: 'RELEASED',
            stages: place('production', 'SUCCEEDED', '2019-05-15T15:20:55.000Z'),
          },
          {
            name: 'octo-repo 3484a3f',
            tag: null,
            externalId: 'octo-org/octo-repo@3484a3fb816e0859fd6e1cea078d76385ff50625',
            status: 'RELEASED',
            stages: place('staging', 'SUCCEEDED', '2020-10-05T16:33:49.000Z'),
          },
        ],
      },
      rollouts: {
        nodes: [
          {
            externalId: 'octo-org/octo-repo/actions/runs/289782451/1',
            status: 'SUCCEEDED',
            startedAt: '2020-10-05T16:33:49.000Z',
            endedAt: '2020-10-05T16:33:49.000Z',
          },
          {
            externalId: 'Codertocat/Hello-World/deployments/145988746',
            status: 'SUCCEEDED',
            startedAt: '2019-05-15T15:20:55.000Z',
            endedAt: '2019-05-15T15:20:55.000Z',
          },
        ],
      },
      asset: { runs: { nodes: [{ release: { name: 'Hello f95f852' }, since: '2019-05-15T15:20:55.000Z' }] } },
    });
  }, 120_000);

  it('leaves no name of a person or address behind', async () => {
    const { deployerEvents } = await run<{ deployerEvents: unknown }>(
      '{ deployerEvents(first: 100) { nodes { facts reason } } releases { nodes { name notes url } } }',
    );
    expect(JSON.stringify(deployerEvents)).not.toMatch(/@users\.noreply|avatar|matfax|login/i);
  });
});
