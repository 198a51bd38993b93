import type { Principal, Session } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords, newChange, type ChangeRecord } from '../change/index.js';
import { seedEstate } from '../change/estate.fixture.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';

const { test, run, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: createAssetsSubgraph,
});
const AUTHOR = { actorId: 'per_x', subject: 'test', requestId: 'test', reason: null };
const inSystem = <T>(fn: (tx: Session) => Promise<T>) => test.database.transaction({ kind: 'SYSTEM' }, fn);
const agent: Principal = { subject: 'agent', roles: ['agent'] };
const at = (time: string) => new Date(`2026-03-10T${time}:00.000Z`);

const QUERY = `query ($tickets: [_Any!]!, $withinHours: Int, $first: Int) {
  _entities(representations: $tickets) { ... on Ticket { id suspectChanges(withinHours: $withinHours, first: $first) {
    score change { title } parts { name value } assets { asset { name } relation hops } } } } }`;
interface Found {
  score: number;
  change: { title: string };
  parts: { name: string; value: number }[];
  assets: object[];
}
const ask = async (ids: string[], variables: object = {}, caller = agent) => {
  const tickets = ids.map((id) => ({ __typename: 'Ticket', id }));
  const { _entities } = await run<{ _entities: ({ suspectChanges: Found[] | null } | null)[] }>(
    QUERY,
    { tickets, withinHours: 24, first: 10, ...variables },
    caller,
  );
  return _entities.map((entity) => entity?.suspectChanges ?? null);
};

const change = (title: string, over: Partial<ChangeRecord> & Pick<ChangeRecord, 'assetIds'>): ChangeRecord =>
  newChange({
    title,
    kind: 'NORMAL',
    expectedState: 'UP',
    status: 'COMPLETED',
    outcome: 'SUCCEEDED',
    ...over,
  });

beforeAll(() =>
  inSystem(async (tx) => {
    await seedEstate(tx);
    await changeRecords.create(tx, AUTHOR, [
      change('the provider', { assetIds: ['ast_db'], startedAt: at('09:00'), endedAt: at('10:00') }),
      change('elsewhere', { assetIds: ['ast_own'], startedAt: at('09:00'), endedAt: at('10:00') }),
      change('by its window', { assetIds: ['ast_app'], windowFrom: at('06:00'), windowTo: at('08:00') }),
      change('under way', {
        assetIds: ['ast_app'],
        status: 'IN_PROGRESS',
        outcome: null,
        startedAt: at('11:59'),
      }),
      change('planned', {
        assetIds: ['ast_app'],
        status: 'SCHEDULED',
        outcome: null,
        windowFrom: at('11:00'),
        windowTo: at('13:00'),
      }),
      change('afterwards', { assetIds: ['ast_app'], startedAt: at('12:01'), endedAt: at('12:30') }),
    ]);
    await tx.query(`insert into incident (id, version, planned, span)
      select 'tkt_' || n, 1, false, tstzrange('2026-03-10T12:00Z', null) from generate_series(1, 3) n`);
    await tx.query(`insert into incident_impact (incident_id, place, asset_id, product_id, state, from_at)
      values ('tkt_1', 0, 'ast_app', null, 'DOWN', '2026-03-10T12:00Z'), ('tkt_2', 0, null, 'prd_1', 'DOWN', '2026-03-10T12:00Z')`);
  }),
);

describe('the suspects of an incident', () => {
  it('are what was carried out on its assets and on what these need, the likeliest first', async () => {
    const [suspects] = await ask(['tkt_1']);
    // Place, time, outcome, kind: 45 + 35 + 5 + 2; 45 × 0.75 + 35 × 22 / 24 + 0 + 2; 45 + 35 × 20 / 24 + 0 + 2.
    expect(suspects?.map(({ change: { title }, score }) => [title, score])).toEqual([
      ['under way', 87],
      ['by its window', 76.17],
      ['the provider', 67.83],
    ]);
    expect(suspects?.[2]?.assets).toEqual([{ asset: { name: 'db' }, relation: 'PROVIDER', hops: 1 }]);
    expect((await ask(['tkt_1'], { withinHours: 3 }))[0]?.map(({ change: { title } }) => title)).toEqual([
      'under way',
      'the provider',
    ]);
    expect(await ask(['tkt_1'], { first: 1 })).toMatchObject([[{ change: { title: 'under way' } }]]);
  });

  it('are found through the product that is down, and are unknown where no asset is', async () => {
    const [byProduct, nothing, unknown] = await ask(['tkt_2', 'tkt_3', 'tkt_none']);
    expect(byProduct?.map(({ change: { title } }) => title)).toEqual([
      'under way',
      'by its window',
      'the provider',
    ]);
    expect([nothing, unknown]).toEqual([null, null]);
  });

  it('are for staff alone', async () => {
    for (const caller of [
      { subject: 'contact', roles: ['contact' as const], customerId: 'cus_a', contactId: 'con_1' },
      { subject: 'partner', roles: ['partner' as const], partnerId: 'par_1' },
      { subject: 'analyst', roles: ['analyst' as const] },
    ]) {
      expect(await ask(['tkt_1'], {}, caller)).toEqual([null]);
    }
  });

  it.each([{ withinHours: 0 }, { withinHours: 169 }, { first: 0 }, { first: 101 }])(
    'are not asked for with %j',
    async (variables) => {
      await expect(ask(['tkt_1'], variables)).rejects.toThrow(/withinHours|first/);
    },
  );

  it('take as many statements for many tickets as for one', async () => {
    const counted = (ids: string[]) =>
      countStatements(QUERY, {
        tickets: ids.map((id) => ({ __typename: 'Ticket', id })),
        withinHours: 24,
        first: 10,
      });
    await counted(['tkt_1']);
    expect(await counted(['tkt_1', 'tkt_2', 'tkt_3'])).toBe(await counted(['tkt_1']));
  });
});
