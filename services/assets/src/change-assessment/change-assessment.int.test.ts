import type { BusEvent, DomainEvent, Session } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { assessmentProjection, ledgerMoveProjection } from './change-assessment.projection.js';
import { requestAssessment, requestDueAssessments } from './change-assessment.service.js';
import { assessmentsOf } from './change-assessment.store.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const AUTHOR = { actorId: 'per_x', subject: 'test', requestId: 'test', reason: null };
const REQUESTED = 'plimsoll.change_assessment.requested.v1';

const inSystem = <T>(fn: (tx: Session) => Promise<T>) => test.database.transaction({ kind: 'SYSTEM' }, fn);

const make = (given: Partial<ChangeRecord> = {}) =>
  inSystem(async (tx) => {
    const change = newChange({
      title: 'Patch',
      kind: 'NORMAL',
      assetIds: ['ast_app'],
      expectedState: 'DOWN',
      windowFrom: new Date('2026-03-12T01:00:00.000Z'),
      windowTo: new Date('2026-03-12T03:00:00.000Z'),
      ...given,
    });
    await changeRecords.create(tx, AUTHOR, [change]);
    return change;
  });

const edit = (change: ChangeRecord, next: Partial<ChangeRecord>) =>
  inSystem((tx) => changeRecords.update(tx, AUTHOR, change.id, change.version, () => next));

const requests = async (changeId: string) =>
  (await events()).filter(({ type, subject }) => type === REQUESTED && subject === changeId);

const exposure = (rest: object = {}) => ({
  customerCount: 1,
  unknownCustomerCount: 0,
  breachCount: 0,
  serviceCredits: [],
  monthlyRecurringRevenue: [{ amount: '1000.00', currency: 'EUR' }],
  creditShare: 0,
  leastHeadroomSeconds: 4_000,
  customersAwake: 0,
  offHoursShare: 1,
  ...rest,
});

let position = 0;
const busEvent = (
  type: string,
  subject: string,
  version: number,
  data: Record<string, unknown>,
): BusEvent => ({
  id: `evt_${++position}`,
  producer: 'test',
  position,
  time: NOW.toISOString(),
  type,
  subject,
  version,
  data,
});

/** What analytics answers to a request. */
const answer = (request: DomainEvent, rest: object = {}) =>
  inSystem((tx) => {
    const type = 'plimsoll.change_exposure.assessed.v1';
    return assessmentProjection.handlers[type]!(tx, [
      busEvent(type, request.subject, request.version, {
        changeVersion: request.data['changeVersion'],
        plan: request.data['plan'],
        asOf: NOW.toISOString(),
        noticeHoursNeeded: 36,
        planned: exposure(),
        failed: exposure({ breachCount: 1, leastHeadroomSeconds: -60 }),
        ...rest,
      }),
    ]);
  });

const assess = async (change: ChangeRecord, rest: object = {}) => {
  await inSystem((tx) => requestAssessment(tx, change, NOW));
  await answer((await requests(change.id)).at(-1)!, rest);
};
const assessmentOf = (changeId: string) =>
  inSystem(async (tx) => (await assessmentsOf(tx, [changeId])).get(changeId) ?? null);

const READ = `query ($id: ID!) { change(id: $id) { noticeNeededBy affectedCustomers { nodes { id } } assessment {
  assessedAt changeVersion isCurrent noticeHoursNeeded
  asPlanned { customerCount breachCount leastHeadroomSeconds monthlyRecurringRevenue { amount currency } }
  ifFailed { breachCount leastHeadroomSeconds } } risk { score impact } } }`;

beforeAll(() => inSystem(seedEstate));

describe('asking what a change would cost', () => {
  it('says who is hit as planned and, where that is less than down, if it fails', async () => {
    const change = await make({ expectedState: 'DEGRADED' });
    await inSystem((tx) => requestAssessment(tx, change, NOW));
    const [request] = await requests(change.id);
    const from = change.windowFrom!.getTime();
    const to = change.windowTo!.getTime();
    expect(request).toMatchObject({
      version: 1,
      data: {
        changeId: change.id,
        changeVersion: 1,
        customerOutages: {
          question: { from, to, planned: true, noticeGivenAt: null, asOf: NOW.getTime() },
          slices: [[from, to]],
          causes: [],
          patterns: [{ productId: 'prd_1', causes: 0, slices: [[2, 0, null, 2, null]] }],
          customers: [{ id: 'cus_a', patterns: [0] }],
        },
        failureOutages: {
          question: { planned: false, noticeGivenAt: null },
          patterns: [{ productId: 'prd_1', causes: 0, slices: [[3, 0, null, 3, null]] }],
        },
      },
    });
    const down = await make();
    await inSystem((tx) => requestAssessment(tx, down, NOW));
    expect((await requests(down.id))[0]?.data).toMatchObject({ failureOutages: null });
  });

  it('does not ask about what is over, or has no window or assets', async () => {
    const without = await make({ windowFrom: null, windowTo: null });
    const none = await make({ assetIds: [] });
    const over = await make({ status: 'CANCELLED' });
    for (const change of [without, none, over]) {
      await inSystem((tx) => requestAssessment(tx, change, NOW));
      expect(await requests(change.id)).toEqual([]);
    }
  });
});

describe('an assessment', () => {
  it('is the newest answer, and says whether it is of the plan as it is', async () => {
    const change = await make();
    expect(await assessmentOf(change.id)).toBeNull();
    await inSystem((tx) => requestAssessment(tx, change, NOW));
    await inSystem((tx) => requestAssessment(tx, change, NOW));
    const [first, second] = await requests(change.id);
    await answer(second!, { noticeHoursNeeded: 48 });
    await answer(first!, { noticeHoursNeeded: 1 });
    expect(await assessmentOf(change.id)).toMatchObject({
      changeVersion: 1,
      isCurrent: true,
      isOfSameWork: true,
      noticeHoursNeeded: 48,
      leastHeadroomSeconds: 4_000,
      ifFailed: { leastHeadroomSeconds: -60 },
    });

    const noticed = await edit(change, { noticeGivenAt: NOW });
    expect(await assessmentOf(change.id)).toMatchObject({ isCurrent: false, isOfSameWork: true });
    const moved = await edit(noticed, { windowTo: new Date('2026-03-12T04:00:00.000Z') });
    expect(await assessmentOf(change.id)).toMatchObject({ isCurrent: false, isOfSameWork: false });
    await edit(moved, { windowTo: change.windowTo, noticeGivenAt: null, title: 'Patch again' });
    expect(await assessmentOf(change.id)).toMatchObject({ isCurrent: true, changeVersion: 1 });
  });

  it('is shown to staff, with the instant by which customers have to be told', async () => {
    const change = await make({ status: 'APPROVED', rollbackPlan: 'Restore.' });
    await assess(change);
    expect(await run(READ, { id: change.id })).toEqual({
      change: {
        noticeNeededBy: '2026-03-10T13:00:00.000Z',
        affectedCustomers: { nodes: [{ id: 'cus_a' }] },
        assessment: {
          assessedAt: NOW.toISOString(),
          changeVersion: 1,
          isCurrent: true,
          noticeHoursNeeded: 36,
          asPlanned: {
            customerCount: 1,
            breachCount: 0,
            leastHeadroomSeconds: 4_000,
            monthlyRecurringRevenue: [{ amount: '1000.00', currency: 'EUR' }],
          },
          ifFailed: { breachCount: 1, leastHeadroomSeconds: -60 },
        },
        // 25 × log10(2) ÷ 4 + 25 × log10(2) ÷ 3 + 20; 0.04 + 0.02 + 0.02 + 0.05 + 0.04.
        risk: { score: 4.15, impact: 24.39 },
      },
    });
    const own = await make({ status: 'APPROVED', assetIds: ['ast_own'] });
    await assess(own);
    expect(await run(READ, { id: own.id }, testCallers.contact('cus_b'))).toEqual({
      change: { noticeNeededBy: null, affectedCustomers: null, assessment: null, risk: null },
    });
    expect(await run(READ, { id: change.id }, testCallers.partner('par_1'))).toEqual({ change: null });
    expect(await run(READ, { id: change.id }, testCallers.analyst)).toEqual({ change: null });
  });

  it('takes the same statements for one change and for many', async () => {
    for (let made = 0; made < 6; made += 1) await assess(await make({ title: 'One of many' }));
    const document = `query ($first: Int!) { changes(first: $first, filter: { search: "One of many" }) { nodes {
      assessment { isCurrent } noticeNeededBy risk { score }
      affectedCustomers { totalCount } } } }`;
    const count = (first: number) => countStatements(document, { first });
    await count(1);
    expect(await count(6)).toBe(await count(1));
  });
});

describe('assessments out of date', () => {
  const due = (now = NOW) => inSystem((tx) => requestDueAssessments(tx, now, 100));
  const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

  it('are asked for again: of other versions, after a day, and without some customers after ten minutes', async () => {
    const change = await make();
    await due();
    expect(await requests(change.id)).toHaveLength(1);
    await due(later(5));
    expect(await requests(change.id)).toHaveLength(1);

    await edit(change, { title: 'Another' });
    await due(later(6));
    expect((await requests(change.id)).map(({ version, data }) => [version, data['changeVersion']])).toEqual([
      [1, 1],
      [2, 2],
    ]);

    await answer((await requests(change.id))[1]!, { failed: exposure({ unknownCustomerCount: 1 }) });
    await due(later(15));
    expect(await requests(change.id)).toHaveLength(2);
    await due(later(16));
    expect(await requests(change.id)).toHaveLength(3);
    await answer((await requests(change.id))[2]!);
    await due(later(16 + 24 * 60 - 1));
    expect(await requests(change.id)).toHaveLength(3);
    await due(later(16 + 24 * 60));
    expect(await requests(change.id)).toHaveLength(4);
  });

  it('are not asked for where the window is over', async () => {
    const change = await make();
    await due(new Date('2026-03-12T03:00:00.000Z'));
    expect(await requests(change.id)).toEqual([]);
  });

  it('are those of the months in which the ledger moved', async () => {
    const march = await make();
    const may = await make({
      windowFrom: new Date('2026-05-12T01:00:00.000Z'),
      windowTo: new Date('2026-05-12T03:00:00.000Z'),
    });
    await due();
    const moved = async (impacts: { from: string; to: string | null }[]) => {
      const type = 'plimsoll.customer_impact.recorded.v1';
      await inSystem((tx) =>
        ledgerMoveProjection.handlers[type]!(tx, [busEvent(type, 'tkt_1', 1, { impacts })]),
      );
      await due();
      return [await requests(march.id), await requests(may.id)].map(({ length }) => length);
    };
    expect(await moved([{ from: '2026-03-02T00:00:00.000Z', to: '2026-03-02T01:00:00.000Z' }])).toEqual([
      2, 1,
    ]);
    expect(await moved([{ from: '2026-04-09T00:00:00.000Z', to: '2026-04-12T01:00:00.000Z' }])).toEqual([
      2, 1,
    ]);
    expect(await moved([{ from: '2026-04-09T00:00:00.000Z', to: null }])).toEqual([2, 2]);
    expect(await moved([])).toEqual([3, 3]);
  });
});

describe('announcing a change', () => {
  const ANNOUNCE = `mutation ($input: AnnounceChangeInput!) { announceChange(input: $input) {
    change { version noticeGivenAt affectedCustomers { totalCount nodes { id } } } affectedCustomerCount noticeNeededBy inTime userErrors { code path } } }`;
  interface Answer {
    announceChange: {
      change: object | null;
      affectedCustomerCount: number | null;
      noticeNeededBy: string | null;
      inTime: boolean | null;
      userErrors: { code: string; path: string[] }[];
    };
  }
  const announce = async (input: object, caller = testCallers.operator) =>
    (await run<Answer>(ANNOUNCE, { input }, caller)).announceChange;

  it('records when, tells of it, says whom it concerns and whether they were told in time', async () => {
    const change = await make({ status: 'APPROVED' });
    await assess(change);
    expect(await announce({ id: change.id, expectedVersion: 1 })).toEqual({
      change: {
        version: 2,
        noticeGivenAt: NOW.toISOString(),
        affectedCustomers: { totalCount: 1, nodes: [{ id: 'cus_a' }] },
      },
      affectedCustomerCount: 1,
      noticeNeededBy: '2026-03-10T13:00:00.000Z',
      inTime: true,
      userErrors: [],
    });
    const told = (await events()).filter(({ type }) => type === 'plimsoll.change.announced.v1');
    expect(told.at(-1)).toMatchObject({
      subject: change.id,
      version: 2,
      data: {
        noticeGivenAt: NOW.toISOString(),
        affectedCustomerIds: ['cus_a'],
        noticeNeededBy: '2026-03-10T13:00:00.000Z',
      },
    });
    expect((await requests(change.id)).map(({ data }) => data['changeVersion'])).toEqual([1, 2]);
  });

  it('is late after the instant by which they had to be told', async () => {
    const change = await make({ status: 'SCHEDULED' });
    await assess(change, { noticeHoursNeeded: 72 });
    expect(await announce({ id: change.id, expectedVersion: 1 })).toMatchObject({
      noticeNeededBy: '2026-03-09T01:00:00.000Z',
      inTime: false,
    });
    const earlier = { id: change.id, expectedVersion: 2, at: '2026-03-09T01:00:00.000Z' };
    expect(await announce(earlier)).toMatchObject({ inTime: true });
  });

  it('says nothing of time where no agreement excludes maintenance', async () => {
    const change = await make({ status: 'APPROVED' });
    await assess(change, { noticeHoursNeeded: null });
    expect(await announce({ id: change.id, expectedVersion: 1 })).toMatchObject({
      noticeNeededBy: null,
      inTime: null,
    });
  });

  it('changes nothing where it is refused', async () => {
    const change = await make({ status: 'APPROVED' });
    const draft = await make();
    const codes = async (input: object, caller?: typeof testCallers.operator) =>
      (await announce(input, caller)).userErrors.map(({ code, path }) => [code, ...path]);
    const input = { id: change.id, expectedVersion: 1 };
    expect(await codes({ ...input, at: '2026-03-10T00:00:00.001Z' })).toEqual([['INVALID', 'at']]);
    expect(await codes({ ...input, expectedVersion: 7 })).toEqual([['CONFLICT', 'expectedVersion']]);
    expect(await codes({ id: draft.id, expectedVersion: 1 })).toEqual([['INVALID_STATUS', 'id']]);
    for (const caller of [testCallers.agent, testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await codes(input, caller)).toEqual([['NOT_FOUND']]);
    }
    expect(await inSystem((tx) => changeRecords.require(tx, change.id, ['id']))).toEqual(change);
  });
});
