import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { customerTold, subscriptionTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { learnChurn } from './churn-model.service.js';

const NOW = '2026-07-15T12:00:00.000Z';
const service = analyticsService(NOW);

const day = (n: number) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10);
const ticket = (id: string, customerId: string, opened: number, resolved: number | null): DomainEvent => ({
  type: 'plimsoll.ticket.opened.v1',
  subject: id,
  version: 1,
  data: {
    id,
    externalId: null,
    source: null,
    kind: 'REQUEST',
    status: resolved === null ? 'OPEN' : 'RESOLVED',
    customerId,
    assetIds: [],
    openedAt: `${day(opened)}T00:00:00.000Z`,
    resolvedAt: resolved === null ? null : `${day(resolved)}T00:00:00.000Z`,
    closedAt: null,
    reopenedCount: 0,
    reassignedCount: 0,
  },
});
const paid = (customerId: string, from: number, to: number | null): DomainEvent[] => [
  customerTold(customerId),
  subscriptionTold(`sub_${customerId}`, customerId, {
    endedOn: to === null ? null : day(to),
    terms: [
      {
        from: day(from),
        to: to === null ? null : day(to),
        quantity: 1,
        monthlyPrice: '100',
        currency: 'EUR',
      },
    ],
  }),
];

/** Sixty customers; of the first forty one is lost every ten days, with a ticket that nobody resolved for ten weeks. */
const accounts: DomainEvent[] = [];
const desk: DomainEvent[] = [ticket('tkt_first', 'cus_59', 0, 1)];
for (let n = 0; n < 60; n += 1) {
  const lost = n < 40 ? 100 + n * 10 : null;
  accounts.push(...paid(`cus_${n}`, 0, lost));
  if (lost !== null) desk.push(ticket(`tkt_${n}`, `cus_${n}`, lost - 70, lost));
  else desk.push(ticket(`tkt_${n}`, `cus_${n}`, n * 7, n * 7 + 2));
}
accounts.push(...paid('cus_calm', 0, null), ...paid('cus_hot', 0, null), ...paid('cus_gone', 0, 300));
// 540 days after the first of January 2025 it is 25 June 2026.
desk.push(ticket('tkt_hot', 'cus_hot', 500, null));

const MODEL = `state reason from to observations losses intercept features { name mean deviation coefficient }
  backTest { heldOutFrom observations losses areaUnderCurve brierScore baselineBrierScore
    calibration { observations meanLikelihood happened } }`;
const RISKS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { id churnRisk { score reasons } } } }`;

interface Model {
  state: string;
  reason: string;
  losses: number;
  backTest: { areaUnderCurve: number; calibration: { observations: number }[]; observations: number } | null;
}

async function risks(ids: string[], caller = testCallers.agent) {
  const of = ids.map((id) => ({ __typename: 'Customer', id }));
  const found = await service.run<{
    _entities: ({ churnRisk: { score: number; reasons: string[] } | null } | null)[];
  }>(RISKS, { of }, caller);
  return found._entities.map((one) => one?.churnRisk ?? null);
}

const model = (caller = testCallers.analyst) =>
  service.run<{ churnModel: Model | null }>(`{ churnModel { ${MODEL} } }`, {}, caller);
const train = (caller = testCallers.admin) =>
  service.run<{ trainChurnModel: { churnModel: Model | null; userErrors: { code: string }[] } }>(
    `mutation { trainChurnModel { churnModel { ${MODEL} } userErrors { code path } } }`,
    {},
    caller,
  );

describe('the churn model', () => {
  it('is none before one was learnt, and gives no score from too few losses', async () => {
    expect(await model()).toEqual({ churnModel: null });
    await service.tell('entitlements', paid('cus_calm', 0, null));
    await service.drain();
    const { trainChurnModel } = await train();
    expect(trainChurnModel.userErrors).toEqual([]);
    expect(trainChurnModel.churnModel).toMatchObject({
      state: 'TOO_FEW_LOSSES',
      reason: 'There are 0 losses to learn from; below 30 no score is given.',
      backTest: null,
    });
    expect(await risks(['cus_calm'])).toEqual([null]);
  });

  it('learns from what preceded losses, and says why', async () => {
    await service.tell('entitlements', accounts);
    await service.tell('tickets', desk);
    await service.drain();
    await learnChurn(service.test.database, new Date(NOW));
    const { churnModel } = await model();
    expect(churnModel).toMatchObject({ state: 'IN_USE', from: '2025-02-01', to: '2026-04-01', losses: 41 });
    expect(churnModel?.backTest?.areaUnderCurve).toBeGreaterThan(0.9);
    const held = churnModel?.backTest?.calibration.reduce((sum, { observations }) => sum + observations, 0);
    expect(held).toBe(churnModel?.backTest?.observations);
    const [hot, calm, gone] = await risks(['cus_hot', 'cus_calm', 'cus_gone']);
    expect(hot?.score).toBeGreaterThan(0.3);
    expect(hot?.reasons).toContain('Its tickets were open 61 days in the last 90 days.');
    expect(calm?.score).toBeLessThan(0.1);
    // Whoever does not pay cannot be lost.
    expect(gone).toBeNull();
  });

  it('learns the same from the same', async () => {
    const before = await model();
    const { trainChurnModel } = await train();
    expect(trainChurnModel.churnModel).toEqual(before.churnModel);
  });

  it('is for staff and analysts; only some of these let it learn', async () => {
    const count = () =>
      service.test.database.transaction({ kind: 'SYSTEM' }, (tx) => tx.query('select from churn_model'));
    const before = (await count()).length;
    for (const caller of [
      testCallers.agent,
      testCallers.analyst,
      testCallers.partner('par_1'),
      testCallers.contact('cus_hot'),
    ]) {
      expect(await train(caller)).toMatchObject({
        trainChurnModel: { churnModel: null, userErrors: [{ code: 'NOT_FOUND' }] },
      });
    }
    expect((await count()).length).toBe(before);
    expect(await model(testCallers.contact('cus_hot'))).toEqual({ churnModel: null });
    expect(await risks(['cus_hot'], testCallers.contact('cus_hot'))).toEqual([null]);
    expect((await risks(['cus_hot'], testCallers.analyst))[0]).not.toBeNull();
  });

  it('takes as many statements for many customers as for one', async () => {
    const countFor = (ids: string[]) =>
      service.countStatements(RISKS, { of: ids.map((id) => ({ __typename: 'Customer', id })) });
    await countFor(['cus_hot']);
    const one = await countFor(['cus_hot']);
    expect(await countFor(['cus_hot', 'cus_calm', 'cus_gone', 'cus_45', 'cus_46'])).toBe(one);
  });
});
