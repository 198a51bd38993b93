import { countStatements, testDatabase } from '../testing/index.js';
import { changedFields } from './changed-fields.rules.js';
import { readHistory, recordHistory } from './history.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'history_test' });

const entry = (recordId: string, version: number) => ({
  recordType: 'customer',
  recordId,
  version,
  author: { actorId: 'per_1', reason: 'asked for', subject: 'ada', requestId: 'r-1' },
  fields: [{ name: 'name', before: `v${version - 1}`, after: `v${version}` }],
});

describe('changedFields', () => {
  it('names the fields that differ by value, with both values', () => {
    const at = new Date('2026-03-01T10:00:00Z');
    const before = { name: 'A', tags: ['x'], at, note: undefined, gone: 1 };
    const after = { name: 'B', tags: ['x'], at: new Date(at), note: null };
    expect(changedFields(before, after)).toEqual([
      { name: 'name', before: 'A', after: 'B' },
      { name: 'gone', before: 1, after: null },
    ]);
  });

  it('has every field of a new record that holds something', () => {
    expect(changedFields(null, { name: 'A', note: null })).toEqual([
      { name: 'name', before: null, after: 'A' },
    ]);
  });
});

describe('the history', () => {
  beforeAll(() =>
    test.database.transaction(SYSTEM, async (tx) => {
      await recordHistory(
        tx,
        [1, 2, 3].map((version) => entry('cus_1', version)),
      );
      await recordHistory(tx, [{ ...entry('cus_2', 1), at: new Date('2026-01-02T03:04:05.678Z') }]);
    }),
  );

  it('answers the newest first for each record asked for, in their order, with one statement', async () => {
    const session = test.database.session({ kind: 'STAFF' });
    await session.query('select 1');
    const ask = (limit: number, below?: number) =>
      readHistory(session, { recordType: 'customer', recordIds: ['cus_2', 'cus_0', 'cus_1'], limit, below });
    expect((await ask(2)).map((list) => list.map((item) => item.version))).toEqual([[1], [], [3, 2]]);
    expect((await ask(2, 2)).map((list) => list.map((item) => item.version))).toEqual([[1], [], [1]]);
    const [[second]] = (await ask(1)) as [[unknown]];
    const { author, ...first } = entry('cus_2', 1);
    const at = new Date('2026-01-02T03:04:05.678Z');
    expect(second).toEqual({ ...first, ...author, changeId: null, at });
    expect(await countStatements(test.database, () => ask(5))).toBe(1);
    await session.release();
  });

  it('is for staff alone, and nobody changes it', async () => {
    for (const scope of [
      { kind: 'NOBODY' },
      { kind: 'PARTNER', partnerId: 'par_1' },
      { kind: 'ANALYST' },
    ] as const) {
      const session = test.database.session(scope);
      expect(await session.query('select * from history')).toEqual([]);
      await session.release();
    }
    const session = test.database.session(SYSTEM);
    await expect(session.query('delete from history')).rejects.toThrow('permission denied');
    await expect(session.query(`update history set fields = '[]'`)).rejects.toThrow('permission denied');
    await session.release();
  });

  it('records each version of a record once', async () => {
    const again = test.database.transaction(SYSTEM, (tx) => recordHistory(tx, [entry('cus_1', 3)]));
    await expect(again).rejects.toMatchObject({ constraint: 'history_pkey' });
  });
});
