/// <reference types="jest" />
import { Consumer, Relay, type EventBus } from '../events/index.js';
import { copiesOf, copyCounters, count, Counters1700000000001 } from './counter-service.js';
import { testDatabase, testLogger } from './test-database.js';

const SYSTEM = { kind: 'SYSTEM' } as const;

/** What every engine of the event bus must hold, seen from the services on both of its ends. */
export function eventBusContract(name: string, makeBus: () => Promise<EventBus>): void {
  describe(`events over ${name}`, () => {
    const test = testDatabase({ name: 'contract_test', migrations: [Counters1700000000001] });
    let bus: EventBus;

    beforeEach(async () => {
      bus = await makeBus();
      await test.database.transaction(SYSTEM, async (tx) => {
        await tx.query('delete from counter');
        await tx.query('delete from counter_copy');
      });
    });
    afterEach(() => bus.close());

    const parts = (run: string, check?: Parameters<typeof copyCounters>[1]) => {
      const { database } = test;
      const logger = testLogger();
      return {
        relay: new Relay({ database, bus, producer: run, logger }),
        consumer: new Consumer({ database, bus, name: run, projections: [copyCounters(run, check)], logger }),
      };
    };
    const countAll = async (ids: string[]) => {
      for (const id of ids) await test.database.transaction(SYSTEM, (tx) => count(tx, id));
    };
    const copies = () => test.database.transaction(SYSTEM, copiesOf);

    it('brings every event of every aggregate, in order and with effect once', async () => {
      const { relay, consumer } = parts('orderly');
      await countAll(['a', 'b', 'a', 'c', 'a', 'b']);
      await relay.drain();
      await countAll(['a', 'c']);
      await relay.drain();
      await consumer.drain();
      expect(await copies()).toEqual({ a: [1, 2, 3, 4], b: [1, 2], c: [1, 2] });
      expect(await relay.lag()).toBe(0);
      expect(await consumer.lag()).toEqual({ orderly: 0 });
    });

    it('numbers the events of a producer 1, 2, 3 without a gap', async () => {
      const { relay } = parts('numbered');
      await countAll(['a', 'b', 'c', 'a']);
      await relay.drain();
      const head = await bus.head('numbered');
      const positions = new Set<number>();
      for (let attempt = 0; attempt < 1_000 && positions.size < head; attempt += 1) {
        const after = Math.max(0, ...positions);
        for (const event of await bus.read('numbered', after, 100)) positions.add(event.position);
      }
      expect([...positions].toSorted((a, b) => a - b)).toEqual(Array.from({ length: head }, (_, i) => i + 1));
      expect(await bus.head('nobody')).toBe(0);
    });

    it('parks a poison event with its aggregate, goes on with the rest, and catches up when it is retried', async () => {
      let poisoned = true;
      const { relay, consumer } = parts('poison', (event) => {
        if (poisoned && event.subject === 'b' && event.version === 2) throw new Error('cannot read this one');
      });
      await countAll(['a', 'b', 'b', 'b', 'a', 'c']);
      await relay.drain();
      await consumer.drain();
      expect(await copies()).toEqual({ a: [1, 2], b: [1], c: [1] });
      const parked = await consumer.parked();
      expect(new Set(parked.map(({ event }) => event.subject))).toEqual(new Set(['b']));
      expect(parked[0]).toMatchObject({ error: 'cannot read this one', attempts: 1 });

      expect((await consumer.retryParked()).applied).toBe(0);
      poisoned = false;
      expect((await consumer.retryParked()).left).toBe(0);
      await countAll(['b']);
      await relay.drain();
      await consumer.drain();
      expect(await copies()).toEqual({ a: [1, 2], b: [1, 2, 3, 4], c: [1] });
    });

    it('knows until when a producer has told all, and never goes back', async () => {
      expect(await bus.standing('complete')).toEqual({ head: 0, completeUntil: null });
      const { relay } = parts('complete');
      await countAll(['a', 'b']);
      await relay.drain();
      const { completeUntil } = await bus.standing('complete');
      expect(completeUntil).toBeInstanceOf(Date);
      await bus.complete('complete', new Date('2020-01-01T00:00:00Z'));
      expect(await bus.standing('complete')).toEqual({ head: await bus.head('complete'), completeUntil });
    });

    it('takes in events of some types alone, and those of any order by handler', async () => {
      const { relay } = parts('alone');
      await countAll(['a', 'b', 'a', 'c']);
      await relay.drain();
      const calls: number[] = [];
      const consumer = (name: string, alone: string[]) =>
        new Consumer({
          database: test.database,
          bus,
          name,
          anyOrder: true,
          logger: testLogger(),
          projections: [
            {
              producer: 'alone',
              alone,
              handlers: {
                'plimsoll.counter.counted.v1': async (_tx, events) => {
                  calls.push(events.length);
                },
              },
            },
          ],
        });
      await consumer('alone', ['plimsoll.counter.counted.v1']).drain();
      expect(new Set(calls)).toEqual(new Set([1]));
      const alone = calls.splice(0).length;
      const bulk = consumer('bulk', []);
      await bulk.catchUp({ alone: alone - 1 });
      expect(await bulk.positions()).toEqual({ alone: alone - 1 });
      expect(calls.reduce((sum, length) => sum + length, 0)).toBe(alone - 1);
    });

    it('rebuilds the same copies from position 0', async () => {
      const { relay, consumer } = parts('rebuilt');
      await countAll(['a', 'b', 'a']);
      await relay.drain();
      await consumer.drain();
      const before = await copies();
      await consumer.rebuild(async (tx) => {
        await tx.query('delete from counter_copy');
      });
      expect(await copies()).toEqual({});
      await consumer.drain();
      expect(await copies()).toEqual(before);
    });

    it('consumes once with two replicas at work', async () => {
      const [first, second] = [parts('twice'), parts('twice')];
      const all = [first.relay, second.relay, first.consumer, second.consumer];
      all.forEach((part) => part.start());
      try {
        await countAll(Array.from({ length: 60 }, (_, i) => `c${i % 7}`));
        await Promise.all([first.relay.drain(), second.relay.drain()]);
        await Promise.all([first.consumer.drain(), second.consumer.drain()]);
      } finally {
        await Promise.all(all.map((part) => part.stop()));
      }
      const seen = await copies();
      expect(Object.values(seen).flat()).toHaveLength(60);
      for (const versions of Object.values(seen)) {
        expect(versions).toEqual(Array.from({ length: versions.length }, (_, i) => i + 1));
      }
    });
  });
}
