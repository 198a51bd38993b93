import 'reflect-metadata';
import type { Database, Session } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import fc from 'fast-check';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';
import { choosePod, consumeSeat, noteOccupancy, releaseSeat, requireSeat, reserveSeat } from './index.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const NOW = new Date('2026-03-10T12:00:00Z');
const PLATFORM = { actorId: null };
const SUBSCRIPTIONS = 120;

const service = testSubgraph({
  database: entitlementsDatabase,
  create: (dependencies) => createEntitlementsSubgraph({ ...dependencies, clock: () => NOW }),
});
let replica: Database;

const inTransaction = <T>(fn: (tx: Session) => Promise<T>, database = service.test.database) =>
  database.transaction(SYSTEM, fn);
let eventsBefore = 0;
const sub = (n: number) => `sub_${n}`;

/** Pods with nothing on them; earlier ones are gone. */
async function pods(
  ...given: { name: string; seats: object[]; region?: string; verticals?: string[]; warning?: number }[]
) {
  eventsBefore = (await service.events()).length;
  await inTransaction(async (tx) => {
    await tx.query(
      `update subscription set pod_id = null, activated_at = null, ended_on = null, kind = 'STANDARD'`,
    );
    await tx.query('delete from seat_reservation');
    await tx.query('delete from pod_mark');
    await tx.query('delete from pod');
    for (const { name, seats, region, verticals, warning } of given) {
      await tx.query(
        `insert into pod (id, version, name, region, seats, warning_percent, verticals) values ($1, 1, $2, $3, $4, $5, $6)`,
        [`pod_${name}`, name, region ?? 'EMEA', JSON.stringify(seats), warning ?? null, verticals ?? []],
      );
    }
  });
}

/** Puts a subscription on a pod in the way an order does at its end. */
async function activate(tx: Session, n: number, podId: string) {
  await tx.query(`update subscription set pod_id = $2, activated_at = now() where id = $1`, [sub(n), podId]);
  await consumeSeat(tx, sub(n));
}
const reserve = (tx: Session, n: number, podId: string, requestId = `prv_${n}`) =>
  reserveSeat(tx, { podId, kind: 'STANDARD', subscriptionId: sub(n), requestId, now: NOW });
const taken = async (podId: string) => {
  const [row] = await inTransaction((tx) =>
    tx.query<{ used: number; reserved: number }>(
      `select coalesce(sum(used), 0)::int as used, coalesce(sum(reserved), 0)::int as reserved
         from pod_occupancy(array[$1], $2)`,
      [podId, NOW],
    ),
  );
  return row;
};
const crossings = async () =>
  (await service.events())
    .slice(eventsBefore)
    .filter(({ type }) => type === 'plimsoll.pod.capacity_crossed.v1')
    .map(
      ({ data }) =>
        `${String(data['kind'])} ${String(data['mark'])} ${String(data['occupied'])}/${String(data['seats'])}`,
    );

beforeAll(async () => {
  replica = await service.test.openReplica();
  await inTransaction(async (tx) => {
    await tx.query(`insert into product (id, version, name) values ('prd_1', 1, 'P')`);
    await tx.query(`insert into plan (id, version, name, product_id) values ('pln_1', 1, 'P', 'prd_1')`);
    await tx.query(`insert into customer (id, version, csi, name, access_since, created_at)
      values ('cus_1', 1, 'C1', 'One', now(), now())`);
    await tx.query(
      `insert into subscription (id, version, customer_id, plan_id, product_id, kind, quantity, monthly_price, currency, started_on)
       select 'sub_' || n, 1, 'cus_1', 'pln_1', 'prd_1', 'STANDARD', 1, 0, 'EUR', '2026-03-01' from generate_series(1, $1) n`,
      [SUBSCRIPTIONS],
    );
  });
});

describe('seats of a pod', () => {
  it('are reserved once each, however many race for the last ones from two replicas', async () => {
    await pods({ name: 'a', seats: [{ kind: null, seats: 10 }] });
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        inTransaction((tx) => reserve(tx, n + 1, 'pod_a'), n % 2 === 0 ? service.test.database : replica),
      ),
    );
    expect(answers.filter((held) => held)).toHaveLength(10);
    expect(await taken('pod_a')).toEqual({ used: 0, reserved: 10 });
  });

  it('are chosen and reserved in one go without over-booking any pod', async () => {
    await pods(
      { name: 'a', seats: [{ kind: null, seats: 4 }] },
      { name: 'b', seats: [{ kind: 'STANDARD', seats: 3 }] },
    );
    const place = (n: number) =>
      inTransaction(
        async (tx) => {
          const { podId } = await choosePod(tx, { kind: 'STANDARD', region: null, vertical: null, now: NOW });
          return podId !== null && (await reserve(tx, n, podId)) ? podId : null;
        },
        n % 2 === 0 ? service.test.database : replica,
      );
    const placed = await Promise.all(Array.from({ length: 20 }, (_, n) => place(n + 1)));
    // The free shares fall together: 4/4 3/3 | 3/4 2/3 | 2/4 1/3 | 1/4.
    expect(placed.filter((podId) => podId === 'pod_a')).toHaveLength(4);
    expect(placed.filter((podId) => podId === 'pod_b')).toHaveLength(3);
  });

  it('are held once for a request, however often it asks, and come free again', async () => {
    await pods(
      { name: 'a', seats: [{ kind: 'STANDARD', seats: 1 }] },
      { name: 'b', seats: [{ kind: null, seats: 5 }] },
    );
    await inTransaction(async (tx) => {
      expect(await reserve(tx, 1, 'pod_a')).toBe(true);
      expect(await reserve(tx, 1, 'pod_a')).toBe(true);
      expect(await reserve(tx, 2, 'pod_a')).toBe(false);
      expect(await reserve(tx, 1, 'pod_a', 'prv_other')).toBe(false);
    });
    await inTransaction((tx) => releaseSeat(tx, sub(1), 'prv_1'));
    await inTransaction((tx) => releaseSeat(tx, sub(1), 'prv_1'));
    await inTransaction(async (tx) => {
      expect(await reserve(tx, 2, 'pod_a')).toBe(true);
      await activate(tx, 2, 'pod_a');
      expect(await reserve(tx, 2, 'pod_a')).toBe(true);
      expect(await reserve(tx, 1, 'pod_a')).toBe(false);
      // The same request goes elsewhere instead, and what it held is given back.
      expect(await reserve(tx, 1, 'pod_b')).toBe(true);
      await expect(reserve(tx, 3, 'pod_x')).rejects.toThrow('There is no pod "pod_x".');
    });
    expect(await taken('pod_a')).toEqual({ used: 1, reserved: 0 });
    expect(await taken('pod_b')).toEqual({ used: 0, reserved: 1 });
    await inTransaction((tx) =>
      tx.query(`update pod set draining_since = now(), drain_reason = 'old' where id = 'pod_b'`),
    );
    expect(await inTransaction((tx) => reserve(tx, 4, 'pod_b'))).toBe(false);
  });

  it('are never over-booked by any interleaving of reserving, activating and giving back', async () => {
    const step = fc.record({
      what: fc.constantFrom('reserve', 'activate', 'release', 'end'),
      n: fc.integer({ min: 1, max: 6 }),
      pod: fc.constantFrom('pod_a', 'pod_b'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 6 }), { minLength: 3, maxLength: 3 }),
        async (workers) => {
          await pods(
            { name: 'a', seats: [{ kind: null, seats: 2 }] },
            { name: 'b', seats: [{ kind: 'STANDARD', seats: 1 }] },
          );
          const act = (
            tx: Session,
            { what, n, pod }: { what: string; n: number; pod: string },
          ): Promise<unknown> => {
            if (what === 'reserve') return reserve(tx, n, pod);
            if (what === 'release') return releaseSeat(tx, sub(n), `prv_${n}`);
            if (what === 'end') {
              return tx.query(
                `update subscription set ended_on = '2026-03-09' where id = $1 and activated_at is not null`,
                [sub(n)],
              );
            }
            // Only what holds a seat is ever activated, and where it holds it.
            return tx.query(
              `with own as (update seat_reservation r set status = 'CONSUMED' from subscription s
               where r.subscription_id = $1 and r.status = 'HELD' and s.id = $1 and s.activated_at is null returning r.pod_id)
             update subscription set pod_id = own.pod_id, activated_at = now() from own where id = $1`,
              [sub(n)],
            );
          };
          await Promise.all(
            workers.map(async (steps, worker) => {
              for (const one of steps) {
                await inTransaction((tx) => act(tx, one), worker === 0 ? replica : service.test.database);
                const [a, b] = [await taken('pod_a'), await taken('pod_b')];
                expect((a?.used ?? 0) + (a?.reserved ?? 0)).toBeLessThanOrEqual(2);
                expect((b?.used ?? 0) + (b?.reserved ?? 0)).toBeLessThanOrEqual(1);
              }
            }),
          );
        },
      ),
      { numRuns: 15 },
    );
  }, 30_000);

  it('are refused to whoever is put there by hand, with the pods that have some', async () => {
    await pods(
      { name: 'a', seats: [{ kind: 'STANDARD', seats: 1 }] },
      { name: 'b', seats: [{ kind: null, seats: 5 }] },
      { name: 'c', seats: [{ kind: 'TRIAL', seats: 5 }] },
    );
    await inTransaction((tx) => activate(tx, 1, 'pod_a'));
    const put = (podId: string, replaces?: 'TRIAL' | 'STANDARD') =>
      inTransaction((tx) =>
        requireSeat(tx, { podId, kind: 'STANDARD', now: NOW, ...(replaces ? { replaces } : {}) }),
      );
    await expect(put('pod_a')).rejects.toThrow('The pod a has no seat left of 1. Free seats are on: b (5).');
    await expect(put('pod_c')).rejects.toThrow(
      'The pod c has no seats for STANDARD. Free seats are on: b (5).',
    );
    await expect(put('pod_a', 'TRIAL')).rejects.toThrow('no seat left');
    await put('pod_a', 'STANDARD');
    await put('pod_b');
  });
});

describe('the marks of a pod', () => {
  const fill = (from: number, to: number) =>
    Promise.all(
      Array.from({ length: to - from + 1 }, (_, index) =>
        inTransaction(
          async (tx) => {
            await reserve(tx, from + index, 'pod_a');
            await noteOccupancy(tx, PLATFORM, 'pod_a', NOW);
          },
          index % 2 === 0 ? service.test.database : replica,
        ),
      ),
    );

  it('are told once a crossing upward, also when many fill it at the same time', async () => {
    await pods({
      name: 'a',
      seats: [
        { kind: 'STANDARD', seats: 10 },
        { kind: 'TRIAL', seats: 1 },
      ],
      warning: 80,
    });
    await fill(1, 7);
    expect(await crossings()).toEqual([]);
    await fill(8, 25);
    expect(await crossings()).toEqual(['STANDARD WARNING 8/10', 'STANDARD FULL 10/10']);
    await inTransaction((tx) => noteOccupancy(tx, PLATFORM, ['pod_a'], NOW));
    expect(await crossings()).toHaveLength(2);

    const held = await inTransaction((tx) =>
      tx.query<{ id: string; request: string }>(
        `select subscription_id as id, request_id as request from seat_reservation where status = 'HELD'`,
      ),
    );
    await inTransaction(async (tx) => {
      for (const { id, request } of held) await releaseSeat(tx, id, request);
      await noteOccupancy(tx, PLATFORM, 'pod_a', NOW);
    });
    expect(await crossings()).toHaveLength(2);
    await fill(30, 50);
    expect(await crossings()).toEqual([
      'STANDARD WARNING 8/10',
      'STANDARD FULL 10/10',
      'STANDARD WARNING 8/10',
      'STANDARD FULL 10/10',
    ]);
    // Fewer seats than tenants: it stays full. More seats: it is not.
    const seats = (count: number) =>
      inTransaction(async (tx) => {
        await tx.query(`update pod set seats = $1`, [JSON.stringify([{ kind: null, seats: count }])]);
        await noteOccupancy(tx, PLATFORM, 'pod_a', NOW);
        return tx.query(`select kind, mark, seats, occupied, crossings from pod_mark order by kind`);
      });
    expect(await seats(5)).toEqual([{ kind: '', mark: 'FULL', seats: 5, occupied: 10, crossings: 1 }]);
    expect(await seats(50)).toEqual([{ kind: '', mark: 'NORMAL', seats: 50, occupied: 10, crossings: 1 }]);
  });

  it('go from none to full in one crossing', async () => {
    await pods({ name: 'a', seats: [{ kind: null, seats: 1 }], warning: 50 });
    await fill(1, 1);
    expect(await crossings()).toEqual(['null FULL 1/1']);
  });
});

describe('the forecast of a pod', () => {
  it('is made from what was placed and from trials that convert, in as many statements for many pods', async () => {
    await pods(
      {
        name: 'a',
        seats: [
          { kind: 'TRIAL', seats: 50 },
          { kind: 'STANDARD', seats: 21 },
        ],
      },
      { name: 'b', seats: [{ kind: null, seats: 17 }] },
    );
    await inTransaction(async (tx) => {
      // Pod a: 13 STANDARD, one more at the end of each of the last 12 weeks, and one that began a year ago; 4 trials
      // that end in 7 days. Pod b: as many, all kinds together. 10 trials have ended, 5 of them converted.
      await tx.query(`update subscription set activated_at = now(), pod_id = case when n <= 13 then 'pod_a' else 'pod_b' end,
          started_on = case when (n - 1) % 13 = 12 then date '2025-03-10' else date '2026-03-10' - 7 * ((n - 1) % 13) end
        from generate_series(1, 26) n where id = 'sub_' || n`);
      await tx.query(`update subscription set activated_at = now(), pod_id = 'pod_a', kind = 'TRIAL', ended_on = '2026-03-17'
        where id in ('sub_31', 'sub_32', 'sub_33', 'sub_34')`);
      await tx.query(`update subscription set activated_at = now(), kind = 'TRIAL', ended_on = '2026-03-05'
        from generate_series(41, 50) n where id = 'sub_' || n`);
      await tx.query(`insert into subscription_event (subscription_id, occurred_on, type)
        select 'sub_' || n, '2026-03-05', 'CONVERTED' from generate_series(41, 45) n`);
    });
    const question = `query ($n: Int!) { pods(first: $n) { nodes { name fullOnForecast capacity { kind used fullOnForecast } } } }`;
    // a: 13 + t ÷ 7 + 0.5 × 4 ≥ 21 after 42 days, while its trials do not grow. b: 13 + t ÷ 7 ≥ 17 after 28.
    expect(await service.run(question, { n: 2 })).toEqual({
      pods: {
        nodes: [
          {
            name: 'a',
            fullOnForecast: null,
            capacity: [
              { kind: 'TRIAL', used: 4, fullOnForecast: null },
              { kind: 'STANDARD', used: 13, fullOnForecast: '2026-04-21' },
            ],
          },
          {
            name: 'b',
            fullOnForecast: '2026-04-07',
            capacity: [{ kind: null, used: 13, fullOnForecast: '2026-04-07' }],
          },
        ],
      },
    });
    const none = { fullOnForecast: null, capacity: null };
    expect(await service.run(question, { n: 2 }, testCallers.partner('par_1'))).toEqual({
      pods: {
        nodes: [
          { name: 'a', ...none },
          { name: 'b', ...none },
        ],
      },
    });
    const count = (n: number) => service.countStatements(question, { n });
    // The first takes a connection that served another caller.
    await count(2);
    expect(await count(1)).toBe(await count(2));
  });
});

describe('the preview of a placement', () => {
  const PREVIEW = `query ($region: String) { placementPreview(kind: STANDARD, region: $region, vertical: "health") {
    pod { name } considered { name accepted reason freeSeats } } }`;

  it('tells staff of every pod, partners the answer, and others nothing', async () => {
    await pods(
      { name: 'a', seats: [{ kind: null, seats: 2 }] },
      { name: 'b', seats: [{ kind: null, seats: 9 }], region: 'APAC' },
    );
    await inTransaction((tx) => activate(tx, 1, 'pod_a'));
    const preview = { placementPreview: { pod: { name: 'a' }, considered: null } };
    expect(await service.run(PREVIEW, { region: 'EMEA' }, testCallers.partner('par_1'))).toEqual(preview);
    expect(await service.run(PREVIEW, { region: 'EMEA' }, testCallers.agent)).toEqual({
      placementPreview: {
        pod: { name: 'a' },
        considered: [
          {
            name: 'a',
            accepted: true,
            reason: 'Chosen: 1 of 2 seats are free, the largest share of all that fit.',
            freeSeats: 1,
          },
          { name: 'b', accepted: false, reason: 'It stands in APAC, not in EMEA.', freeSeats: 9 },
        ],
      },
    });
    expect(await service.run(PREVIEW, { region: 'MARS' })).toMatchObject({ placementPreview: { pod: null } });
    for (const caller of [testCallers.contact('cus_1'), testCallers.analyst, testCallers.nobody]) {
      expect(await service.run(PREVIEW, {}, caller)).toEqual({ placementPreview: null });
    }
  });
});
