import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { bob, deployerCalls, deployment, NOW, seedDeployers } from './deployer.fixture.js';

const service = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const { test, run } = service;
const { deliver, makeRule } = deployerCalls(service);

beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedDeployers));

describe('rules about deployers', () => {
  it.each([
    [{ events: [] }, ['INVALID', 'events']],
    [{ environmentId: null }, ['INVALID', 'environmentId']],
    [{ environmentId: null, events: ['RELEASE'], region: 'EMEA' }, ['INVALID', 'region']],
    [{ region: 'APAC' }, ['INVALID', 'region']],
    [{ releaseName: '{branch}' }, ['INVALID', 'releaseName']],
    [{ templateId: 'tpl_none' }, ['NOT_FOUND', 'templateId']],
    [{ templateId: '' }, ['NOT_FOUND', 'templateId']],
    [{ environmentId: '', events: ['RELEASE'] }, ['NOT_FOUND', 'environmentId']],
    [{ region: '' }, ['INVALID', 'region']],
    [{ name: 'a\u0000' }, ['INVALID', 'name']],
    [{ assetIds: [] }, ['INVALID', 'assetIds']],
    [{ windowMinutes: 0 }, ['INVALID', 'windowMinutes']],
  ])('refuse %j', async (over, code) => {
    expect((await makeRule(over)).errors).toEqual([code]);
  });

  it('are of admins and managers, and put out of use by an edit', async () => {
    expect((await makeRule({}, testCallers.operator)).errors).toEqual([['NOT_FOUND']]);
    const { id, version } = (await makeRule({ name: 'Off', repository: 'acme/off' })).rule!;
    await run(
      `mutation ($input: UpdateDeployerRuleInput!) { updateDeployerRule(input: $input) { userErrors { code } } }`,
      { input: { id, expectedVersion: version, active: false, region: 'EMEA' } },
      bob,
    );
    const { deployerRule } = await run<{ deployerRule: unknown }>(
      `query ($id: ID!) { deployerRule(id: $id) { active region repository events assets { name } environment { name } template { id }
         history { nodes { version fields { name } } } } }`,
      { id },
    );
    expect(deployerRule).toMatchObject({
      active: false,
      region: 'EMEA',
      repository: 'acme/off',
      events: ['RELEASE', 'DEPLOYMENT'],
      assets: [{ name: 'shop' }],
      template: null,
      history: { nodes: [{ version: 2, fields: [{ name: 'active' }, { name: 'region' }] }, { version: 1 }] },
    });
    const told = await deliver('deployment', { ...deployment(99), repository: { full_name: 'acme/off' } });
    expect(told.outcome).toBe('IGNORED');
  });
});
