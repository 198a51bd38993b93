import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import type { Principal } from '@plimsoll/shared';
import { codes, idOf, STAFF, type Refusal } from '../change-approval/approval.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { test, run, events, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});
const BOARD = `board { id version name description quorum active members { person { id } role } }
  userErrors { code message path }`;
interface Answer {
  board: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: Refusal[];
}
const members = [
  { personId: idOf('bob'), role: 'CHAIR' },
  { personId: idOf('eve'), role: 'MEMBER' },
];
const send = async (mutation: 'create' | 'update', input: object, caller: Principal = STAFF.bob) =>
  (
    await run<{ payload: Answer }>(
      `mutation ($input: ${mutation === 'create' ? 'Create' : 'Update'}AdvisoryBoardInput!) {
         payload: ${mutation}AdvisoryBoard(input: $input) { ${BOARD} } }`,
      { input },
      caller,
    )
  ).payload;
const create = (over: object = {}, caller?: Principal) =>
  send('create', { idempotencyKey: JSON.stringify(over), name: 'CAB', quorum: 2, members, ...over }, caller);

describe('advisory boards', () => {
  beforeAll(() =>
    test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query('insert into person (id, version) select id, 1 from unnest($1::text[]) as given(id)', [
        Object.values(STAFF).map(({ personId }) => personId),
      ]),
    ),
  );

  it('are made once for their key, and told of', async () => {
    const { board } = await create();
    expect(board).toEqual({
      id: expect.stringMatching(/^cab_/),
      version: 1,
      name: 'CAB',
      description: null,
      quorum: 2,
      active: true,
      members: [
        { person: { id: idOf('bob') }, role: 'CHAIR' },
        { person: { id: idOf('eve') }, role: 'MEMBER' },
      ],
    });
    expect((await create()).board?.id).toBe(board?.id);
    const told = (await events()).filter(({ subject }) => subject === board?.id);
    expect(told.map(({ type, data }) => [type, data['members']])).toEqual([
      ['plimsoll.advisory_board.created.v1', members],
    ]);
  });

  it.each([
    [{ quorum: 3 }, 'INVALID quorum'],
    [{ members: [] }, 'INVALID members'],
    [{ members: [{ personId: 'per_none' }], quorum: 1 }, 'NOT_FOUND members'],
    [{ name: '' }, 'INVALID name'],
    [{ description: 'Another of that name' }, 'ALREADY_EXISTS name'],
  ])('are not made with %j', async (over, refusal) => {
    const before = (await events()).length;
    expect(codes(await create(over))).toEqual([refusal]);
    expect((await events()).length).toBe(before);
  });

  it('are edited at their version, by managers', async () => {
    const { board } = await create({ name: 'Network' });
    const at = { id: board!.id, expectedVersion: 1 };
    expect(codes(await send('update', { ...at, quorum: 3 }))).toEqual(['INVALID quorum']);
    expect(codes(await send('update', { ...at, name: 'CAB' }))).toEqual(['ALREADY_EXISTS name']);
    for (const caller of [STAFF.oli, testCallers.contact('cus_b') as Principal]) {
      expect(codes(await send('update', { ...at, quorum: 1 }, caller))).toEqual(['NOT_FOUND']);
    }
    const edited = await send('update', {
      ...at,
      name: 'Networks',
      active: false,
      description: 'All of them',
    });
    expect(edited.board).toMatchObject({
      version: 2,
      name: 'Networks',
      description: 'All of them',
      quorum: 2,
      active: false,
    });
    expect(codes(await send('update', at))).toEqual(['CONFLICT expectedVersion']);
  });

  it('are found by staff: by whether they are active, who sits on them, and name', async () => {
    await create({ name: 'Storage', quorum: 1, members: [{ personId: idOf('ann') }] });
    const names = async (filter: object, caller: Principal = STAFF.zoe) =>
      (
        await run<{ advisoryBoards: { nodes: { name: string }[] } }>(
          'query ($filter: AdvisoryBoardFilter) { advisoryBoards(first: 9, filter: $filter) { nodes { name } } }',
          { filter },
          caller,
        )
      ).advisoryBoards.nodes.map(({ name }) => name);
    expect(await names({})).toEqual(['CAB', 'Networks', 'Storage']);
    expect(await names({ active: false })).toEqual(['Networks']);
    expect(await names({ personId: idOf('ann') })).toEqual(['Storage']);
    expect(await names({ search: 'work' })).toEqual(['Networks']);
    for (const caller of [testCallers.contact('cus_b'), testCallers.partner('par_1'), testCallers.analyst]) {
      expect(await names({}, caller as Principal)).toEqual([]);
    }
  });

  it('show delegations and meetings with as many statements for many as for one', async () => {
    const LIST = `query ($first: Int!) { advisoryBoards(first: $first) { nodes {
      delegations { member { id } } meetings(first: 3) { nodes { quorate agenda { id } } } history(first: 1) { totalCount } } } }`;
    await run(LIST, { first: 3 });
    const one = await countStatements(LIST, { first: 1 });
    expect(await countStatements(LIST, { first: 3 })).toBe(one);
  });
});
