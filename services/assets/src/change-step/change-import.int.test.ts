import { testSubgraph } from '@plimsoll/shared/testing';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, load } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});

const window = { from: '2026-03-12T01:00:00.000Z', to: '2026-03-12T02:00:00.000Z' };

describe('imported changes', () => {
  beforeAll(() => test.database.transaction({ kind: 'SYSTEM' }, seedEstate));

  it('are created, updated, left alone, or refused row by row', async () => {
    const row = { external_id: 'c1', title: 'One', assets: 'db; app', from: window.from, to: window.to };
    const rows = [
      { ...row, status: 'scheduled', expected_state: 'degraded', requested_by: 'ann' },
      { external_id: 'c2', title: 'Two', started_at: '2026-01-01T00:00:00Z', outcome: 'failed' },
      { external_id: 'c3', title: 'Three', assets: 'db;gone' },
      { external_id: 'c4', title: 'Four', from: window.to, to: window.from },
      { external_id: 'c5', title: 'Five', requested_by: 'nobody' },
      { external_id: 'c6', title: 'Six', status: 'LATER' },
    ];
    const report = await load('Changes', rows);
    expect(report).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(report.rejects.map(({ line, column }) => [line, column])).toEqual([
      [3, 'assets'],
      [4, null],
      [5, 'requested_by'],
      [6, 'status'],
    ]);
    const read = async (externalId: string) =>
      (
        await run<{ changeByExternalId: unknown }>(
          `query ($externalId: String!) { changeByExternalId(source: "import", externalId: $externalId) {
             version status outcome expectedState assets { name } window { from } } }`,
          { externalId },
        )
      ).changeByExternalId;
    expect(await read('c1')).toEqual({
      version: 1,
      status: 'SCHEDULED',
      outcome: null,
      expectedState: 'DEGRADED',
      assets: [{ name: 'db' }, { name: 'app' }],
      window: { from: window.from },
    });
    expect(await read('c2')).toMatchObject({ status: 'COMPLETED', outcome: 'FAILED', expectedState: 'DOWN' });
    expect(await load('Changes', rows.slice(0, 2))).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await load('Changes', [{ external_id: 'c1', title: 'Uno' }])).toMatchObject({ updated: 1 });
    expect(await read('c1')).toMatchObject({
      version: 2,
      status: 'SCHEDULED',
      assets: [{ name: 'db' }, { name: 'app' }],
    });
  });
});
