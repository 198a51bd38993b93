import { parse } from 'graphql';
import { ADMIN, type TestPlatform } from '../../testing/test-platform.js';
import type { Records } from '../records.js';

type Payload = Record<string, { id: string } | null> & { userErrors: unknown[] };

/**
 * What no file brings of releases: an environment, a release that runs there, the rule by which a deployer's events
 * are followed, and one such event.
 */
export async function rollOutReleases(platform: TestPlatform, records: Records): Promise<void> {
  const made = async (mutation: string, noun: string, input: Record<string, unknown>): Promise<string> => {
    const type = mutation.slice(0, 1).toUpperCase() + mutation.slice(1);
    const { data, errors } = await platform.ask<Record<string, Payload>>(
      ADMIN,
      `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${noun} { id } userErrors { code message } } }`,
      { input },
    );
    const id = data?.[mutation]?.[noun]?.id;
    if (id === undefined) throw new Error(JSON.stringify([data, errors]));
    return id;
  };
  const [asset] = records.of('Asset');
  const assetIds = [asset?.id];
  const environmentId = await made('createEnvironment', 'environment', {
    idempotencyKey: 'releases',
    name: 'Granite environment',
    position: 1,
    regions: ['Granite region'],
  });
  const gates = [{ name: 'Granite gate', kind: 'NO_OPEN_INCIDENT' }];
  const releaseId = await made('createRelease', 'release', {
    idempotencyKey: 'releases',
    name: 'Granite release',
    tag: 'granite-1',
    assetIds,
    stages: [{ environmentId, region: 'Granite region', gates }],
  });
  const rolloutId = await made('startRollout', 'rollout', {
    idempotencyKey: 'releases',
    releaseId,
    stage: 1,
    overrideReason: 'Granite override',
  });
  await made('completeRollout', 'rollout', { id: rolloutId, expectedVersion: 1, outcome: 'SUCCEEDED' });
  await made('createDeployerRule', 'deployerRule', {
    idempotencyKey: 'releases',
    name: 'Granite deployments',
    deployer: 'CLOUD_EVENTS',
    repository: 'granite',
    assetIds,
    environmentId,
  });
  const told = await platform.subgraphs.get('assets')?.run({
    document: parse(
      'mutation ($input: ReceiveDeployerEventInput!) { receiveDeployerEvent(input: $input) { outcome } }',
    ),
    variables: {
      input: {
        deployer: 'CLOUD_EVENTS',
        deliveryId: 'granite delivery',
        type: 'granite.type',
        payload: { id: 'granite', source: '/granite', type: 'granite.type' },
      },
    },
    principal: { subject: 'webhook:cloudevents', roles: [], gateway: true },
    requestId: 'granite',
  });
  if (!told || told.errors) throw new Error(JSON.stringify(told));
}
