import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Principal } from '@plimsoll/shared';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, events } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const person = (subject: string, roles: Principal['roles'], personId: string): Principal => ({
  subject,
  roles,
  personId,
});
const ann = person('ann', ['operator'], 'per_01h2xcejqtf2nbrexx3vqjhp41');
const bob = person('bob', ['manager'], 'per_01h2xcejqtf2nbrexx3vqjhp42');

interface Payload {
  change: { id: string; version: number; status: string } & Record<string, unknown>;
  userErrors: { code: string; message: string; path: string[] }[];
}
const INPUTS: Record<string, string> = {
  draft: 'DraftChangeInput',
  update: 'UpdateChangeInput',
  approve: 'ApproveChangeInput',
  reject: 'ReviewChangeInput',
  start: 'StartChangeInput',
  complete: 'CompleteChangeInput',
};
async function mutate(
  step: string,
  input: Record<string, unknown>,
  caller: Principal = ann,
): Promise<Payload> {
  const { payload } = await run<{ payload: Payload }>(
    `mutation ($input: ${INPUTS[step] ?? 'ChangeStepInput'}!) {
       payload: ${step}Change(input: $input) {
         change { id version status outcome expectedState window { from to } startedAt endedAt reviewComment }
         userErrors { code message path }
       }
     }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, ...path]);

const window = { from: '2026-03-12T01:00:00.000Z', to: '2026-03-12T02:00:00.000Z' };
const draft = (idempotencyKey: string, over: object = {}) => ({
  idempotencyKey,
  title: 'Patch the database',
  assetIds: ['ast_db'],
  window,
  expectedState: 'DOWN',
  ...over,
});
/** A window that no other change of these tests has. */
function nextWindow(): typeof window {
  day += 1;
  return {
    from: new Date(Date.UTC(2026, 3, day)).toISOString(),
    to: new Date(Date.UTC(2026, 3, day, 1)).toISOString(),
  };
}
let day = 0;
/** A change led along the steps, in a window of its own; its id and version after them. */
async function led(
  key: string,
  steps: string[],
  over: object = {},
): Promise<{ id: string; expectedVersion: number }> {
  let { change } = await mutate('draft', draft(key, { window: nextWindow(), ...over }));
  for (const step of steps) {
    const extra = step === 'complete' ? { outcome: 'SUCCEEDED' } : {};
    const caller = step === 'approve' ? bob : ann;
    ({ change } = await mutate(step, { id: change.id, expectedVersion: change.version, ...extra }, caller));
  }
  return { id: change.id, expectedVersion: change.version };
}
const TO_APPROVED = ['assess', 'submit', 'approve'];

describe('changes', () => {
  beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedEstate));

  it('lead their life from draft to completion, with history and events', async () => {
    const { id } = await led('life', [...TO_APPROVED, 'schedule', 'start', 'complete'], { window });
    const { change } = await run<{ change: Record<string, unknown> }>(
      `query ($id: ID!) { change(id: $id) {
         title kind status outcome state startedAt endedAt requestedBy { id } reviewedBy { id }
         assets { name } risk { score } conflicts { kind }
         noticeNeededBy approvals { outstanding { role } } plan { steps { text } } release { name }
         history(first: 2) { totalCount nodes { version actor { id } fields { name before after } } } } }`,
      { id },
    );
    expect(change).toEqual({
      title: 'Patch the database',
      kind: 'NORMAL',
      status: 'COMPLETED',
      outcome: 'SUCCEEDED',
      state: 'UP',
      startedAt: NOW.toISOString(),
      endedAt: NOW.toISOString(),
      requestedBy: { id: ann.personId },
      reviewedBy: { id: bob.personId },
      assets: [{ name: 'db' }],
      risk: null,
      conflicts: [],
      noticeNeededBy: null,
      approvals: { outstanding: [] },
      plan: null,
      release: null,
      history: {
        totalCount: 7,
        nodes: [
          {
            version: 7,
            actor: { id: ann.personId },
            fields: [
              { name: 'status', before: 'IN_PROGRESS', after: 'COMPLETED' },
              { name: 'outcome', before: null, after: 'SUCCEEDED' },
              { name: 'endedAt', before: null, after: NOW.toISOString() },
            ],
          },
          {
            version: 6,
            actor: { id: ann.personId },
            fields: [
              { name: 'status', before: 'SCHEDULED', after: 'IN_PROGRESS' },
              { name: 'startedAt', before: null, after: NOW.toISOString() },
            ],
          },
        ],
      },
    });
    const told = (await events()).filter(
      ({ subject, type }) => subject === id && !type.includes('change_assessment'),
    );
    expect(told.map(({ type, version, data }) => [type, version, data['status']])).toEqual([
      ['plimsoll.change.created.v1', 1, 'DRAFT'],
      ['plimsoll.change.updated.v1', 2, 'ASSESSED'],
      ['plimsoll.change.updated.v1', 3, 'IN_REVIEW'],
      ['plimsoll.change_approval.given.v1', 3, undefined],
      ['plimsoll.change.updated.v1', 4, 'APPROVED'],
      ['plimsoll.change.updated.v1', 5, 'SCHEDULED'],
      ['plimsoll.change.updated.v1', 6, 'IN_PROGRESS'],
      ['plimsoll.change.updated.v1', 7, 'COMPLETED'],
    ]);
    expect(told.at(-1)?.data).toEqual({
      id,
      externalId: null,
      source: null,
      title: 'Patch the database',
      kind: 'NORMAL',
      status: 'COMPLETED',
      outcome: 'SUCCEEDED',
      assetIds: ['ast_db'],
      windowFrom: window.from,
      windowTo: window.to,
      startedAt: NOW.toISOString(),
      endedAt: NOW.toISOString(),
      noticeGivenAt: null,
      expectedState: 'DOWN',
      implementerIds: [],
      teamName: null,
      procedureId: null,
      releaseId: null,
      templateId: null,
    });
  });

  it('are drafted once for their key', async () => {
    const first = await mutate('draft', draft('once'));
    const again = await mutate('draft', draft('once'));
    expect(again.change.id).toBe(first.change.id);
    expect(codes(await mutate('draft', draft('once', { title: 'Another' })))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey'],
    ]);
  });

  it.each([
    [{ title: ' ' }, ['INVALID', 'title']],
    [{ assetIds: [] }, ['INVALID', 'assetIds']],
    [{ assetIds: ['ast_db', 'ast_none'] }, ['NOT_FOUND', 'assetIds']],
    [{ window: { from: window.to, to: window.from } }, ['INVALID', 'window', 'to']],
    [{ procedureId: 'sop_1' }, ['NOT_FOUND', 'procedureId']],
    [{ releaseId: 'rel_1' }, ['NOT_FOUND', 'releaseId']],
    [{ implementerIds: ['per_none'] }, ['NOT_FOUND', 'implementerIds']],
    [{ teamName: 'x'.repeat(201) }, ['INVALID', 'teamName']],
  ])('are not drafted with %j', async (over, error) => {
    const before = (await events()).length;
    const payload = await mutate('draft', draft(`bad ${JSON.stringify(over)}`.slice(0, 150), over));
    expect(payload.change).toBeNull();
    expect(codes(payload)).toEqual([error]);
    expect((await events()).length).toBe(before);
  });

  it('have no text where a blank one is given', async () => {
    const { change } = await mutate('draft', draft('blank', { rollbackPlan: '', description: ' ' }));
    const filled = { teamName: 'Databases', emergencyReason: 'It leaks' };
    await mutate('update', { id: change.id, expectedVersion: 1, ...filled });
    await mutate('update', { id: change.id, expectedVersion: 2, teamName: '', emergencyReason: ' ' });
    expect(
      await run(
        'query ($id: ID!) { change(id: $id) { version description rollbackPlan teamName emergencyReason } }',
        { id: change.id },
      ),
    ).toEqual({
      change: {
        version: 3,
        description: null,
        rollbackPlan: null,
        teamName: null,
        emergencyReason: null,
      },
    });
  });

  it('are approved by somebody else, and sent back with a word', async () => {
    const at = await led('review', ['assess', 'submit'], {});
    const boss = { ...ann, roles: ['manager'] as const };
    expect(codes(await mutate('approve', at, boss))).toEqual([['OWN_CHANGE', 'id']]);
    expect(codes(await mutate('approve', at, { ...ann, personId: 'per_other' }))).toEqual([
      ['NOT_AN_APPROVER', 'id'],
    ]);
    expect(codes(await mutate('approve', at, testCallers.analyst as Principal))).toEqual([['NOT_FOUND']]);
    const { change } = await mutate('reject', { ...at, comment: 'Which replica?' }, bob);
    expect(change).toMatchObject({ status: 'DRAFT', reviewComment: 'Which replica?', version: 4 });
  });

  it('are refused what does not follow, what is stale, and what would lie in the future', async () => {
    const at = await led('refused', TO_APPROVED);
    expect(codes(await mutate('assess', at))).toEqual([['INVALID_STATUS', 'id']]);
    expect(codes(await mutate('schedule', { ...at, expectedVersion: 3 }))).toEqual([
      ['CONFLICT', 'expectedVersion'],
    ]);
    expect(codes(await mutate('start', { ...at, at: '2026-03-10T00:00:00.001Z' }))).toEqual([
      ['INVALID', 'at'],
    ]);
    const { change } = await mutate('start', { ...at, at: '2026-03-09T00:00:00Z' });
    const started = { id: at.id, expectedVersion: change.version };
    expect(
      codes(await mutate('complete', { ...started, outcome: 'FAILED', at: '2026-03-08T00:00:00Z' })),
    ).toEqual([['INVALID', 'at']]);
    expect(codes(await mutate('cancel', started))).toEqual([['INVALID_STATUS', 'id']]);
    expect((await mutate('complete', { ...started, outcome: 'ROLLED_BACK' })).change).toMatchObject({
      status: 'COMPLETED',
      outcome: 'ROLLED_BACK',
    });
  });

  it('become a draft again when what was agreed on is edited, and are settled once they have begun', async () => {
    const at = await led('edit', ['assess']);
    const edited = await mutate('update', { ...at, expectedState: 'AT_RISK', title: 'Patch it' });
    expect(edited.change).toMatchObject({ status: 'DRAFT', expectedState: 'AT_RISK' });
    const approved = await led('approved', TO_APPROVED, { window });
    const noticed = await mutate('update', { ...approved, noticeGivenAt: '2026-03-01T00:00:00Z' });
    expect(noticed.change).toMatchObject({ status: 'APPROVED', version: 5 });
    const same = await mutate('update', {
      id: approved.id,
      expectedVersion: 5,
      assetIds: ['ast_db'],
      window,
    });
    expect(same.change).toMatchObject({ status: 'APPROVED', version: 5 });
    const moved = await mutate('update', { id: approved.id, expectedVersion: 5, assetIds: ['ast_app'] });
    expect(moved.change).toMatchObject({ status: 'DRAFT', version: 6 });
    const begun = await led('begun', [...TO_APPROVED, 'start']);
    expect(codes(await mutate('update', { ...begun, assetIds: ['ast_app'] }))).toEqual([
      ['INVALID_STATUS', 'assetIds'],
    ]);
    await mutate('complete', { ...begun, outcome: 'SUCCEEDED' });
  });

  it('are written by operators, managers and admins only', async () => {
    const at = await led('roles', []);
    const before = (await events()).length;
    const others = [
      testCallers.agent,
      testCallers.executive,
      testCallers.analyst,
      testCallers.contact('cus_b'),
    ];
    for (const caller of others as Principal[]) {
      for (const step of ['assess', 'cancel', 'update']) {
        expect(codes(await mutate(step, at, caller))).toEqual([['NOT_FOUND']]);
      }
      expect(codes(await mutate('draft', draft('theirs'), caller))).toEqual([['NOT_FOUND']]);
    }
    expect((await events()).length).toBe(before);
  });

  it('are seen by staff; by others once approved for an asset of theirs, without what is internal', async () => {
    const read = (id: string, caller: Principal) =>
      run<{ change: unknown }>(
        `query ($id: ID!) { change(id: $id) { title description rollbackPlan teamName implementers { id } requestedBy { id } history { totalCount } } }`,
        { id },
        caller,
      ).then(({ change }) => change);
    const text = {
      description: 'How',
      rollbackPlan: 'Back',
      teamName: 'Databases',
      implementerIds: ['per_x', 'per_x'],
    };
    const own = await led('own', TO_APPROVED, { assetIds: ['ast_own'], ...text });
    const drafted = await led('own draft', [], { assetIds: ['ast_own'] });
    const shared = await led('shared', TO_APPROVED);
    const contact = testCallers.contact('cus_b') as Principal;
    expect(await read(own.id, testCallers.executive as Principal)).toEqual({
      title: 'Patch the database',
      description: 'How',
      rollbackPlan: 'Back',
      teamName: 'Databases',
      implementers: [{ id: 'per_x' }],
      requestedBy: { id: ann.personId },
      history: { totalCount: 4 },
    });
    expect(await read(own.id, contact)).toEqual({
      title: 'Patch the database',
      description: null,
      rollbackPlan: null,
      teamName: null,
      implementers: null,
      requestedBy: null,
      history: { totalCount: 0 },
    });
    for (const id of [drafted.id, shared.id]) expect(await read(id, contact)).toBeNull();
    for (const caller of [testCallers.contact('cus_a'), testCallers.partner('par_1'), testCallers.analyst]) {
      expect(await read(own.id, caller as Principal)).toBeNull();
    }
  });
});
