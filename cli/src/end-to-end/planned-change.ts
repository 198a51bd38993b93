import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { contractOperation } from './contract.js';
import type { ServedPlatform } from './served.js';

/** The answer to `ChangePlan` of the contract, as far as the tests look into it. */
export interface ChangePlanAnswer {
  change: {
    status: string;
    risk: { score: number; parts: unknown[] } | null;
    conflicts: { kind: string; severity: string }[];
    safeWindows: { breachCount: number }[];
    approvals: { outstanding: { role: string }[] };
    plan: { steps: unknown[] };
    release: { name: string };
  };
}

/**
 * Drafts, by `DraftChange` of the contract, a change of one member of a group while the other is out for a disk, in a
 * freeze, with a procedure and a release; answers `ChangePlan` of it once it was assessed.
 */
export async function planConflictingChange(platform: ServedPlatform): Promise<ChangePlanAnswer> {
  const data = platform.data.bind(platform);
  const found = await data<{
    node: { id: string };
    database: { id: string };
    changes: { nodes: { window: { from: string; to: string } }[] };
  }>(
    'operator',
    `{ node: assetByExternalId(source: "import", externalId: "us1-orders-db-2") { id }
       database: assetByExternalId(source: "import", externalId: "eu-orders-db") { id }
       changes(first: 1, filter: { search: "Disk replacement: Orders Database (US East) node 1" }) {
         nodes { window { from to } } } }`,
  );
  // The second asset hits customers by itself, whom notice is owed to.
  const assetIds = [found.node.id, found.database.id];
  const [disk] = found.changes.nodes;
  if (!disk) throw new Error('The demonstration company replaces no disk.');
  const { window } = disk;

  /** The id, or the version, of what a mutation made. */
  const make = async (role: 'admin' | 'manager', mutation: string, field: string, input: object) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const answer = await data<
      Record<string, { made: { id: string; version: number } | null; userErrors: unknown[] }>
    >(
      role,
      `mutation M($input: ${type}!) { done: ${mutation}(input: $input) { made: ${field} { id version } userErrors { message } } }`,
      { input },
    );
    if (!answer['done']?.made) throw new Error(`${mutation}: ${JSON.stringify(answer)}`);
    return answer['done'].made;
  };
  const create = (mutation: string, field: string, input: object) =>
    make('manager', mutation, field, { idempotencyKey: randomUUID(), ...input });

  const procedure = await create('createStandardProcedure', 'procedure', {
    name: `Upgrade a database node ${randomUUID()}`,
    steps: [{ text: 'Fail over' }, { text: 'Upgrade' }, { text: 'Fail back' }],
  });
  await make('manager', 'publishStandardProcedure', 'procedure', {
    id: procedure.id,
    expectedVersion: procedure.version,
  });
  const environment = await create('createEnvironment', 'environment', {
    name: `production ${randomUUID()}`,
    position: 1,
    production: true,
    regions: ['NA'],
  });
  const release = await create('createRelease', 'release', {
    name: `Orders ${randomUUID()}`,
    assetIds,
    stages: [{ environmentId: environment.id, region: 'NA' }],
  });
  await create('createFreeze', 'freeze', {
    name: 'Quarter end',
    startsAt: window.from,
    duration: 'PT1H',
    timeZone: 'America/New_York',
    scope: { assetIds },
  });

  const { draftChange } = await data<{ draftChange: { change: { id: string }; userErrors: unknown[] } }>(
    'operator',
    contractOperation('change-plan'),
    {
      input: {
        idempotencyKey: randomUUID(),
        title: 'Upgrade node 2 at the same time',
        assetIds,
        window,
        expectedState: 'DOWN',
        procedureId: procedure.id,
        releaseId: release.id,
        rollbackPlan: 'Start the node with the version before.',
      },
    },
    'DraftChange',
  );
  const ask = () =>
    data<ChangePlanAnswer>(
      'operator',
      contractOperation('change-plan'),
      { id: draftChange.change.id },
      'ChangePlan',
    );
  let answer = await ask();
  for (let asks = 0; answer.change.risk === null && asks < 60; asks += 1) {
    await setTimeout(250);
    answer = await ask();
  }
  return answer;
}
