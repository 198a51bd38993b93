import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { changeRecords } from '../change/index.js';
import { assetsDatabase, createAssetsSubgraph } from '../subgraph.js';
import { blockedTimes, checkConflicts, conflictsOf } from './index.js';

const NOW = new Date('2026-03-10T00:00:00.000Z');
const { test, run, countStatements } = testSubgraph({
  database: assetsDatabase,
  create: (dependencies) => createAssetsSubgraph({ ...dependencies, clock: () => NOW }),
});
const ANN = 'per_01h2xcejqtf2nbrexx3vqjhp41';
const BOB = 'per_01h2xcejqtf2nbrexx3vqjhp42';

interface Given {
  assets: string[];
  status?: string;
  kind?: string;
  state?: string;
  /** Hours of 12 March, UTC. */
  from?: number;
  to?: number;
  people?: string[];
}
const hour = (at: number) => new Date(Date.UTC(2026, 2, 12, at)).toISOString();

/** Stores changes, named by their ids without the prefix. */
async function plan(changes: Record<string, Given>): Promise<void> {
  const rows = Object.entries(changes).map(([name, given]) => ({
    id: `chg_${name}`,
    title: name,
    kind: given.kind ?? 'NORMAL',
    status: given.status ?? 'APPROVED',
    assets: given.assets.map((id) => `ast_${id}`),
    from: hour(given.from ?? 0),
    to: hour(given.to ?? 2),
    state: given.state ?? 'DOWN',
    people: given.people ?? [],
  }));
  await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into change (id, version, title, kind, status, asset_ids, window_from, window_to, expected_state,
           implementer_ids, started_at)
       select id, 1, title, kind, status, assets, "from", "to", state, people,
              case when status = 'IN_PROGRESS' then "from" end
         from jsonb_to_recordset($1::jsonb) as given(id text, title text, kind text, status text, assets text[],
              "from" timestamptz, "to" timestamptz, state text, people text[])`,
      [JSON.stringify(rows)],
    ),
  );
}

const DOCUMENT = `query ($id: ID!) { change(id: $id) { conflicts {
  kind severity from to with { id } changes { id } assets { name } people { id } group { name minUp memberCount downCount consumer { name } }
  customerCount freeze { name from to } explanation } } }`;
interface Told {
  kind: string;
  severity: string;
  from: string;
  to: string | null;
  with: { id: string } | null;
  changes: { id: string }[];
  assets: { name: string }[];
  people: { id: string }[];
  group: object | null;
  customerCount: number;
  freeze: object | null;
  explanation: string;
}
async function told(id: string): Promise<Told[]> {
  const { change } = await run<{ change: { conflicts: Told[] } }>(DOCUMENT, { id: `chg_${id}` });
  return change.conflicts;
}
const short = (conflicts: Told[]) =>
  conflicts.map(({ kind, severity, changes }) =>
    [kind, severity, ...changes.map(({ id }) => id.slice(4))].join(' '),
  );
const withChange = async <T>(
  id: string,
  use: (session: Parameters<typeof conflictsOf>[0], change: Parameters<typeof conflictsOf>[1]) => Promise<T>,
): Promise<T> =>
  test.database.transaction({ kind: 'STAFF' }, async (tx) =>
    use(tx, await changeRecords.require(tx, `chg_${id}`, ['id'])),
  );

describe('conflicts of a change', () => {
  beforeAll(() =>
    test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(
        `insert into asset_kind (id, version, name) values ('knd_1', 1, 'host'), ('knd_2', 1, 'service')`,
      );
      await tx.query(`insert into asset (id, version, name, kind, status, pod_id, tags)
        select 'ast_' || id, 1, id, case when id in ('shop', 'batch') then 'service' else 'host' end, 'LIVE',
               case when id = 'lone' then 'pod_1' end, case when id = 'lone' then '{pci}' else '{}'::text[] end
          from unnest('{shop,batch,n1,n2,n3,n4,switch,lone,shelf}'::text[]) as given(id)`);
      // The shop needs two of four nodes, the batch one of two; every node needs the switch; the shelf is nobody's.
      await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
        select 'dep_' || p, 1, 'ast_shop', 'ast_' || p, 'nodes', 'HARD', 2 from unnest('{n1,n2,n3,n4}'::text[]) as p
        union all select 'dep_b' || p, 1, 'ast_batch', 'ast_' || p, 'workers', 'HARD', 1 from unnest('{n1,n2}'::text[]) as p
        union all select 'dep_s' || p, 1, 'ast_' || p, 'ast_switch', null, 'HARD', null from unnest('{n1,n2,n3,n4}'::text[]) as p`);
      await tx.query(`insert into pod (id, version, name, region) values ('pod_1', 1, 'Pod', 'EU')`);
      await tx.query(
        `insert into placement (id, version, asset_id, product_id) values ('plc_1', 1, 'ast_shop', 'prd_1')`,
      );
      await tx.query(`insert into customer (id, version, name, partner_id, time_zone)
        values ('cus_a', 1, 'A', 'par_1', 'UTC'), ('cus_b', 1, 'B', null, 'UTC')`);
      await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
        values ('sub_1', 1, 'cus_a', 'prd_1', '2025-01-01'), ('sub_2', 1, 'cus_b', 'prd_1', '2025-01-01')`);
    }),
  );
  afterEach(() =>
    test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query('delete from change');
      await tx.query('delete from change_freeze');
      await tx.query('delete from maintenance_window');
    }),
  );

  it('are other changes of the same assets at the same time: blocking once they are agreed on', async () => {
    await plan({
      own: { assets: ['lone', 'shelf'], status: 'DRAFT', state: 'UP' },
      approved: { assets: ['shelf'], from: 1, to: 3, state: 'UP' },
      draft: { assets: ['lone'], status: 'DRAFT', state: 'UP' },
      later: { assets: ['lone'], from: 2, to: 3 },
      cancelled: { assets: ['lone'], status: 'CANCELLED' },
    });
    const conflicts = await told('own');
    expect(short(conflicts)).toEqual(['SAME_ASSET BLOCKING approved', 'SAME_ASSET INFO draft']);
    expect(conflicts[0]).toEqual({
      kind: 'SAME_ASSET',
      severity: 'BLOCKING',
      from: hour(1),
      to: hour(2),
      with: { id: 'chg_approved' },
      changes: [{ id: 'chg_approved' }],
      assets: [{ name: 'shelf' }],
      people: [],
      group: null,
      customerCount: 0,
      freeze: null,
      explanation: '“approved” changes shelf at the same time.',
    });
    expect(short(await told('cancelled'))).toEqual([]);
  });

  it('are changes in progress, without an end once their windows are over', async () => {
    await plan({
      own: { assets: ['shelf'], status: 'DRAFT', from: 30, to: 31 },
      overdue: { assets: ['shelf'], status: 'IN_PROGRESS', from: -72, to: -60 },
      running: { assets: ['shelf'], status: 'IN_PROGRESS', from: -72, to: -40 },
    });
    expect(short(await told('own'))).toEqual(['SAME_ASSET BLOCKING overdue']);
  });

  it('are changes of providers and consumers, with the path', async () => {
    await plan({
      own: { assets: ['shop'], status: 'DRAFT', state: 'UP' },
      below: { assets: ['switch'] },
    });
    const [provider] = await told('own');
    expect(provider).toMatchObject({
      kind: 'PROVIDER',
      severity: 'WARNING',
      assets: [{ name: 'shop' }, { name: expect.stringMatching(/^n\d$/) as string }, { name: 'switch' }],
    });
    expect(provider!.explanation).toMatch(
      /^“below” changes switch, which shop depends on, at the same time \(shop → n\d → switch\)\. One of the two hurts/,
    );
    expect(short(await told('below'))).toEqual(['CONSUMER INFO own']);
    await plan({ calm: { assets: ['n3'], state: 'DOWN' } });
    // One node of four takes nothing down.
    expect(short(await told('own'))).toEqual(['PROVIDER WARNING below', 'PROVIDER INFO calm']);
  });

  it('are the same people at the same time', async () => {
    await plan({
      own: { assets: ['lone'], people: [ANN, BOB] },
      other: { assets: ['shelf'], people: [BOB] },
    });
    expect(await told('own')).toMatchObject([
      { kind: 'SAME_PEOPLE', severity: 'WARNING', people: [{ id: BOB }], with: { id: 'chg_other' } },
    ]);
  });

  it('are changes that are fatal together and none of them alone, by the smallest sets', async () => {
    await plan({
      own: { assets: ['n1'], status: 'DRAFT' },
      second: { assets: ['n2'] },
      third: { assets: ['n3'] },
      elsewhen: { assets: ['n4'], from: 4, to: 6 },
      mild: { assets: ['n4'], state: 'DEGRADED' },
    });
    const fatal = (await told('own')).filter(({ kind }) => kind === 'JOINTLY_FATAL');
    expect(short(fatal)).toEqual(['JOINTLY_FATAL BLOCKING second third', 'JOINTLY_FATAL WARNING second']);
    expect(fatal[0]).toMatchObject({
      from: hour(0),
      to: hour(2),
      with: { id: 'chg_second' },
      group: { name: 'nodes', minUp: '2', memberCount: 4, downCount: 3, consumer: { name: 'shop' } },
      customerCount: 2,
      explanation:
        'Together with “second” and “third” it takes down 3 of the 4 members of nodes of shop, of which 2 have to be up; without any one of these changes enough of them would be. 2 customers lose a product by that.',
    });
    expect(fatal[1]).toMatchObject({
      group: { name: 'workers', minUp: '1', memberCount: 2, downCount: 2, consumer: { name: 'batch' } },
      customerCount: 0,
    });
  });

  it('count together only what happens at one instant', async () => {
    await plan({
      own: { assets: ['n1'], status: 'DRAFT', from: 0, to: 4 },
      early: { assets: ['n3'], from: 0, to: 2 },
      late: { assets: ['n4'], from: 2, to: 4 },
    });
    expect((await told('own')).filter(({ kind }) => kind === 'JOINTLY_FATAL')).toEqual([]);
  });

  it('are drafts too, but only pointed out', async () => {
    await plan({
      own: { assets: ['n3'], status: 'DRAFT' },
      second: { assets: ['n4'] },
      draft: { assets: ['n1'], status: 'IN_REVIEW' },
    });
    const fatal = (await told('own')).filter(({ kind }) => kind === 'JOINTLY_FATAL');
    expect(short(fatal)).toEqual(['JOINTLY_FATAL INFO draft second']);
    expect(fatal[0]!.explanation).toMatch(/Not all of this is agreed on yet\.$/);
  });

  it('are freezes and times outside of windows; for emergencies only warnings', async () => {
    await plan({
      own: { assets: ['lone', 'shelf'], from: 0, to: 4 },
      urgent: { assets: ['lone'], kind: 'EMERGENCY', from: 28, to: 29 },
    });
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into change_freeze (id, version, name, starts_at, duration, time_zone, recurrence, tags, allows_emergency)
        values ('frz_1', 1, 'Quarter', '2026-03-10T03:00Z', 'PT3H', 'UTC', 'FREQ=DAILY', '{pci}', true),
               ('frz_2', 1, 'Elsewhere', '2026-03-01T00:00Z', 'P30D', 'UTC', null, '{other}', true),
               ('frz_3', 1, 'Strict', '2026-03-13T00:00Z', 'P1D', 'UTC', null, '{}', false)`);
      await tx.query(`insert into maintenance_window (id, version, name, starts_at, duration, time_zone, recurrence, regions)
        values ('mwd_1', 1, 'Nights', '2026-03-01T00:00Z', 'PT3H', 'UTC', 'FREQ=DAILY', '{EU}')`);
    });
    const conflicts = await told('own');
    expect(short(conflicts)).toEqual(['FREEZE BLOCKING', 'OUTSIDE_WINDOW BLOCKING']);
    expect(conflicts).toMatchObject([
      {
        from: hour(3),
        to: hour(4),
        assets: [{ name: 'lone' }],
        with: null,
        changes: [],
        freeze: { name: 'Quarter', from: hour(3), to: hour(6) },
        explanation: '“Quarter” forbids changes of lone from 2026-03-12 03:00 UTC to 2026-03-12 04:00 UTC.',
      },
      {
        from: hour(3),
        to: hour(4),
        assets: [{ name: 'lone' }],
        freeze: null,
        explanation:
          'lone may be changed within “Nights” only, and not from 2026-03-12 03:00 UTC to 2026-03-12 04:00 UTC.',
      },
    ]);
    expect(short(await told('urgent'))).toEqual([
      'FREEZE BLOCKING',
      'FREEZE WARNING',
      'OUTSIDE_WINDOW WARNING',
    ]);
  });

  it('are times outside of a window whenever it is: past, still to come, and between its occurrences', async () => {
    await plan({ own: { assets: ['lone'], from: 0, to: 1 }, free: { assets: ['shelf'], from: 0, to: 1 } });
    const windows = {
      'long past': ['2024-01-01T00:00Z', null],
      past: ['2026-03-11T00:00Z', null],
      ahead: ['2026-03-12T01:00Z', null],
      weekly: ['2026-03-15T00:00Z', 'FREQ=WEEKLY'],
      over: ['2026-03-01T00:00Z', 'FREQ=WEEKLY;UNTIL=20260309T000000Z'],
    };
    for (const [name, [startsAt, recurrence]] of Object.entries(windows)) {
      await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
        await tx.query('delete from maintenance_window');
        await tx.query(
          `insert into maintenance_window (id, version, name, starts_at, duration, time_zone, recurrence, regions)
             values ('mwd_1', 1, $1, $2, 'PT1H', 'UTC', $3, '{EU}')`,
          [name, startsAt, recurrence],
        );
      });
      expect([name, short(await told('own'))]).toEqual([name, ['OUTSIDE_WINDOW BLOCKING']]);
      expect([name, short(await told('free'))]).toEqual([name, []]);
      const [blocked = []] = await withChange('own', (tx, change) =>
        blockedTimes(tx, [{ change, from: new Date(hour(0)), to: new Date(hour(48)) }], NOW),
      );
      expect(blocked[0]).toMatchObject({ kind: 'OUTSIDE_WINDOW', from: new Date(hour(0)) });
    }
  });

  it('refuse approval and start where they block and no reason is given', async () => {
    await plan({ own: { assets: ['shelf'], status: 'IN_REVIEW' }, other: { assets: ['shelf'] } });
    await expect(withChange('own', (tx, change) => checkConflicts(tx, change, NOW))).rejects.toMatchObject({
      code: 'CONFLICTING',
      message: expect.stringContaining('“other” changes shelf at the same time.') as string,
    });
    await withChange('own', (tx, change) =>
      checkConflicts(tx, { ...change, overriddenConflicts: 'agreed with both teams' }, NOW),
    );
    await plan({ quiet: { assets: ['lone'], status: 'IN_REVIEW' } });
    await withChange('quiet', (tx, change) => checkConflicts(tx, change, NOW));
  });

  it('are seen by the second of two that are checked at once', async () => {
    await plan({
      one: { assets: ['shelf'], status: 'IN_REVIEW' },
      two: { assets: ['shelf'], status: 'IN_REVIEW' },
    });
    const approve = (id: string) =>
      withChange(id, async (tx, change) => {
        await checkConflicts(tx, change, NOW);
        await tx.query(`update change set status = 'APPROVED' where id = $1`, [change.id]);
      });
    const results = await Promise.allSettled([approve('one'), approve('two')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('block times: a slot clashes exactly if it overlaps one', async () => {
    await plan({
      own: { assets: ['n1', 'lone'], status: 'DRAFT', from: 0, to: 1 },
      same: { assets: ['n1'], from: 5, to: 7, state: 'UP' },
      second: { assets: ['n3'], from: 10, to: 14 },
      third: { assets: ['n4'], from: 12, to: 16 },
    });
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(`insert into change_freeze (id, version, name, starts_at, duration, time_zone, recurrence, tags, allows_emergency)
        values ('frz_1', 1, 'Evening', '2026-03-01T20:00Z', 'PT1H', 'UTC', 'FREQ=DAILY', '{pci}', true)`);
    });
    const [blocked = []] = await withChange('own', (tx, change) =>
      blockedTimes(tx, [{ change, from: new Date(hour(0)), to: new Date(hour(48)) }], NOW),
    );
    const shown = blocked
      .filter(({ severity }) => severity === 'BLOCKING')
      .map((one) => [
        one.kind,
        (one.from.getTime() - Date.parse(hour(0))) / 3_600_000,
        (one.to.getTime() - Date.parse(hour(0))) / 3_600_000,
      ]);
    expect(shown).toEqual([
      ['SAME_ASSET', 5, 7],
      ['JOINTLY_FATAL', 12, 14],
      ['FREEZE', 20, 21],
      ['FREEZE', 44, 45],
    ]);
    for (let start = 0; start < 47; start++) {
      const moved = await withChange('own', (tx, change) =>
        conflictsOf(
          tx,
          { ...change, windowFrom: new Date(hour(start)), windowTo: new Date(hour(start + 1)) },
          NOW,
        ),
      );
      const overlapped = blocked.filter(
        ({ from, to }) => +from < Date.parse(hour(start + 1)) && +to > Date.parse(hour(start)),
      );
      expect([start, moved.map(({ kind }) => kind).sort()]).toEqual([
        start,
        overlapped.map(({ kind }) => kind).sort(),
      ]);
    }
  });

  it('are shown to staff alone', async () => {
    await plan({ own: { assets: ['lone'] }, other: { assets: ['lone'] } });
    await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into placement (id, version, asset_id, customer_id) values ('plc_9', 1, 'ast_lone', 'cus_a')`,
      ),
    );
    const ask = (caller?: Parameters<typeof run>[2]) =>
      run<{ change: { conflicts: unknown[] | null } | null }>(
        'query { change(id: "chg_own") { id conflicts { kind } } }',
        {},
        caller,
      );
    expect((await ask(testCallers.partner('par_1'))).change).toEqual({ id: 'chg_own', conflicts: null });
    expect((await ask(testCallers.contact('cus_b'))).change).toBeNull();
    expect((await ask()).change?.conflicts).toEqual([{ kind: 'SAME_ASSET' }]);
  });

  it('take as many statements for many changes as for one', async () => {
    await plan(
      Object.fromEntries(
        ['n1', 'n2', 'n3', 'n4', 'lone', 'shelf'].flatMap((asset) => [
          [`${asset}_a`, { assets: [asset] }],
          [`${asset}_b`, { assets: [asset], status: 'DRAFT' }],
        ]),
      ),
    );
    const count = (first: number) =>
      countStatements(
        `query ($first: Int!) { changes(first: $first) { nodes { id conflicts { kind with { title } assets { name } group { consumer { name } } freeze { name } } } } }`,
        { first },
      );
    await count(1);
    expect(await count(12)).toBe(await count(6));
  });
});
