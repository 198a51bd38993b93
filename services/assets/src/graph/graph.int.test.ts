import 'reflect-metadata';
import { testDatabase } from '@plimsoll/shared/testing';
import { createLogger, type Session } from '@plimsoll/shared';
import { computeImpact, DEGRADED, DOWN, STATE_NAMES, UP } from '../impact/index.js';
import { assetsDatabase } from '../subgraph.js';
import { readEverything, type GraphRows } from './graph.store.js';
import { currentGraph, GraphAtStart } from './index.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'assets', ...assetsDatabase });

async function inSession<T>(use: (session: Session) => Promise<T>, database = test.database): Promise<T> {
  const session = database.session(SYSTEM);
  try {
    return await use(session);
  } finally {
    await session.release();
  }
}

async function addAsset(session: Session, id: string, status = 'LIVE'): Promise<void> {
  await session.query(
    `insert into asset_kind (id, version, name) values ('knd_x', 1, 'thing') on conflict do nothing`,
  );
  await session.query(`insert into asset (id, version, name, kind, status) values ($1, 1, $1, 'thing', $2)`, [
    id,
    status,
  ]);
}

function addDependency(
  session: Session,
  consumer: string,
  provider: string,
  group: string | null = null,
  minUp = 1,
) {
  return session.query(
    `insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
     values ($1, 1, $2, $3, $4, 'HARD', $5)`,
    [`dep_${consumer}_${provider}`, consumer, provider, group, group === null ? null : minUp],
  );
}

async function stateOf(session: Session, asset: string, down: string[]): Promise<string> {
  const { graph } = await currentGraph(session);
  const impact = computeImpact(graph, new Map(down.map((id) => [graph.indexOf(id)!, DOWN])));
  return STATE_NAMES[impact.stateOf(graph.indexOf(asset)!)];
}

describe('the graph of a process', () => {
  it('is read whole at first and then follows every kind of change', async () => {
    await inSession(async (session) => {
      for (const id of ['a', 'b', 'c', 'front']) await addAsset(session, id);
      for (const id of ['a', 'b', 'c']) await addDependency(session, 'front', id, 'nodes with spaces', 2);
      expect(await stateOf(session, 'front', ['a'])).toBe('AT_RISK');
      expect(await stateOf(session, 'front', ['a', 'b'])).toBe('DOWN');

      await session.query(`update dependency set min_up_count = 1`);
      expect(await stateOf(session, 'front', ['a', 'b'])).toBe('AT_RISK');

      await session.query(`update asset set status = 'RETIRED' where id = 'c'`);
      expect(await stateOf(session, 'front', ['a', 'b'])).toBe('DOWN');

      await session.query(`update dependency set removed_at = now()`);
      expect(await stateOf(session, 'front', ['a', 'b'])).toBe('UP');
    });
  });

  it('knows placements and subscriptions, whose days begin at midnight of the customer', async () => {
    await inSession(async (session) => {
      await addAsset(session, 'svc');
      await session.query(
        `insert into placement (id, version, asset_id, product_id) values ('p1', 1, 'svc', 'prd')`,
      );
      await session.query(
        `insert into customer (id, version, name, time_zone) values ('cus', 1, 'C', 'Europe/Berlin')`,
      );
      await session.query(
        `insert into subscription (id, version, customer_id, product_id, started_on, ended_on)
         values ('sub', 1, 'cus', 'prd', '2026-03-01', '2026-04-01')`,
      );
      const hitAt = async (instant: string) => {
        const { graph, placements } = await currentGraph(session);
        const impact = computeImpact(graph, new Map([[graph.indexOf('svc')!, DEGRADED]]));
        return placements.hits(impact, [], Date.parse(instant)).pairs.length;
      };
      // Berlin is an hour ahead of UTC on 1 March and two on 1 April.
      expect(await hitAt('2026-02-28T22:59:59.999Z')).toBe(0);
      expect(await hitAt('2026-02-28T23:00:00.000Z')).toBe(1);
      expect(await hitAt('2026-03-31T21:59:59.999Z')).toBe(1);
      expect(await hitAt('2026-03-31T22:00:00.000Z')).toBe(0);

      await session.query(`update placement set removed_at = now()`);
      expect(await hitAt('2026-03-10T00:00:00.000Z')).toBe(0);
    });
  });

  it('misses no commit of a transaction that began before and ended after a refresh', async () => {
    const early = test.database.session(SYSTEM);
    await inSession(async (session) => {
      let committed: () => void = () => undefined;
      const mayCommit = new Promise<void>((resolve) => (committed = resolve));
      let written: () => void = () => undefined;
      const hasWritten = new Promise<void>((resolve) => (written = resolve));
      const open = early.transaction(async (tx) => {
        await addAsset(tx, 'late');
        written();
        await mayCommit;
      });
      await hasWritten;
      await addAsset(session, 'meanwhile');
      let { graph } = await currentGraph(session);
      expect([graph.indexOf('late'), graph.indexOf('meanwhile') !== undefined]).toEqual([undefined, true]);
      committed();
      await open;
      ({ graph } = await currentGraph(session));
      expect(graph.indexOf('late')).toBeGreaterThan(0);
    });
    await early.release();
  });

  it('is read page by page, every consumer and customer whole', async () => {
    await inSession(async (session) => {
      await session.query(
        `insert into asset (id, version, name, kind, status)
         select 'ast_many' || n, 1, 'n', 'thing', 'LIVE' from generate_series(1, 500) n`,
      );
      await session.query(
        `insert into dependency (id, version, consumer_id, provider_id, group_name, strength, min_up_count)
         select 'dep_many_' || c || '_' || p, 1, 'ast_many' || c, 'ast_many' || p, E'line one\nand ' || c % 2, 'HARD', 4
           from generate_series(401, 500) c, generate_series(1, 5) p`,
      );
    });
    const replica = await test.openReplica();
    const rows = await inSession(async (session) => {
      const pages: GraphRows[] = [];
      await session.transaction(async (tx) => {
        for await (const page of readEverything(tx, 7)) pages.push(page);
      });
      return pages;
    }, replica);
    const consumers = rows
      .flatMap((page) => page.consumers)
      .filter(({ consumerId }) => consumerId.startsWith('ast_many'));
    expect(consumers.map(({ dependencies }) => dependencies.length)).toEqual(Array(100).fill(5));
    expect(rows.flatMap((page) => page.assets).filter(({ id }) => id.startsWith('ast_many'))).toHaveLength(
      500,
    );
    expect(Math.max(...rows.map((page) => page.assets.length))).toBe(7);
    // A page ends with a whole consumer, so it may be larger than asked for.
    expect(
      Math.max(...rows.map(({ consumers: own }) => own.flatMap((one) => one.dependencies).length)),
    ).toBeLessThanOrEqual(11);
    await inSession(async (session) => {
      expect(await stateOf(session, 'ast_many450', ['ast_many1'])).toBe('AT_RISK');
      expect(await stateOf(session, 'ast_many450', ['ast_many1', 'ast_many2'])).toBe('DOWN');
    }, replica);
  });

  it('is in memory once the process has started, so that the first who asks only asks what is new', async () => {
    const replica = await test.openReplica();
    const atStart = new GraphAtStart({
      database: replica,
      logger: createLogger('test', { level: 'silent' }),
    });
    atStart.start();
    await atStart.stop();
    const statements: string[] = [];
    const end = replica.onStatement((sql) => statements.push(sql));
    const { graph } = await inSession((session) => currentGraph(session), replica);
    end();
    expect(graph.indexOf('a')).toBeDefined();
    expect(statements.filter((sql) => !sql.includes('set_config'))).toEqual([
      expect.stringContaining('graph_changes'),
    ]);
  });

  it('never learns of what is rolled back, even when it is asked inside the transaction', async () => {
    await inSession(async (session) => {
      await expect(
        session.transaction(async (tx) => {
          await addAsset(tx, 'ghost');
          expect((await currentGraph(tx)).graph.indexOf('ghost')).toBeUndefined();
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      expect((await currentGraph(session)).graph.indexOf('ghost')).toBeUndefined();
    });
  });

  it('follows what another replica has written, each process with a graph of its own', async () => {
    const replica = await test.openReplica();
    await inSession((session) => addAsset(session, 'shared'), replica);
    const here = await inSession(async (session) => (await currentGraph(session)).graph);
    const there = await inSession(async (session) => (await currentGraph(session)).graph, replica);
    expect(here.indexOf('shared')).toBeDefined();
    expect(there.indexOf('shared')).toBeDefined();
    expect(here).not.toBe(there);
  });

  it('has a version that rises with every commit, on whatever replica it is read', async () => {
    const replica = await test.openReplica();
    const versionHere = () => inSession(async (session) => BigInt((await currentGraph(session)).version));
    const versionThere = () =>
      inSession(async (session) => BigInt((await currentGraph(session)).version), replica);
    // Other databases of the same server commit too: between two reads a version may rise by itself.
    const seen = [await versionHere(), await versionThere(), await versionHere()];
    await inSession((session) => addAsset(session, 'newer'));
    seen.push(await versionThere(), await versionHere());
    expect(seen).toEqual([...seen].sort((a, b) => Number(a - b)));
    expect(seen[3]! > seen[2]!).toBe(true);
  });

  it('answers many at once with no more than two statements, and all see what was committed before they asked', async () => {
    const sessions = Array.from({ length: 8 }, () => test.database.session({ kind: 'NOBODY' }));
    await Promise.all(sessions.map((session) => session.query('select 1')));
    await inSession((session) => addAsset(session, 'fresh'));
    let refreshes = 0;
    const end = test.database.onStatement((sql) => (refreshes += sql.includes('graph_changes') ? 1 : 0));
    const graphs = await Promise.all(sessions.map(async (session) => (await currentGraph(session)).graph));
    end();
    await Promise.all(sessions.map((session) => session.release()));
    expect(refreshes).toBe(2);
    expect(graphs.map((graph) => graph.indexOf('fresh') !== undefined)).toEqual(Array(8).fill(true));
  });

  it('is shown whole to the simulation of a caller who may see nothing of it', async () => {
    const session = test.database.session({ kind: 'CONTACT', customerId: 'nobody' });
    expect(await session.query('select id from asset')).toEqual([]);
    const { graph } = await currentGraph(session);
    expect(computeImpact(graph, new Map()).stateOf(graph.indexOf('a')!)).toBe(UP);
    await session.release();
  });
});
