import 'reflect-metadata';
import { Consumer, newId, PostgresBus, type OutboxEvent } from '@plimsoll/shared';
import { emptyTestDatabase, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { ticketsDatabase } from '../subgraph.js';
import { podCapacityProjection } from './index.js';
import { readCrossing } from './pod-capacity.rules.js';

const crossing = (mark: string, kind: string | null, occupied: number): OutboxEvent => ({
  id: newId('evt'),
  time: '2026-03-01T08:30:00.000Z',
  type: 'plimsoll.pod.capacity_crossed.v1',
  subject: 'pod_1',
  version: 1,
  data: {
    id: 'pod_1',
    externalId: null,
    source: null,
    podId: 'pod_1',
    name: 'EU 1',
    region: 'EMEA',
    kind,
    mark,
    seats: 10,
    occupied,
    crossing: 1,
  },
});

describe('pods whose seats run out', () => {
  const test = testDatabase({ ...ticketsDatabase, name: 'tickets' });
  const busDatabase = emptyTestDatabase('tickets_bus');
  const consume = async (bus: PostgresBus, name: string) => {
    const consumer = new Consumer({
      database: test.database,
      bus,
      name,
      projections: [podCapacityProjection],
      logger: testLogger(),
    });
    await consumer.drain();
    expect(await consumer.parked()).toEqual([]);
  };
  const tickets = () =>
    test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `select t.kind, t.priority, t.status, t.subject, t.opened_at as "openedAt", q.name as queue,
                (select count(*)::int from ticket_event e where e.ticket_id = t.id) as events,
                exists (select 1 from incident i where i.id = t.id) as begun
           from ticket t left join queue q on q.id = t.queue_id order by t.priority desc, t.subject`,
      ),
    );

  it('get one ticket each for hosting operations, however often the events come', async () => {
    const bus = await PostgresBus.open({ url: busDatabase.url, logger: testLogger() });
    try {
      await bus.publish('entitlements', [crossing('WARNING', 'STANDARD', 8), crossing('FULL', null, 10)]);
      await consume(bus, 'one');
      // A consumer that begins anew reads everything a second time.
      await consume(bus, 'another');
      const common = {
        status: 'NEW',
        openedAt: new Date('2026-03-01T08:30:00Z'),
        queue: 'Hosting operations',
        events: 1,
      };
      const expected = [
        {
          ...common,
          kind: 'REQUEST',
          priority: 'P3',
          subject: 'Pod EU 1 is filling up: 8 of 10 STANDARD seats taken',
          begun: false,
        },
        {
          ...common,
          kind: 'INCIDENT',
          priority: 'P2',
          subject: 'Pod EU 1 is full: 10 of 10 seats taken',
          begun: true,
        },
      ];
      expect(await tickets()).toEqual(expected);
      await bus.publish('entitlements', [crossing('FULL', null, 10)]);
      await consume(bus, 'one');
      expect(await tickets()).toEqual([...expected, expected[1]]);
      const queues = await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query('select name from queue'),
      );
      expect(queues).toEqual([{ name: 'Hosting operations' }]);
    } finally {
      await bus.close();
    }
  });

  it('are not told of by something else', () => {
    expect(() => readCrossing({ mark: 'NORMAL', seats: 1, occupied: 0 })).toThrow('NORMAL');
    expect(() => readCrossing({ mark: 'FULL' })).toThrow('seats');
  });
});
