import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';
import { instantiatePlan, requirePlanDone } from './index.js';

const NOW = new Date('2026-03-10T02:00:00.000Z');
const STARTED = new Date('2026-03-10T01:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const person = (subject: string, number: number): Principal => ({
  subject,
  roles: ['operator'],
  personId: `per_01h2xcejqtf2nbrexx3vqjhp4${number}`,
});
const ann = person('ann', 1);
const bob = person('bob', 2);
const author = { actorId: ann.personId! };

interface Step {
  position: number;
  status: string;
  by: { id: string } | null;
  at: string | null;
  result: string | null;
  evidenceUrl: string | null;
}
interface Payload {
  plan: { id: string; steps: Step[]; progress: { next: number[] } } | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
async function mutate(name: string, input: object, caller: Principal = ann): Promise<Payload> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { payload } = await run<{ payload: Payload }>(
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
       plan { id steps { position status by { id } at result evidenceUrl } progress { next } }
       userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Payload) => userErrors.map(({ code, path }) => [code, ...path]);
const statuses = ({ plan }: Payload) => plan?.steps.map(({ status }) => status);

const STEPS = [
  { text: 'Drain' },
  { text: 'Patch', evidenceRequired: true },
  { text: 'Rotate logs', parallel: true, optional: true },
  { text: 'Return to service' },
];
let keys = 0;
/** A published procedure; its id. */
async function published(name: string, steps: object[] = STEPS): Promise<string> {
  const document = `mutation ($input: CreateStandardProcedureInput!) {
    createStandardProcedure(input: $input) { procedure { id } } }`;
  const input = { idempotencyKey: `sop ${(keys += 1)}`, name, steps };
  const made = await run<{ createStandardProcedure: { procedure: { id: string } } }>(document, { input });
  const { id } = made.createStandardProcedure.procedure;
  await run(
    `mutation ($id: ID!) { publishStandardProcedure(input: { id: $id, expectedVersion: 1 }) { userErrors { code } } }`,
    { id },
  );
  return id;
}
/** A change as it stands at a status; its id. */
const changeAt = (status: string, over: object = {}): Promise<string> =>
  test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const change = newChange({
      title: 'Patch db',
      kind: 'NORMAL',
      assetIds: ['ast_db'],
      expectedState: 'DOWN',
      windowFrom: STARTED,
      windowTo: new Date('2026-03-10T03:00:00.000Z'),
      status: status as 'DRAFT',
      startedAt: ['IN_PROGRESS', 'COMPLETED'].includes(status) ? STARTED : null,
      ...over,
    });
    await changeRecords.create(tx, author, [change]);
    return change.id;
  });
const inTransaction = <T>(fn: Parameters<typeof test.database.transaction<T>>[1]) =>
  test.database.transaction({ kind: 'SYSTEM' }, fn);
/** How far the plan of a change is. */
async function progressOf(changeId: string): Promise<unknown> {
  const { change } = await run<{ change: { plan: { progress: unknown } } }>(
    `query ($id: ID!) { change(id: $id) { plan { progress {
       stepCount doneCount skippedCount failedCount pendingCount next } } } }`,
    { id: changeId },
  );
  return change.plan.progress;
}
/** A change in progress that follows a procedure. */
async function underWay(procedureId: string, over: object = {}): Promise<string> {
  const changeId = await changeAt('IN_PROGRESS', over);
  await inTransaction((tx) => instantiatePlan(tx, author, changeId, procedureId, NOW));
  return changeId;
}

describe('a maintenance plan', () => {
  let patching: string;
  beforeAll(async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, seedEstate);
    patching = await published('Patch a host');
  });

  it('is worked off in order, each step by somebody, at an instant, with its result', async () => {
    const changeId = await underWay(patching);
    const tick = (position: number, over: object = {}, caller = ann) =>
      mutate('tickPlanStep', { changeId, position, ...over }, caller);
    expect(codes(await tick(4))).toEqual([['INVALID_STATUS', 'position']]);
    expect(codes(await tick(0))).toEqual([['INVALID', 'position']]);
    expect(await tick(1, { at: '2026-03-10T01:10:00Z', result: '12 guests moved' })).toMatchObject({
      plan: {
        steps: [
          {
            position: 1,
            status: 'DONE',
            by: { id: ann.personId },
            at: '2026-03-10T01:10:00.000Z',
            result: '12 guests moved',
          },
          { position: 2, status: 'PENDING', by: null, at: null, result: null },
          { position: 3, status: 'PENDING' },
          { position: 4, status: 'PENDING' },
        ],
        progress: { next: [2, 3] },
      },
      userErrors: [],
    });
    expect(codes(await tick(2))).toEqual([['INVALID', 'evidenceUrl']]);
    expect(codes(await tick(3, { at: '2026-03-10T00:59:59Z' }))).toEqual([['INVALID', 'at']]);
    expect(codes(await tick(3, { at: '2026-03-10T02:00:01Z' }))).toEqual([['INVALID', 'at']]);
    const skipped = { status: 'SKIPPED', result: 'rotated last night' };
    expect(statuses(await tick(3, skipped, bob))).toEqual(['DONE', 'PENDING', 'SKIPPED', 'PENDING']);
    // An answer that was lost: the same person says the same again.
    expect(await tick(3, skipped, bob)).toMatchObject({ userErrors: [] });
    expect(codes(await tick(3, skipped, ann))).toEqual([['INVALID_STATUS', 'position']]);
    const evidence = { evidenceUrl: 'https://ci.example/runs/7' };
    expect((await tick(2, evidence)).plan?.steps[1]).toEqual({
      position: 2,
      status: 'DONE',
      by: { id: ann.personId },
      at: NOW.toISOString(),
      result: null,
      evidenceUrl: 'https://ci.example/runs/7',
    });
    expect(await progressOf(changeId)).toEqual({
      stepCount: 4,
      doneCount: 2,
      skippedCount: 1,
      failedCount: 0,
      pendingCount: 1,
      next: [4],
    });
    await expect(inTransaction((tx) => requirePlanDone(tx, changeId, 'SUCCEEDED'))).rejects.toMatchObject({
      code: 'PLAN_NOT_DONE',
      inputPath: ['outcome'],
    });
    await inTransaction((tx) => requirePlanDone(tx, changeId, 'ROLLED_BACK'));
    await tick(4);
    await inTransaction((tx) => requirePlanDone(tx, changeId, 'SUCCEEDED'));
  });

  it('lets a tick be taken back with a reason, and keeps what was said', async () => {
    const changeId = await underWay(patching);
    await mutate('tickPlanStep', { changeId, position: 1, status: 'FAILED', result: 'a guest hangs' });
    await mutate('tickPlanStep', { changeId, position: 3 });
    const untick = (position: number) =>
      mutate('untickPlanStep', { changeId, position, reason: 'killed it' }, bob);
    expect(codes(await untick(1))).toEqual([['INVALID_STATUS', 'position']]);
    expect(statuses(await untick(3))).toEqual(['FAILED', 'PENDING', 'PENDING', 'PENDING']);
    expect(statuses(await untick(1))).toEqual(['PENDING', 'PENDING', 'PENDING', 'PENDING']);
    expect(codes(await untick(1))).toEqual([['INVALID_STATUS', 'position']]);
    await mutate('tickPlanStep', { changeId, position: 1 });
    const { change } = await run<{ change: { plan: { steps: { history: object }[] } } }>(
      `query ($id: ID!) { change(id: $id) { plan { steps { history { nodes { version actor { id } reason
         fields { name before after } } } } } } }`,
      { id: changeId },
    );
    expect(change.plan.steps[0]?.history).toMatchObject({
      nodes: [
        { version: 4, actor: { id: ann.personId }, reason: null },
        {
          version: 3,
          actor: { id: bob.personId },
          reason: 'killed it',
          fields: [
            { name: 'status', before: 'FAILED', after: 'PENDING' },
            { name: 'tickedBy', before: ann.personId, after: null },
            { name: 'tickedAt', before: NOW.toISOString(), after: null },
            { name: 'result', before: 'a guest hangs', after: null },
          ],
        },
        { version: 2, reason: null },
        { version: 1 },
      ],
    });
  });

  it('is ticked while its change is in progress, by those who may', async () => {
    const tick = (changeId: string, caller = ann) =>
      mutate('tickPlanStep', { changeId, position: 1 }, caller);
    for (const status of ['DRAFT', 'APPROVED', 'COMPLETED']) {
      const changeId = await changeAt(status);
      await inTransaction((tx) => instantiatePlan(tx, author, changeId, patching, NOW));
      expect(codes(await tick(changeId))).toEqual([['INVALID_STATUS', 'changeId']]);
      expect(await progressOf(changeId)).toMatchObject({ pendingCount: 4 });
    }
    const changeId = await underWay(patching);
    for (const caller of [
      testCallers.agent,
      testCallers.executive,
      testCallers.analyst,
      testCallers.contact('cus_a'),
    ]) {
      expect(codes(await tick(changeId, caller))).toEqual([['NOT_FOUND']]);
    }
    expect(await progressOf(changeId)).toMatchObject({ pendingCount: 4 });
    expect(codes(await tick('chg_none'))).toEqual([['NOT_FOUND', 'changeId']]);
    expect(codes(await tick(await changeAt('IN_PROGRESS')))).toEqual([['INVALID_STATUS', 'changeId']]);
  });

  it('is ticked once by two at the same moment', async () => {
    const changeId = await underWay(patching);
    const answers = await Promise.all(
      [ann, bob, ann, bob].map((caller, index) =>
        mutate('tickPlanStep', { changeId, position: 1, result: `${index}` }, caller),
      ),
    );
    expect(answers.map(codes).filter((found) => found.length === 0)).toHaveLength(1);
    expect(answers.map(codes).filter((found) => found[0]?.[0] === 'INVALID_STATUS')).toHaveLength(3);
  });

  it('follows the version it was made of, until another takes its place', async () => {
    const procedureId = await published('Replace a disk', [{ text: 'Pull' }, { text: 'Push' }]);
    const changeId = await changeAt('IN_PROGRESS', { kind: 'EMERGENCY' });
    const start = (procedure: string) => mutate('startPlan', { changeId, procedureId: procedure });
    const first = await start(procedureId);
    expect((await start(procedureId)).plan?.id).toBe(first.plan?.id);
    const { change: told } = await run<{ change: object }>(
      `query ($id: ID!) { change(id: $id) { version status plan { id procedure { id name version steps { text } }
         steps { position text } change { id } madeAt } } }`,
      { id: changeId },
    );
    expect(told).toEqual({
      version: 2,
      status: 'IN_PROGRESS',
      plan: {
        id: first.plan?.id,
        procedure: {
          id: procedureId,
          name: 'Replace a disk',
          version: 1,
          steps: [{ text: 'Pull' }, { text: 'Push' }],
        },
        steps: [
          { position: 1, text: 'Pull' },
          { position: 2, text: 'Push' },
        ],
        change: { id: changeId },
        madeAt: NOW.toISOString(),
      },
    });
    await run(
      `mutation ($id: ID!) {
         updateStandardProcedure(input: { id: $id, expectedVersion: 2, steps: [{ text: "Swap" }] }) { userErrors { code } }
         publishStandardProcedure(input: { id: $id, expectedVersion: 3 }) { userErrors { code } } }`,
      { id: procedureId },
    );
    const steps = async () =>
      (
        await run<{ change: { plan: { steps: { text: string }[] } | null } }>(
          `query ($id: ID!) { change(id: $id) { plan { steps { text } } } }`,
          { id: changeId },
        )
      ).change.plan?.steps.map(({ text }) => text);
    expect(await steps()).toEqual(['Pull', 'Push']);
    expect(statuses(await start(procedureId))).toEqual(['PENDING']);
    expect(await steps()).toEqual(['Swap']);
    await inTransaction((tx) => instantiatePlan(tx, author, changeId, null, NOW));
    expect(await steps()).toBeUndefined();
    const plans = (await events()).filter(
      ({ type, data }) => type.startsWith('plimsoll.maintenance_plan.') && data['changeId'] === changeId,
    );
    expect(
      plans.map(({ type, data }) => [type.split('.')[2], data['procedureVersion'], data['replaced']]),
    ).toEqual([
      ['created', 1, false],
      ['updated', 1, true],
      ['created', 2, false],
      ['updated', 2, true],
    ]);
  });

  it('is given late to emergencies alone, and stays once it is begun', async () => {
    const start = async (status: string, over: object = {}) =>
      mutate('startPlan', { changeId: await changeAt(status, over), procedureId: patching });
    expect(codes(await start('IN_PROGRESS', { kind: 'EMERGENCY' }))).toEqual([]);
    const refusals = [await start('DRAFT', { kind: 'EMERGENCY' }), await start('IN_PROGRESS')];
    expect(refusals.map(codes)).toEqual([[['INVALID_STATUS', 'changeId']], [['INVALID_STATUS', 'changeId']]]);
    const emergency = await changeAt('IN_PROGRESS', { kind: 'EMERGENCY' });
    await mutate('startPlan', { changeId: emergency, procedureId: patching });
    await mutate('tickPlanStep', { changeId: emergency, position: 1 });
    const other = await published('Other');
    const refused = await mutate('startPlan', { changeId: emergency, procedureId: other });
    expect(codes(refused)).toEqual([['PLAN_STARTED', 'procedureId']]);
    expect(codes(await mutate('startPlan', { changeId: emergency, procedureId: 'sop_none' }))).toEqual([
      ['NOT_FOUND', 'procedureId'],
    ]);
    await run(
      `mutation ($id: ID!) { retireStandardProcedure(input: { id: $id, expectedVersion: 2, reason: "x" }) { userErrors { code } } }`,
      { id: other },
    );
    const lateId = await changeAt('IN_PROGRESS', { kind: 'EMERGENCY' });
    const late = await mutate('startPlan', { changeId: lateId, procedureId: other });
    expect(codes(late)).toEqual([['INVALID_STATUS', 'procedureId']]);
  });

  it('is seen by staff alone, in as many statements however many changes are shown', async () => {
    const changeId = await underWay(patching, { assetIds: ['ast_own'] });
    const document = `query ($first: Int!) { changes(first: $first) { nodes { plan {
      procedure { name version } steps { text status history { totalCount } } progress { next } } } } }`;
    await run(document, { first: 1 });
    const one = await countStatements(document, { first: 10 });
    expect(await countStatements(document, { first: 20 })).toBe(one);
    const plan = `query ($id: ID!) { change(id: $id) { id plan { id } } }`;
    expect(await run(plan, { id: changeId }, testCallers.contact('cus_b'))).toEqual({
      change: { id: changeId, plan: null },
    });
    const plans = `query ($id: ID!, $first: Int!) { standardProcedure(id: $id) { plans(first: $first) {
      totalCount nodes { id } pageInfo { hasNextPage } } } }`;
    expect(await run(plans, { id: patching, first: 1 })).toMatchObject({
      standardProcedure: { plans: { nodes: [{}], pageInfo: { hasNextPage: true } } },
    });
    const { standardProcedure } = await run<{ standardProcedure: { plans: { nodes: { id: string }[] } } }>(
      plans,
      { id: patching, first: 100 },
    );
    const [{ id } = { id: '' }] = standardProcedure.plans.nodes;
    const byId = `query ($id: ID!) { maintenancePlan(id: $id) { id } }`;
    expect(await run(byId, { id })).toEqual({ maintenancePlan: { id } });
    expect(await run(byId, { id }, testCallers.partner('par_1'))).toEqual({ maintenancePlan: null });
  });
});
