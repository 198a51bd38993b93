import { testDatabase } from '../testing/index.js';
import { recordHistory } from './history.js';
import { readAllStatesAt, readStatesAt, stateAt } from './state-at.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'state_at_test' });
const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const entry = (recordId: string, version: number, at: Date | null, after: Record<string, unknown>) => ({
  recordType: 'asset',
  recordId,
  version,
  ...(at ? { at } : {}),
  author: { actorId: null },
  fields: Object.entries(after).map(([name, value]) => ({ name, before: null, after: value })),
});

const entries = [
  entry('ast_1', 1, day(10), { name: 'A', tags: ['x'] }),
  entry('ast_1', 2, day(20), { name: 'B', tags: null }),
  // Learned later, of an earlier time: what the first version does not repeat was gone by then.
  entry('ast_1', 3, day(5), { name: 'Z', location: 'Ulm' }),
  entry('ast_1', 4, day(20), { name: 'C' }),
  entry('ast_1', 5, day(30), {}),
  entry('ast_2', 1, day(15), { name: 'other' }),
];

beforeAll(() => test.database.transaction(SYSTEM, (tx) => recordHistory(tx, entries)));

describe('what a record was at an instant', () => {
  const expected: [Date, object | null][] = [
    [day(4), null],
    [day(5), { version: 3, since: day(5), fields: { name: 'Z', location: 'Ulm' } }],
    [new Date(day(10).getTime() - 1), { version: 3, since: day(5), fields: { name: 'Z', location: 'Ulm' } }],
    [day(10), { version: 1, since: day(10), fields: { name: 'A', tags: ['x'] } }],
    [day(20), { version: 4, since: day(20), fields: { name: 'C', tags: null } }],
    [day(31), { version: 5, since: day(30), fields: { name: 'C', tags: null } }],
  ];

  it.each(expected)('at %s', async (at, state) => {
    const own = entries
      .filter((one) => one.recordId === 'ast_1')
      .map((one) => ({ version: one.version, at: one.at!, fields: one.fields }));
    expect(stateAt(own, at)).toEqual(state);
    const session = test.database.session(SYSTEM);
    const found = await readStatesAt(session, { recordType: 'asset', recordIds: ['ast_1', 'ast_0'], at });
    expect(Object.fromEntries(found)).toEqual(state ? { ast_1: { recordId: 'ast_1', ...state } } : {});
    await session.release();
  });

  it('is read of all records of a type', async () => {
    const session = test.database.session(SYSTEM);
    const ids = async (at: Date) =>
      (await readAllStatesAt(session, { recordType: 'asset', at })).map((state) => state.recordId).sort();
    expect([await ids(day(4)), await ids(day(12)), await ids(day(15))]).toEqual([
      [],
      ['ast_1'],
      ['ast_1', 'ast_2'],
    ]);
    await session.release();
  });

  it('is for staff alone', async () => {
    const session = test.database.session({ kind: 'PARTNER', partnerId: 'par_1' });
    const question = { recordType: 'asset', recordIds: ['ast_1'], at: day(31) };
    expect((await readStatesAt(session, question)).size).toBe(0);
    await session.release();
  });

  it('does not go back in time by a transaction that began earlier', async () => {
    const late = day(1).getTime() + 10 * 365 * 86_400_000;
    await test.database.transaction(SYSTEM, async (tx) => {
      await recordHistory(tx, [entry('ast_3', 1, new Date(late), { name: 'by the later one' })]);
      await recordHistory(tx, [entry('ast_3', 2, null, { name: 'by the earlier one' })]);
    });
    const session = test.database.session(SYSTEM);
    const at = new Date(late);
    const found = await readStatesAt(session, { recordType: 'asset', recordIds: ['ast_3'], at });
    expect(found.get('ast_3')).toEqual({
      recordId: 'ast_3',
      version: 2,
      since: at,
      fields: { name: 'by the earlier one' },
    });
    await session.release();
  });
});
