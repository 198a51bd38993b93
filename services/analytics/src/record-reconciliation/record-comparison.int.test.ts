import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { COUNTED, newId, type DomainEvent, type OutboxEvent } from '@plimsoll/shared';
import { AdversarialBus, testCallers, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { analyticsConsumer } from '../projections.js';
import { analyticsDatabase, createAnalyticsSubgraph } from '../subgraph.js';
import {
  agreementTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
  told,
} from '../testing/account-events.js';
import { ticketTold } from '../testing/fact-events.js';
import { COMPARED } from './record-comparison.rules.js';
import { addComparison, readComparisons } from './record-comparison.store.js';

const { migrations, entities, service } = analyticsDatabase;
const test = testDatabase({ name: service, migrations, entities });
const SYSTEM = { kind: 'SYSTEM' } as const;
const NOW = new Date('2026-05-10T12:00:00Z');

const outbox = (events: readonly DomainEvent[]): OutboxEvent[] =>
  events.map((event) => ({ ...event, id: newId('evt'), time: '2026-05-01T10:00:00.000Z' }));

/** The day of an identifier, worked out by the bits: 10 characters of 5 are the 48 of the instant. */
function dayOf(id: string): string | null {
  const suffix = /_([0-9a-z]{26})$/.exec(id)?.[1];
  if (suffix === undefined) return null;
  const ms = Array.from(suffix.slice(0, 10)).reduce(
    (sum, letter) => sum * 32 + '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(letter),
    0,
  );
  return new Date(ms).toISOString().slice(0, 10);
}

/** What a service would count after these events: of each record the newest version. */
function countsOf(producer: string, events: readonly DomainEvent[]) {
  const newest = new Map<string, { noun: string; id: string; version: number }>();
  for (const { type, subject: id, version } of events) {
    const noun = type.split('.')[1] ?? '';
    if (!COMPARED[producer]?.includes(noun)) continue;
    if ((newest.get(`${noun} ${id}`)?.version ?? 0) < version)
      newest.set(`${noun} ${id}`, { noun, id, version });
  }
  const counts = new Map<string, { noun: string; day: string | null; count: number; sum: bigint }>();
  for (const { noun, id, version } of newest.values()) {
    const day = dayOf(id);
    const count = counts.get(`${noun} ${day}`) ?? { noun, day, count: 0, sum: 0n };
    count.count += 1;
    count.sum += BigInt(`0x${createHash('md5').update(`${id} ${version}`).digest('hex').slice(0, 15)}`);
    counts.set(`${noun} ${day}`, count);
  }
  return [...counts.values()].map(({ sum, ...count }) => ({ ...count, checksum: String(sum) }));
}

const counted = (producer: string, request: number, events: readonly DomainEvent[]): DomainEvent => ({
  type: COUNTED,
  subject: producer,
  version: request,
  data: { id: producer, externalId: null, source: null, request, counts: countsOf(producer, events) },
});

const customers = Array.from({ length: 15 }, (_, n) => (n < 10 ? newId('cus') : `cus_${n}`));
const HISTORY: Record<string, DomainEvent[]> = {
  entitlements: [
    agreementTold('sla_1'),
    told('product', 'prd_1', { name: 'Ledger' }),
    ...customers.flatMap((id, n) => [
      customerTold(id),
      entitlementTold(`ent_${n}`, id),
      subscriptionTold(`sub_${n}`, id),
      customerTold(id, { segment: 'SMB' }, 2),
      subscriptionTold(`sub_${n}`, id, { endedOn: '2026-04-01' }, 2),
    ]),
  ],
  assets: [
    told('asset', 'ast_1', { name: 'db', kind: 'database', status: 'LIVE' }),
    told('change', 'chg_1', { status: 'APPROVED', outcome: null, assetIds: ['ast_1'] }),
    told('asset', 'ast_1', { name: 'db', kind: 'database', status: 'RETIRED' }, 2),
  ],
  tickets: customers.flatMap((id, n) => [ticketTold(`tkt_${n}`, id), ticketTold(`tkt_${n}`, id, {}, 2)]),
};
/** Told after the counting: no part of the comparison. */
const LATER: Record<string, DomainEvent[]> = {
  entitlements: [customerTold('cus_late'), customerTold('cus_11', {}, 3)],
  tickets: [ticketTold('tkt_late', 'cus_11')],
};

async function publishAll(bus: AdversarialBus, number: number): Promise<void> {
  for (const [producer, events] of Object.entries(HISTORY)) {
    await bus.publish(producer, outbox(events));
    await bus.publish(producer, outbox([counted(producer, number, events)]));
    await bus.publish(producer, outbox(LATER[producer] ?? []));
  }
}

const request = () => test.database.transaction(SYSTEM, (tx) => addComparison(tx, 'test', NOW));
const comparisons = (number: number) =>
  test.database.transaction(SYSTEM, (tx) => readComparisons(tx, number));

describe('what services have on record, beside what was kept of it', () => {
  it('agrees after events came twice, late and mixed, to a consumer that died at every one of its commits', async () => {
    const bus = new AdversarialBus(5);
    const number = await request();
    await publishAll(bus, number);
    const replica = await test.openReplica();
    const consumer = analyticsConsumer({ database: replica, bus, logger: testLogger(), clock: () => NOW });
    let died = 0;
    for (let last = 1; ; last += 3) {
      let commits = 0;
      const stop = replica.onStatement((sql) => {
        if (sql === 'COMMIT' && (commits += 1) >= last) throw new Error('killed');
      });
      try {
        await consumer.drain();
        break;
      } catch (error) {
        died += 1;
        expect((error as Error).message).toBe('killed');
      } finally {
        stop();
      }
    }
    expect(died).toBeGreaterThan(2);
    expect(await consumer.parked()).toEqual([]);
    const found = await comparisons(number);
    expect(found.map(({ producer, differences }) => ({ producer, differences }))).toEqual(
      ['assets', 'entitlements', 'tickets'].map((producer) => ({ producer, differences: [] })),
    );
    expect(found.map(({ recordCount }) => recordCount)).toEqual([2, 2 + 3 * 15, 15]);
  });

  it('names the noun and the day of what is missing, of another version, or more than there is', async () => {
    await test.database.transaction(SYSTEM, async (tx) => {
      await tx.query('delete from customer where id = $1', [customers[3]]);
      await tx.query(`update ticket set version = 1 where id = 'tkt_4'`);
      await tx.query(`insert into asset (id, version, first_seen_at) values ('ast_ghost', 1, now())`);
    });
    const bus = new AdversarialBus(6);
    const number = await request();
    const after = (producer: string) => [...(HISTORY[producer] ?? []), ...(LATER[producer] ?? [])];
    await test.database.transaction(SYSTEM, (tx) => tx.query('update inbox_cursor set position = 0'));
    for (const producer of Object.keys(HISTORY)) {
      await bus.publish(producer, outbox([counted(producer, number, after(producer))]));
    }
    const consumer = analyticsConsumer({
      database: test.database,
      bus,
      logger: testLogger(),
      clock: () => NOW,
    });
    await consumer.drain();
    const differences = (await comparisons(number)).flatMap((one) => one.differences);
    expect(differences).toEqual([
      { noun: 'asset', day: null, toldCount: 1, keptCount: 2 },
      { noun: 'customer', day: dayOf(customers[3] ?? ''), toldCount: 10, keptCount: 9 },
      { noun: 'ticket', day: null, toldCount: 16, keptCount: 16 },
    ]);
  });

  it('is asked for and seen by admins and operators alone', async () => {
    const subgraph = createAnalyticsSubgraph({
      database: test.database,
      bus: new AdversarialBus(7),
      logger: testLogger(),
      clock: () => NOW,
    });
    const ask = async (document: string, principal = testCallers.operator) => {
      const result = await subgraph.run({
        document: parse(document),
        variables: {},
        principal,
        requestId: 'test',
      });
      expect(result.errors).toBeUndefined();
      return JSON.parse(JSON.stringify(result.data)) as Record<string, unknown>;
    };
    const outboxed = () =>
      test.database.connect('test').then(async (owner) => {
        const { rows } = await owner.query('select type, version from outbox');
        await owner.end();
        return rows as unknown[];
      });
    const before = await ask('{ recordComparison { number agrees services { producer } } }');
    expect(before).toEqual({
      recordComparison: {
        number: 2,
        agrees: false,
        services: ['assets', 'entitlements', 'tickets'].map((producer) => ({ producer })),
      },
    });
    const denied = 'mutation { compareRecords { comparison { number } userErrors { code } } }';
    for (const caller of [testCallers.agent, testCallers.analyst, testCallers.contact('cus_11')]) {
      expect(await ask(denied, caller)).toEqual({
        compareRecords: { comparison: null, userErrors: [{ code: 'NOT_FOUND' }] },
      });
      expect(await ask('{ recordComparison { number } }', caller)).toEqual({ recordComparison: null });
    }
    expect(await outboxed()).toEqual([]);
    expect(
      await ask(
        'mutation { compareRecords { comparison { number agrees services { producer } } userErrors { code } } }',
      ),
    ).toEqual({ compareRecords: { comparison: { number: 3, agrees: null, services: [] }, userErrors: [] } });
    expect(await outboxed()).toEqual([{ type: 'plimsoll.record_count.requested.v1', version: 3 }]);
  });
});
