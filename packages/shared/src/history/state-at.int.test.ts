import { testDatabase } from '../testing/index.js';
import { recordHistory } from './history.js';
import { countStatesAt, pageStatesAt, readAllStatesAt, readStatesAt } from './state-at.js';
import { stateAt } from './state-at.rules.js';

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
      (await readAllStatesAt(session, { recordType: 'asset', at, fields: ['name'] }))
        .map(({ recordId, fields }) => `${recordId} ${Object.values(fields).join()}`)
        .sort();
    expect([await ids(day(4)), await ids(day(12)), await ids(day(15))]).toEqual([
      [],
      ['ast_1 A'],
      ['ast_1 A', 'ast_2 other'],
    ]);
    await session.release();
  });

  it('is paged and counted by what fields were', async () => {
    const session = test.database.session(SYSTEM);
    const question = (at: Date, name: string) => ({ recordType: 'asset', at, having: { name } });
    const page = async (at: Date, name: string, after: string | null = null) =>
      (await pageStatesAt(session, question(at, name), { after, limit: 5 })).map((state) => state.recordId);
    expect([await page(day(12), 'A'), await page(day(25), 'A'), await page(day(25), 'C')]).toEqual([
      ['ast_1'],
      [],
      ['ast_1'],
    ]);
    expect(await page(day(12), 'A', 'ast_1')).toEqual([]);
    expect(await countStatesAt(session, question(day(12), 'A'))).toBe(1);
    expect(await countStatesAt(session, { recordType: 'asset', at: day(15), having: {} })).toBe(2);
    await session.release();
  });

  it('counts what happened within the millisecond asked for', async () => {
    const session = test.database.session(SYSTEM);
    await session.query(
      `insert into history (record_type, record_id, version, at, fields) values
       ('asset', 'ast_4', 1, '2026-01-01T00:00:00.123456Z', '[{"name":"name","before":null,"after":"D"}]')`,
    );
    const found = async (at: string) =>
      (await readStatesAt(session, { recordType: 'asset', recordIds: ['ast_4'], at: new Date(at) })).size;
    expect(await found('2026-01-01T00:00:00.122Z')).toBe(0);
    expect(await found('2026-01-01T00:00:00.123Z')).toBe(1);
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
