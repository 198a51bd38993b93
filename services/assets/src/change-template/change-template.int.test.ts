import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const ann: Principal = { subject: 'ann', roles: ['operator'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp41' };
const bob: Principal = { subject: 'bob', roles: ['manager'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp42' };
const TEMPLATE = `template { id version name status assetKinds mostAssets longestWindow worstState approvedAt
  writtenBy { id } approvedBy { id } procedure { name } }`;
const CHANGE = `change { id version title kind status expectedState rollbackPlan window { from to } requestedBy { id }
  reviewedBy { id } reviewComment template { id } plan { procedure { name version } steps { text status } } }`;

interface Answer {
  template: ({ id: string; version: number } & Record<string, unknown>) | null;
  change: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
async function mutate(name: string, input: object, caller: Principal = ann): Promise<Answer> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
       ${name.endsWith('Template') ? TEMPLATE : CHANGE} userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Answer) => userErrors.map(({ code, path }) => [code, ...path]);

const limits = { assetKinds: ['host'], mostAssets: 2, longestWindow: 'PT2H', worstState: 'DEGRADED' };
const create = (key: string, name: string, over: object = {}) =>
  mutate('createChangeTemplate', { idempotencyKey: key, name, ...limits, ...over });
async function approved(key: string, name: string, over: object = {}): Promise<string> {
  const { template } = await create(key, name, over);
  await mutate('approveChangeTemplate', { id: template!.id, expectedVersion: 1 }, bob);
  return template!.id;
}
const window = (day: string, hours = 2) => ({
  from: `2026-03-${day}T01:00:00.000Z`,
  to: `2026-03-${day}T0${1 + hours}:00:00.000Z`,
});
let procedureId = '';

describe('a template of standard changes', () => {
  beforeAll(async () => {
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await seedEstate(tx);
      await tx.query(`insert into asset_kind (id, version, name) values ('knd_2', 1, 'router')`);
      await tx.query(
        `insert into asset (id, version, name, kind, status) values ('ast_r', 1, 'r', 'router', 'LIVE')`,
      );
      await tx.query(`insert into person (id, version) values ($1, 1), ($2, 1)`, [
        ann.personId,
        bob.personId,
      ]);
    });
    const made = await run<{ createStandardProcedure: { procedure: { id: string } } }>(
      `mutation { createStandardProcedure(input: { idempotencyKey: "p", name: "Patch a host",
         steps: [{ text: "Drain" }, { text: "Patch" }] }) { procedure { id } } }`,
    );
    procedureId = made.createStandardProcedure.procedure.id;
    await run(
      `mutation ($id: ID!) { publishStandardProcedure(input: { id: $id, expectedVersion: 1 }) { userErrors { code } } }`,
      { id: procedureId },
    );
  });

  it('is approved by somebody else, and again when it is edited', async () => {
    const { template } = await create('life', 'Patch', { procedureId, rollbackPlan: 'Restore the snapshot' });
    expect(template).toEqual({
      id: expect.stringMatching(/^ctp_/) as string,
      version: 1,
      name: 'Patch',
      status: 'DRAFT',
      ...limits,
      approvedAt: null,
      writtenBy: { id: ann.personId },
      approvedBy: null,
      procedure: { name: 'Patch a host' },
    });
    const at = (expectedVersion: number, over: object = {}) => ({
      id: template!.id,
      expectedVersion,
      ...over,
    });
    expect(codes(await mutate('approveChangeTemplate', at(1)))).toEqual([['NOT_FOUND']]);
    const own: Principal = { ...ann, roles: ['manager'] };
    expect(codes(await mutate('approveChangeTemplate', at(1), own))).toEqual([['OWN_TEMPLATE', 'id']]);
    expect((await mutate('approveChangeTemplate', at(1, { comment: 'Fine' }), bob)).template).toMatchObject({
      version: 2,
      status: 'APPROVED',
      approvedAt: NOW.toISOString(),
      approvedBy: { id: bob.personId },
    });
    expect(codes(await mutate('approveChangeTemplate', at(2), bob))).toEqual([['INVALID_STATUS', 'id']]);
    expect((await mutate('updateChangeTemplate', at(2, { mostAssets: 3 }), bob)).template).toMatchObject({
      version: 3,
      status: 'DRAFT',
      mostAssets: 3,
      longestWindow: 'PT2H',
      approvedAt: null,
      approvedBy: null,
      writtenBy: { id: bob.personId },
      procedure: { name: 'Patch a host' },
    });
    expect(codes(await mutate('approveChangeTemplate', at(3), bob))).toEqual([['OWN_TEMPLATE', 'id']]);
    expect(codes(await mutate('updateChangeTemplate', at(3, { longestWindow: 'P1M' })))).toEqual([
      ['INVALID', 'longestWindow'],
    ]);
    expect(codes(await mutate('updateChangeTemplate', at(3, { assetKinds: ['boat'] })))).toEqual([
      ['INVALID', 'assetKinds'],
    ]);
    expect(codes(await create('same', 'patch'))).toEqual([['INVALID', 'name']]);
    expect(codes(await create('none', 'None', { procedureId: 'sop_none' }))).toEqual([
      ['NOT_FOUND', 'procedureId'],
    ]);
    expect((await mutate('retireChangeTemplate', at(3, { reason: 'Old' }))).template?.status).toBe('RETIRED');
    expect(codes(await mutate('updateChangeTemplate', at(4, { mostAssets: 1 })))).toEqual([
      ['INVALID_STATUS', 'id'],
    ]);
    const told = (await events()).filter(({ subject }) => subject === template!.id);
    expect(told.map(({ data }) => data['status'])).toEqual(['DRAFT', 'APPROVED', 'DRAFT', 'RETIRED']);
  });

  it('makes a change that is approved at once, with its steps', async () => {
    const templateId = await approved('make', 'Patch hosts', {
      procedureId,
      rollbackPlan: 'Restore the snapshot',
    });
    const input = { idempotencyKey: 'c1', templateId, assetIds: ['ast_db', 'ast_own'], window: window('12') };
    const { change, userErrors } = await mutate('draftStandardChange', input);
    expect(userErrors).toEqual([]);
    expect(change).toEqual({
      id: expect.stringMatching(/^chg_/) as string,
      version: 1,
      title: 'Patch hosts',
      kind: 'STANDARD',
      status: 'APPROVED',
      expectedState: 'DEGRADED',
      rollbackPlan: 'Restore the snapshot',
      window: window('12'),
      requestedBy: { id: ann.personId },
      reviewedBy: { id: bob.personId },
      reviewComment: 'Approved once for all as template "Patch hosts", version 2.',
      template: { id: templateId },
      plan: {
        procedure: { name: 'Patch a host', version: 1 },
        steps: [
          { text: 'Drain', status: 'PENDING' },
          { text: 'Patch', status: 'PENDING' },
        ],
      },
    });
    expect((await mutate('draftStandardChange', input)).change?.id).toBe(change!.id);
    const types = (await events()).filter(
      ({ data, subject }) => subject === change!.id || data['changeId'] === change!.id,
    );
    expect(types.map(({ type }) => type)).toEqual([
      'plimsoll.change.created.v1',
      'plimsoll.maintenance_plan.created.v1',
      'plimsoll.change_assessment.requested.v1',
    ]);
    // At the same time on the same asset: refused, and nothing of it is left.
    const clash = await mutate('draftStandardChange', {
      ...input,
      idempotencyKey: 'c2',
      assetIds: ['ast_own'],
    });
    expect(codes(clash)).toEqual([['CONFLICTING', 'window']]);
    expect(clash.userErrors[0]?.message).toMatch(
      /Patch hosts.*Choose another window, or draft a normal change\.$/,
    );
    expect(await run(`{ changes(filter: { search: "Patch hosts" }) { totalCount } }`)).toEqual({
      changes: { totalCount: 1 },
    });
  });

  it('refuses what is beyond its limits, and says which', async () => {
    const templateId = await approved('limits', 'Restart');
    let keys = 0;
    const draft = (over: object, caller = ann) =>
      mutate(
        'draftStandardChange',
        {
          idempotencyKey: `l${(keys += 1)}`,
          templateId,
          assetIds: ['ast_db'],
          window: window('20'),
          ...over,
        },
        caller,
      );
    const before = (await events()).length;
    const much = await draft({
      assetIds: ['ast_db', 'ast_own', 'ast_r'],
      window: window('20', 3),
      expectedState: 'DOWN',
    });
    expect(much).toEqual({
      change: null,
      userErrors: [
        {
          code: 'OUTSIDE_TEMPLATE',
          path: ['assetIds'],
          message:
            'The template "Restart" allows at most 2 assets, not 3; assets of the kinds host, not router; a window of at most PT2H, not 180 minutes; assets that are DEGRADED at worst, not DOWN. Draft a normal change instead.',
        },
      ],
    });
    expect(codes(await draft({ window: window('20', 3) }))).toEqual([['OUTSIDE_TEMPLATE', 'window']]);
    expect(codes(await draft({ assetIds: ['ast_none'] }))).toEqual([['NOT_FOUND', 'assetIds']]);
    expect(codes(await draft({ templateId: 'ctp_none' }))).toEqual([['NOT_FOUND', 'templateId']]);
    expect(codes(await draft({ implementerIds: ['per_none'] }))).toEqual([['NOT_FOUND', 'implementerIds']]);
    const { template } = await create('unapproved', 'Not yet');
    const waiting = (await events()).length;
    expect(waiting).toBe(before + 1);
    expect(codes(await draft({ templateId: template!.id }))).toEqual([['INVALID_STATUS', 'templateId']]);
    expect(codes(await draft({}, testCallers.agent))).toEqual([['NOT_FOUND']]);
    expect(codes(await draft({}, testCallers.contact('cus_a')))).toEqual([['NOT_FOUND']]);
    expect(await events()).toHaveLength(waiting);
    expect(codes(await draft({ expectedState: 'UP', title: 'Restart db' }))).toEqual([]);
  });

  it('shows how the changes made from it went, to staff alone', async () => {
    const templateId = await approved('rate', 'Rotate keys');
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into change (id, version, title, kind, status, outcome, expected_state, template_id)
         select 'chg_' || place, 1, 'x', 'STANDARD', case when outcome is null then 'CANCELLED' else 'COMPLETED' end,
                outcome, 'UP', $1
           from unnest('{SUCCEEDED,SUCCEEDED_WITH_ISSUES,FAILED,ROLLED_BACK,NULL}'::text[]) with ordinality as o(outcome, place)`,
        [templateId],
      ),
    );
    const list = `query ($first: Int!, $filter: ChangeTemplateFilter) { changeTemplates(first: $first, filter: $filter) { nodes {
      name procedure { name } successRate { ratio numerator denominator } history { totalCount } } } }`;
    expect(await run(list, { first: 10, filter: { search: 'rotate', assetKind: 'host' } })).toEqual({
      changeTemplates: {
        nodes: [
          {
            name: 'Rotate keys',
            procedure: null,
            successRate: { ratio: 0.5, numerator: 2, denominator: 4 },
            history: { totalCount: 2 },
          },
        ],
      },
    });
    expect(await run(list, { first: 10, filter: { assetKind: 'router' } })).toEqual({
      changeTemplates: { nodes: [] },
    });
    await run(list, { first: 10 });
    expect(await countStatements(list, { first: 10 })).toBe(
      await countStatements(list, { first: 10, filter: { search: 'Patch hosts' } }),
    );
    const byId = `query ($id: ID!) { changeTemplate(id: $id) { id } }`;
    expect(await run(byId, { id: templateId }, testCallers.executive)).toEqual({
      changeTemplate: { id: templateId },
    });
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.analyst]) {
      expect(await run(byId, { id: templateId }, caller)).toEqual({ changeTemplate: null });
      expect(await run(list, { first: 10 }, caller)).toEqual({ changeTemplates: { nodes: [] } });
    }
  });
});
