import 'reflect-metadata';
import type { BusEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { deploymentProjection } from './index.js';

const service = accountService();
const { run } = service;
const ids: Record<string, string> = {};

beforeAll(async () => {
  await loadAccounts(service);
  for (const word of ['alder', 'birch', 'cedar']) ids[word] = await idOf(service, 'customer', word);
});

interface Deployment {
  id: string;
  version: number;
  name: string;
  status: string;
  startedOn: string;
  targetOn: string;
  progress: number;
  daysToLive: number | null;
  milestones: { name: string; completedOn: string | null }[];
}
interface Payload {
  deployment: Deployment | null;
  userErrors: { code: string; path: string[]; message: string }[];
}

async function take(mutation: string, input: object, caller?: Parameters<typeof run>[2]): Promise<Payload> {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       deployment { id version name status startedOn targetOn progress daysToLive milestones { name completedOn } }
       userErrors { code path message } } }`,
    { input },
    caller,
  );
  return result;
}

let count = 0;
const start = (more: object, caller?: Parameters<typeof run>[2]) => {
  count += 1;
  return take('startDeployment', { idempotencyKey: `deployment ${count}`, ...more }, caller);
};

describe('deployments', () => {
  it('run from the standard template to the day on which the customer is live', async () => {
    const { deployment: begun } = await start({
      customerId: ids['alder'],
      startedOn: '2026-01-10',
      monthlyValue: { amount: '900', currency: 'EUR' },
    });
    expect(begun).toMatchObject({
      name: 'Standard',
      status: 'IN_PROGRESS',
      targetOn: '2026-03-11',
      progress: 0,
      daysToLive: null,
    });
    let version = 1;
    const early = await take('goLive', { id: begun?.id, expectedVersion: version });
    expect(early.userErrors[0]).toMatchObject({ code: 'MILESTONES_OPEN' });
    expect(early.userErrors[0]?.message).toContain('"Kick-off held"');
    for (const { name } of begun?.milestones ?? []) {
      const step = { id: begun?.id, expectedVersion: version, milestone: name, on: '2026-02-01' };
      const { deployment } = await take('completeMilestone', step);
      version = deployment?.version ?? 0;
    }
    const reopened = await take('reopenMilestone', {
      id: begun?.id,
      expectedVersion: version,
      milestone: 'Users invited',
    });
    expect(reopened.deployment?.progress).toBeCloseTo(5 / 6);
    await take('completeMilestone', {
      id: begun?.id,
      expectedVersion: version + 1,
      milestone: 'Users invited',
    });
    const live = await take('goLive', { id: begun?.id, expectedVersion: version + 2, on: '2026-03-01' });
    expect(live.deployment).toMatchObject({ status: 'LIVE', progress: 1, daysToLive: 50 });
    // A quarter after the 1st of March is a Monday; ten in Berlin is eight UTC in summer.
    const reviews = await run(
      `query ($id: ID!) { customer(id: $id) { reviews { nodes { scheduledAt every status } } } }`,
      { id: ids['alder'] },
    );
    expect(reviews).toEqual({
      customer: {
        reviews: { nodes: [{ scheduledAt: '2026-06-01T08:00:00.000Z', every: 'P3M', status: 'SCHEDULED' }] },
      },
    });
    const over = await take('cancelDeployment', {
      id: begun?.id,
      expectedVersion: version + 3,
      reason: 'No',
    });
    expect(over.userErrors[0]?.code).toBe('INVALID_TRANSITION');
  });

  it('are one at a time for a customer, also when two begin at once; a cancelled one makes room', async () => {
    const both = await Promise.all([
      start({ customerId: ids['birch'] }),
      start({ customerId: ids['birch'] }),
    ]);
    expect(both.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      'ALREADY_IN_PROGRESS',
    ]);
    const begun = both.find(({ deployment }) => deployment)?.deployment;
    await take('cancelDeployment', { id: begun?.id, expectedVersion: 1, reason: 'Postponed' });
    expect((await start({ customerId: ids['birch'] })).deployment?.status).toBe('IN_PROGRESS');
  });

  it('refuse what makes no sense, and change nothing', async () => {
    for (const [more, path] of [
      [{ customerId: 'cus_x' }, 'customerId'],
      [{ customerId: ids['cedar'], templateId: 'dpt_x' }, 'templateId'],
      [{ customerId: ids['cedar'], subscriptionId: 'sub_x' }, 'subscriptionId'],
      [{ customerId: ids['cedar'], startedOn: '2026-03-01', targetOn: '2026-02-28' }, 'targetOn'],
      [{ customerId: ids['cedar'], name: '' }, 'name'],
    ] as const) {
      expect((await start(more)).userErrors).toMatchObject([{ path: [path] }]);
    }
    const none = await run(`query ($id: ID!) { customer(id: $id) { deployments { totalCount } } }`, {
      id: ids['cedar'],
    });
    expect(none).toEqual({ customer: { deployments: { totalCount: 0 } } });
  });

  it('are followed by the customer and its reseller, and changed by staff alone', async () => {
    const { deployment } = await start({ customerId: ids['cedar'], startedOn: '2026-03-01' });
    const one = `query ($id: ID!) { deployment(id: $id) { status progress milestones { name } } }`;
    const seenBy = async (caller: Parameters<typeof run>[2]) =>
      (await run<{ deployment: object | null }>(one, { id: deployment?.id }, caller)).deployment !== null;
    expect(await seenBy(testCallers.contact(ids['cedar'] ?? ''))).toBe(true);
    expect(await seenBy(testCallers.contact(ids['birch'] ?? ''))).toBe(false);
    expect(await seenBy(testCallers.partner(await idOf(service, 'partner', 'arbor')))).toBe(false);
    for (const caller of [testCallers.contact(ids['cedar'] ?? ''), testCallers.agent, testCallers.nobody]) {
      const step = { id: deployment?.id, expectedVersion: 1, milestone: 'Users invited' };
      expect((await take('completeMilestone', step, caller)).userErrors[0]?.code).toBe('NOT_FOUND');
    }
    expect(await run(`query ($id: ID!) { deployment(id: $id) { version } }`, { id: deployment?.id })).toEqual(
      {
        deployment: { version: 1 },
      },
    );
  });

  it('are late beyond their target day', async () => {
    const late = async (late: boolean) =>
      (
        await run<{ deployments: { totalCount: number } }>(
          `query ($late: Boolean!) { deployments(filter: { status: IN_PROGRESS, late: $late }) { totalCount } }`,
          { late },
        )
      ).deployments.totalCount;
    const [before, onTime] = [await late(true), await late(false)];
    const { nodes } = (
      await run<{ deployments: { nodes: { id: string; version: number }[] } }>(
        `query ($id: ID!) { deployments(filter: { customerId: $id }) { nodes { id version } } }`,
        { id: ids['cedar'] },
      )
    ).deployments;
    const yesterday = { id: nodes[0]?.id, expectedVersion: nodes[0]?.version, targetOn: '2026-03-09' };
    expect((await take('updateDeployment', yesterday)).userErrors).toEqual([]);
    const moved = await late(true);
    expect([before + 1, onTime - 1]).toEqual([moved, await late(false)]);
  });

  it('are listed for all customers with as many statements as for one', async () => {
    const document = `query ($first: Int!) { customers(first: $first) { nodes { deployments {
      totalCount nodes { name owner { name } milestones { completedBy { name } } } } } } }`;
    const one = await service.countStatements(document, { first: 1 });
    expect(await service.countStatements(document, { first: 3 })).toBe(one);
  });
});

describe('a new customer’s first paid order', () => {
  const line = (subscriptionId: string, more: object = {}) => ({
    action: 'NEW',
    kind: 'STANDARD',
    monthlyPrice: '100.50',
    currency: 'EUR',
    subscriptionId,
    ...more,
  });
  const tell = async (customerId: string, lines: object[]) => {
    const handlers = Object.values(deploymentProjection('entitlements').handlers);
    const event = { data: { customerId, lines }, time: '2026-03-10T23:30:00Z' } as unknown as BusEvent;
    await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      for (const handle of handlers) await handle(tx, [event]);
    });
  };
  const begun = async (customerId: string) => {
    const { customer } = await run<{ customer: { deployments: { nodes: object[] } } }>(
      `query ($id: ID!) { customer(id: $id) {
         deployments { nodes { name startedOn monthlyValue { amount currency } subscription { id } } } } }`,
      { id: customerId },
    );
    return customer.deployments.nodes;
  };
  const newcomer = async (externalId: string) => {
    await service.load('Customers', [
      { external_id: externalId, name: externalId, time_zone: 'Europe/Berlin' },
    ]);
    const bought = (id: string) => ({
      external_id: `${externalId}-${id}`,
      customer: externalId,
      plan: 'basic',
      kind: 'STANDARD',
      started_on: '2026-03-10',
    });
    expect((await service.load('Subscriptions', [bought('1'), bought('2')])).rejects).toEqual([]);
    const subscriptionOf = (id: string) => idOf(service, 'subscription', `${externalId}-${id}`);
    return {
      id: await idOf(service, 'customer', externalId),
      first: await subscriptionOf('1'),
      second: await subscriptionOf('2'),
    };
  };

  it('begins its deployment, once however often it is told', async () => {
    const { id, first, second } = await newcomer('elm');
    const ordered = [line(first), line(second, { monthlyPrice: '20' })];
    await tell(id, ordered);
    await tell(id, ordered);
    // It is the 11th in Berlin already.
    expect(await begun(id)).toEqual([
      {
        name: 'Standard',
        startedOn: '2026-03-11',
        monthlyValue: { amount: '120.50', currency: 'EUR' },
        subscription: { id: first },
      },
    ]);
  });

  it('is one of a new customer, paid for, and new: all others begin nothing', async () => {
    const { id, first, second } = await newcomer('fir');
    await tell(id, [line(first, { kind: 'TRIAL', monthlyPrice: '0' })]);
    await tell(id, [line(first, { action: 'RENEW' })]);
    // The second subscription is older than this order.
    await tell(id, [line(first)]);
    expect(await begun(id)).toEqual([]);
    await tell(id, [line(first), line(second)]);
    expect(await begun(id)).toHaveLength(1);
  });
});

describe('templates of deployments', () => {
  it('are kept by managers, named once, and leave what has begun as it is', async () => {
    const create = (name: string, key: string, caller?: Parameters<typeof run>[2]) =>
      run<{ result: { template: { id: string } | null; userErrors: { code: string; path: string[] }[] } }>(
        `mutation ($input: CreateDeploymentTemplateInput!) { result: createDeploymentTemplate(input: $input) {
           template { id } userErrors { code path } } }`,
        { input: { idempotencyKey: key, name, milestones: [{ name: 'Done', afterDays: 1 }] } },
        caller,
      );
    expect((await create('Quick', 'k1')).result.userErrors).toEqual([]);
    expect((await create('Quick', 'k2')).result.userErrors).toMatchObject([
      { code: 'INVALID', path: ['name'] },
    ]);
    expect((await create('Other', 'k3', testCallers.operator)).result.userErrors[0]?.code).toBe('NOT_FOUND');
    const list = '{ deploymentTemplates { name milestones { name afterDays } } }';
    expect(await run(list, {}, testCallers.partner('par_x'))).toEqual({ deploymentTemplates: [] });
    const { deploymentTemplates } = await run<{ deploymentTemplates: { name: string }[] }>(list);
    expect(deploymentTemplates.map(({ name }) => name)).toEqual(['Quick', 'Standard']);
  });
});

describe('deployments of a file', () => {
  it('are created, changed and left as they are; one bad row spoils only itself', async () => {
    await service.load('Customers', [{ external_id: 'ash', name: 'Ash' }]);
    const row = {
      external_id: 'd1',
      customer: 'ash',
      name: 'Rollout',
      started_on: '2026-01-05',
      target_on: '2026-02-05',
      status: 'LIVE',
      live_on: '2026-02-04',
      amount: '12.50',
      currency: 'USD',
      milestones: 'Kick-off=2026-01-10/2026-01-09; Training=2026-01-20',
    };
    const report = await service.load('Deployments', [
      row,
      { ...row, external_id: 'd2', live_on: '' },
      { ...row, external_id: 'd3', target_on: '2026-01-04' },
      { ...row, external_id: 'd4', milestones: 'soon' },
    ]);
    expect(report.created).toBe(1);
    expect(report.rejects.map(({ line, column }) => `${line} ${column}`).sort()).toEqual([
      '2 live_on',
      '3 target_on',
      '4 milestones',
    ]);
    expect(await service.load('Deployments', [row])).toMatchObject({ unchanged: 1 });
    expect(await service.load('Deployments', [{ ...row, owner: 'per new' }])).toMatchObject({ updated: 1 });
  });
});
