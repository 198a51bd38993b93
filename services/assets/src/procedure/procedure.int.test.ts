import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const ann = { subject: 'ann', roles: ['operator' as const], personId: 'per_01h2xcejqtf2nbrexx3vqjhp41' };

interface Payload {
  procedure: { id: string; version: number } & Record<string, unknown>;
  userErrors: { code: string; message: string; path: string[] }[];
}
async function mutate(step: string, input: object, caller = ann): Promise<Payload> {
  const name = `${step[0]!.toUpperCase()}${step.slice(1)}StandardProcedureInput`;
  const { payload } = await run<{ payload: Payload }>(
    `mutation ($input: ${name}!) { payload: ${step}StandardProcedure(input: $input) {
       procedure { id version name purpose status publishedVersion hasUnpublishedEdits
         steps { position text details optional parallel evidenceRequired } }
       userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, ...path]);
const drain = { text: 'Drain the host' };
const patch = { text: 'Patch it', details: 'apt-get upgrade', evidenceRequired: true };
const create = (idempotencyKey: string, name: string, steps: object[] = [drain, patch]) =>
  mutate('create', { idempotencyKey, name, steps });

describe('a standard procedure', () => {
  it('is written, published in versions that never change, and retired', async () => {
    const { procedure } = await create('life', 'Patch a host');
    expect(procedure).toEqual({
      id: expect.stringMatching(/^sop_/) as string,
      version: 1,
      name: 'Patch a host',
      purpose: null,
      status: 'DRAFT',
      publishedVersion: null,
      hasUnpublishedEdits: true,
      steps: [
        {
          position: 1,
          text: 'Drain the host',
          details: null,
          optional: false,
          parallel: false,
          evidenceRequired: false,
        },
        {
          position: 2,
          text: 'Patch it',
          details: 'apt-get upgrade',
          optional: false,
          parallel: false,
          evidenceRequired: true,
        },
      ],
    });
    const { id } = procedure;
    const at = (expectedVersion: number, over: object = {}) => ({ id, expectedVersion, ...over });
    expect((await mutate('publish', at(1, { note: 'First' }))).procedure).toMatchObject({
      version: 2,
      status: 'PUBLISHED',
      publishedVersion: 1,
      hasUnpublishedEdits: false,
    });
    expect(codes(await mutate('publish', at(2)))).toEqual([['INVALID_STATUS', 'id']]);
    expect(codes(await mutate('update', at(1, { name: 'x' })))).toEqual([['CONFLICT', 'expectedVersion']]);
    expect((await mutate('update', at(2, { steps: [drain] }))).procedure).toMatchObject({
      version: 3,
      hasUnpublishedEdits: true,
    });
    // Edited back to what was published, it has nothing to publish.
    expect((await mutate('update', at(3, { steps: [drain, patch] }))).procedure).toMatchObject({
      version: 4,
      hasUnpublishedEdits: false,
    });
    await mutate('update', at(4, { purpose: 'Security' }));
    expect((await mutate('publish', at(5))).procedure).toMatchObject({ version: 6, publishedVersion: 2 });
    const seen = await run(
      `query ($id: ID!) { standardProcedure(id: $id) {
         versions { id version name purpose note publishedAt publishedBy { id } steps { position text } procedure { version } }
         history(first: 1) { totalCount nodes { version actor { id } fields { name before after } } } } }`,
      { id },
    );
    const steps = [
      { position: 1, text: 'Drain the host' },
      { position: 2, text: 'Patch it' },
    ];
    const published = {
      id,
      name: 'Patch a host',
      publishedAt: NOW.toISOString(),
      publishedBy: { id: ann.personId },
      steps,
      procedure: { version: 6 },
    };
    expect(seen).toEqual({
      standardProcedure: {
        versions: [
          { ...published, version: 2, purpose: 'Security', note: null },
          { ...published, version: 1, purpose: null, note: 'First' },
        ],
        history: {
          totalCount: 6,
          nodes: [
            {
              version: 6,
              actor: { id: ann.personId },
              fields: [
                { name: 'publishedVersion', before: 1, after: 2 },
                { name: 'edited', before: true, after: false },
              ],
            },
          ],
        },
      },
    });
    await expect(
      test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query(`update procedure_version set name = 'other'`),
      ),
    ).rejects.toThrow('never changes');
    expect((await mutate('retire', at(6, { reason: 'Hosts are replaced' }))).procedure.status).toBe(
      'RETIRED',
    );
    for (const step of ['update', 'publish'] as const) {
      expect(codes(await mutate(step, at(7)))).toEqual([['INVALID_STATUS', 'id']]);
    }
    const told = (await events()).filter(({ subject }) => subject === id);
    expect(told.map(({ type, version }) => [type, version])).toEqual([
      ['plimsoll.standard_procedure.created.v1', 1],
      ...[2, 3, 4, 5, 6, 7].map((version) => ['plimsoll.standard_procedure.updated.v1', version]),
    ]);
    expect(told.at(-1)?.data).toEqual({
      id,
      externalId: null,
      source: null,
      name: 'Patch a host',
      status: 'RETIRED',
      publishedVersion: 2,
    });
  });

  it('has a name that no other in use has, and is made once for its key', async () => {
    const { procedure } = await create('once', 'Restore a backup');
    expect((await create('once', 'Restore a backup')).procedure.id).toBe(procedure.id);
    expect(codes(await create('once', 'Other'))).toEqual([['IDEMPOTENCY_MISMATCH', 'idempotencyKey']]);
    expect(codes(await create('twice', 'RESTORE a backup'))).toEqual([['INVALID', 'name']]);
    await mutate('retire', { id: procedure.id, expectedVersion: 1, reason: 'Old' });
    expect((await create('again', 'Restore a backup')).userErrors).toEqual([]);
    expect(codes(await create('bad', 'Bad', [drain, { text: ' ' }]))).toEqual([
      ['INVALID', 'steps', '1', 'text'],
    ]);
  });

  it('is listed for staff alone, in as many statements however many there are', async () => {
    const { procedure } = await create('listed', 'Rotate keys');
    await mutate('publish', { id: procedure.id, expectedVersion: 1 });
    const list = `query ($search: String) { standardProcedures(filter: { search: $search, status: PUBLISHED }) {
      nodes { name versions { version } history { totalCount } } } }`;
    expect(await run(list, { search: 'rotate' }, testCallers.executive as typeof ann)).toEqual({
      standardProcedures: {
        nodes: [{ name: 'Rotate keys', versions: [{ version: 1 }], history: { totalCount: 2 } }],
      },
    });
    const one = await countStatements(list, { search: 'rotate' });
    const second = await create('second', 'Rotate logs');
    await mutate('publish', { id: second.procedure.id, expectedVersion: 1 });
    expect(await countStatements(list, { search: 'rotate' })).toBe(one);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.analyst]) {
      expect(await run(list, { search: 'rotate' }, caller)).toEqual({ standardProcedures: { nodes: [] } });
      const found = await run(`query ($id: ID!) { standardProcedure(id: $id) { id } }`, procedure, caller);
      expect(found).toEqual({ standardProcedure: null });
    }
    const denied = await mutate(
      'update',
      { id: procedure.id, expectedVersion: 2, name: 'Mine' },
      testCallers.agent as typeof ann,
    );
    expect(codes(denied)).toEqual([['NOT_FOUND']]);
    expect(await run(list, { search: 'mine' })).toEqual({ standardProcedures: { nodes: [] } });
  });
});
