import type { Session } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const HOUR = 3_600_000;
const AUTHOR = { actorId: 'per_x', subject: 'test', requestId: 'test', reason: null };
const inSystem = <T>(fn: (tx: Session) => Promise<T>) => test.database.transaction({ kind: 'SYSTEM' }, fn);
const hour = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

const make = (given: Partial<ChangeRecord>) =>
  inSystem(async (tx) => {
    const change = newChange({
      title: 'Patch',
      kind: 'NORMAL',
      assetIds: ['ast_app'],
      expectedState: 'DOWN',
      windowFrom: hour(48),
      windowTo: hour(50),
      ...given,
    });
    await changeRecords.create(tx, AUTHOR, [change]);
    return change.id;
  });

const READ = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Change { planOutages blockedTimes } } }`;
interface Answer {
  _entities: ({ planOutages: object | null; blockedTimes: object | null } | null)[];
}
const read = async (ids: string[], caller = testCallers.executive) =>
  (await run<Answer>(READ, { of: ids.map((id) => ({ __typename: 'Change', id })) }, caller))._entities;

beforeAll(() => inSystem(seedEstate));

describe('what slots of a change are ranked by', () => {
  it('is its outage from now until beyond the last slot, amid the other changes, and when it would clash', async () => {
    await make({ title: 'Other', status: 'APPROVED', windowFrom: hour(10), windowTo: hour(14) });
    const id = await make({ expectedState: 'DEGRADED', noticeGivenAt: hour(-1) });
    const end = hour(90 * 24 + 2);
    const [answer] = await read([id]);
    expect(answer?.planOutages).toEqual({
      version: 1,
      question: {
        from: NOW.getTime(),
        to: end.getTime(),
        planned: true,
        noticeGivenAt: hour(-1).getTime(),
        asOf: NOW.getTime(),
      },
      slices: [
        [NOW.getTime(), hour(10).getTime()],
        [hour(10).getTime(), hour(14).getTime()],
        [hour(14).getTime(), end.getTime()],
      ],
      causes: [],
      patterns: [
        {
          productId: 'prd_1',
          causes: 0,
          slices: [
            [2, 0, null, 2, null],
            [3, 3, 0, 2, 0],
            [2, 0, null, 2, null],
          ],
        },
      ],
      customers: [{ id: 'cus_a', patterns: [0] }],
    });
    expect(answer?.blockedTimes).toMatchObject({
      durationMs: 2 * HOUR,
      times: [{ from: hour(10).toISOString(), to: hour(14).toISOString(), isBlocking: true }],
    });
  });

  it('is nothing where it cannot be moved: without a window or assets, and once it has begun or is over', async () => {
    const ids = await Promise.all([
      make({ windowFrom: null, windowTo: null }),
      make({ assetIds: [] }),
      make({ status: 'CANCELLED' }),
    ]);
    ids.push(await make({ status: 'IN_PROGRESS', startedAt: hour(-1), assetIds: ['ast_own'] }));
    ids.push(await make({ status: 'COMPLETED', outcome: 'SUCCEEDED', assetIds: ['ast_own'] }));
    const nothing = { planOutages: null, blockedTimes: null };
    expect(await read(ids)).toEqual(ids.map(() => nothing));
  });

  it('is for staff alone', async () => {
    const id = await make({ status: 'APPROVED', assetIds: ['ast_own'] });
    expect(await read([id], testCallers.contact('cus_b') as never)).toEqual([
      { planOutages: null, blockedTimes: null },
    ]);
    expect(await read([id], testCallers.analyst)).toEqual([null]);
  });

  it('takes the same statements for one change and for many', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1)
      ids.push(await make({ windowFrom: hour(20 + made), windowTo: hour(40) }));
    const count = (some: string[]) =>
      countStatements(READ, { of: some.map((id) => ({ __typename: 'Change', id })) });
    await count(ids);
    expect(await count(ids)).toBe(await count(ids.slice(0, 1)));
  });
});
