import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase } from '../database/index.js';
import { createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T02:00:00.000Z');
const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const ann: Principal = { subject: 'ann', roles: ['operator'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp41' };
const bob: Principal = { subject: 'bob', roles: ['manager'], personId: 'per_01h2xcejqtf2nbrexx3vqjhp42' };
const REVIEW = `review { id version status objectivesMet summary lessons completedAt completedBy { id }
  participants { id } }`;
const ACTION = 'action { id version text dueOn status result closedAt overdue owner { id } review { id } }';

interface Answer {
  review: ({ id: string; version: number } & Record<string, unknown>) | null;
  action: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
async function mutate(name: string, input: object, caller: Principal = ann): Promise<Answer> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${name}(input: $input) {
       ${name.endsWith('Action') ? ACTION : REVIEW} userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
}
const codes = ({ userErrors }: Answer) => userErrors.map(({ code, path }) => [code, ...path]);

/** A change that is over; its id. */
const completed = (title: string, over: object = {}): Promise<string> =>
  test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const change = newChange({
      title,
      kind: 'NORMAL',
      assetIds: ['ast_own'],
      expectedState: 'DOWN',
      status: 'COMPLETED',
      outcome: 'SUCCEEDED',
      startedAt: new Date('2026-03-01T00:00:00.000Z'),
      endedAt: new Date('2026-03-01T01:00:00.000Z'),
      requestedBy: ann.personId!,
      ...over,
    });
    await changeRecords.create(tx, { actorId: null }, [change]);
    return change.id;
  });
const OWED = `query ($first: Int!, $after: String) { changeReviewsOwed(first: $first, after: $after) {
  totalCount pageInfo { endCursor } nodes { reason dueAt overdue change { title } review { status } } } }`;

describe('the review of a change', () => {
  beforeAll(() =>
    test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await seedEstate(tx);
      await tx.query(`insert into person (id, version) values ($1, 1), ($2, 1)`, [
        ann.personId,
        bob.personId,
      ]);
    }),
  );

  it('is owed until it is completed, the next due first', async () => {
    const emergency = await completed('Stop the leak', {
      kind: 'EMERGENCY',
      endedAt: new Date('2026-03-09T00:00:00.000Z'),
    });
    await completed('Patch', { outcome: 'FAILED' });
    await completed('Patch again', {
      outcome: 'SUCCEEDED_WITH_ISSUES',
      endedAt: new Date('2026-03-05T00:00:00.000Z'),
    });
    await completed('Patch well');
    await completed('Imported', { outcome: 'FAILED', source: 'itsm', externalId: '1' });
    await completed('Given up', { status: 'CANCELLED', outcome: null });
    const owed = [
      {
        reason: 'FAILED',
        dueAt: '2026-03-08T01:00:00.000Z',
        overdue: true,
        change: { title: 'Patch' },
        review: null,
      },
      {
        reason: 'EMERGENCY',
        dueAt: '2026-03-12T00:00:00.000Z',
        overdue: false,
        change: { title: 'Stop the leak' },
        review: null,
      },
      {
        reason: 'SUCCEEDED_WITH_ISSUES',
        dueAt: '2026-03-12T00:00:00.000Z',
        overdue: false,
        change: { title: 'Patch again' },
        review: null,
      },
    ];
    interface Owed {
      changeReviewsOwed: { totalCount: number; pageInfo: { endCursor: string }; nodes: typeof owed };
    }
    const first = await run<Owed>(OWED, { first: 2 });
    expect(first.changeReviewsOwed).toMatchObject({ totalCount: 3, nodes: owed.slice(0, 2) });
    const second = await run<Owed>(OWED, { first: 2, after: first.changeReviewsOwed.pageInfo.endCursor });
    expect(second.changeReviewsOwed.nodes).toEqual(owed.slice(2));

    const { review } = await mutate('draftChangeReview', { idempotencyKey: 'e', changeId: emergency });
    const of = `query ($id: ID!) { change(id: $id) { id reviewOwed { reason dueAt overdue } review { id status } } }`;
    expect(await run(of, { id: emergency })).toEqual({
      change: {
        id: emergency,
        reviewOwed: { reason: 'EMERGENCY', dueAt: '2026-03-12T00:00:00.000Z', overdue: false },
        review: { id: review?.id, status: 'DRAFT' },
      },
    });
    const contact = testCallers.contact('cus_b');
    expect(await run(of, { id: emergency }, contact)).toEqual({
      change: { id: emergency, reviewOwed: null, review: null },
    });
    const finish = { id: review?.id, expectedVersion: 1, objectivesMet: true, summary: 'Closed a valve' };
    expect(codes(await mutate('completeChangeReview', finish, ann))).toEqual([['OWN_CHANGE', 'id']]);
    expect(codes(await mutate('completeChangeReview', finish, bob))).toEqual([]);
    expect(await run(of, { id: emergency })).toMatchObject({
      change: { reviewOwed: null, review: { status: 'COMPLETED' } },
    });
    expect(await run(OWED, { first: 10 })).toMatchObject({ changeReviewsOwed: { totalCount: 2 } });
    expect(await run(OWED, { first: 10 }, contact)).toMatchObject({
      changeReviewsOwed: { totalCount: 0, nodes: [] },
    });
  });

  it('is drafted, completed with what it has to say, and stays', async () => {
    const changeId = await completed('Move the cluster', { outcome: 'ROLLED_BACK' });
    const input = {
      idempotencyKey: 'move',
      changeId,
      lessons: ' Test the way back ',
      participantIds: [bob.personId],
    };
    const { review } = await mutate('draftChangeReview', input);
    expect(review).toEqual({
      id: expect.stringMatching(/^pir_/) as string,
      version: 1,
      status: 'DRAFT',
      objectivesMet: null,
      summary: null,
      lessons: 'Test the way back',
      completedAt: null,
      completedBy: null,
      participants: [{ id: bob.personId }],
    });
    expect((await mutate('draftChangeReview', input)).review?.id).toBe(review?.id);
    expect(codes(await mutate('draftChangeReview', { ...input, idempotencyKey: 'x' }))).toEqual([
      ['DUPLICATE', 'changeId'],
    ]);
    const at = (expectedVersion: number, over: object = {}) => ({ id: review?.id, expectedVersion, ...over });
    expect(codes(await mutate('completeChangeReview', at(1)))).toEqual([['INVALID', 'objectivesMet']]);
    expect(codes(await mutate('completeChangeReview', at(1, { objectivesMet: false })))).toEqual([
      ['INVALID', 'summary'],
    ]);
    expect(codes(await mutate('updateChangeReview', at(1, { participantIds: ['per_none'] })))).toEqual([
      ['NOT_FOUND', 'participantIds'],
    ]);
    await mutate(
      'updateChangeReview',
      at(1, { summary: 'Ran out of time', objectivesMet: false, lessons: null }),
    );
    expect(codes(await mutate('completeChangeReview', at(1)))).toEqual([['CONFLICT', 'expectedVersion']]);
    expect((await mutate('completeChangeReview', at(2), bob)).review).toMatchObject({
      version: 3,
      status: 'COMPLETED',
      objectivesMet: false,
      summary: 'Ran out of time',
      lessons: null,
      completedAt: NOW.toISOString(),
      completedBy: { id: bob.personId },
    });
    for (const step of ['updateChangeReview', 'completeChangeReview']) {
      expect(codes(await mutate(step, at(3)))).toEqual([['INVALID_STATUS', 'id']]);
    }
    const told = (await events()).filter(({ subject }) => subject === review?.id);
    expect(told.map(({ type, data }) => [type, data['status']])).toEqual([
      ['plimsoll.change_review.created.v1', 'DRAFT'],
      ['plimsoll.change_review.updated.v1', 'DRAFT'],
      ['plimsoll.change_review.updated.v1', 'COMPLETED'],
    ]);
    const running = await completed('Running', { status: 'IN_PROGRESS', outcome: null, endedAt: null });
    expect(codes(await mutate('draftChangeReview', { idempotencyKey: 'r', changeId: running }))).toEqual([
      ['INVALID_STATUS', 'changeId'],
    ]);
    const denied = await mutate(
      'draftChangeReview',
      { idempotencyKey: 'd', changeId: running },
      testCallers.agent,
    );
    expect(codes(denied)).toEqual([['NOT_FOUND']]);
  });

  it('leads to actions with an owner and a day, which are closed with what came of them', async () => {
    const changeId = await completed('Rename hosts', { outcome: 'FAILED' });
    const { review } = await mutate('draftChangeReview', { idempotencyKey: 'rename', changeId });
    const add = (key: string, over: object = {}) =>
      mutate('addReviewAction', { idempotencyKey: key, reviewId: review?.id, text: `Do ${key}`, ...over });
    const late = await add('late', { ownerId: bob.personId, dueOn: '2026-03-09' });
    expect(late.action).toEqual({
      id: expect.stringMatching(/^act_/) as string,
      version: 1,
      text: 'Do late',
      dueOn: '2026-03-09',
      status: 'OPEN',
      result: null,
      closedAt: null,
      overdue: true,
      owner: { id: bob.personId },
      review: { id: review?.id },
    });
    await add('today', { dueOn: '2026-03-10' });
    await add('some day');
    expect(codes(await add('by whom', { ownerId: 'per_none' }))).toEqual([['NOT_FOUND', 'ownerId']]);
    expect(
      codes(await mutate('addReviewAction', { idempotencyKey: 'n', reviewId: 'pir_none', text: 'x' })),
    ).toEqual([['NOT_FOUND', 'reviewId']]);
    const texts = async (filter: object, caller?: Principal) =>
      (
        await run<{ reviewActions: { nodes: { text: string }[] } }>(
          `query ($filter: ReviewActionFilter) { reviewActions(filter: $filter) { nodes { text } } }`,
          { filter },
          caller,
        )
      ).reviewActions.nodes.map(({ text }) => text);
    expect(await texts({ status: 'OPEN' })).toEqual(['Do late', 'Do today', 'Do some day']);
    expect(await texts({ overdue: true })).toEqual(['Do late']);
    expect(await texts({ overdue: false })).toEqual(['Do today', 'Do some day']);
    expect(await texts({ ownerId: bob.personId })).toEqual(['Do late']);
    expect(await texts({}, testCallers.partner('par_1'))).toEqual([]);

    const { id } = late.action!;
    const moved = await mutate('updateReviewAction', {
      id,
      expectedVersion: 1,
      dueOn: '2026-03-20',
      ownerId: null,
    });
    expect(moved.action).toMatchObject({
      version: 2,
      dueOn: '2026-03-20',
      owner: null,
      overdue: false,
      text: 'Do late',
    });
    const close = { id, expectedVersion: 2, status: 'DROPPED', result: 'No hosts left' };
    expect((await mutate('closeReviewAction', close)).action).toMatchObject({
      version: 3,
      status: 'DROPPED',
      result: 'No hosts left',
      closedAt: NOW.toISOString(),
    });
    expect(codes(await mutate('closeReviewAction', { ...close, expectedVersion: 3 }))).toEqual([
      ['INVALID_STATUS', 'id'],
    ]);
    expect(codes(await mutate('updateReviewAction', { id, expectedVersion: 3, text: 'x' }))).toEqual([
      ['INVALID_STATUS', 'id'],
    ]);
    const nested = `query ($id: ID!) { change(id: $id) { review { actions(filter: { status: OPEN }) { totalCount nodes { text } }
      history { totalCount } } } }`;
    expect(await run(nested, { id: changeId })).toEqual({
      change: {
        review: {
          actions: { totalCount: 2, nodes: [{ text: 'Do today' }, { text: 'Do some day' }] },
          history: { totalCount: 1 },
        },
      },
    });
  });

  it('is listed and found by what it says, in as many statements however many there are', async () => {
    const list = `query ($first: Int!, $filter: ChangeReviewFilter) { changeReviews(first: $first, filter: $filter) { nodes {
      id change { title reviewOwed { reason } } actions { nodes { text } } history { totalCount } } } }`;
    expect(
      await run(list, { first: 10, filter: { search: 'out of TIME', objectivesMet: false } }),
    ).toMatchObject({
      changeReviews: { nodes: [{ change: { title: 'Move the cluster', reviewOwed: null } }] },
    });
    await run(list, { first: 10 });
    expect(await countStatements(list, { first: 10 })).toBe(await countStatements(list, { first: 1 }));
    const { changeReviews } = await run<{ changeReviews: { nodes: { id: string }[] } }>(list, { first: 1 });
    const [{ id } = { id: '' }] = changeReviews.nodes;
    const byId = `query ($id: ID!) { changeReview(id: $id) { id } }`;
    expect(await run(byId, { id }, testCallers.executive)).toEqual({ changeReview: { id } });
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.analyst]) {
      expect(await run(byId, { id }, caller)).toEqual({ changeReview: null });
      expect(await run(list, { first: 10 }, caller)).toEqual({ changeReviews: { nodes: [] } });
    }
  });
});
