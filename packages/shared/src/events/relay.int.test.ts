import { count, Counters1700000000001 } from '../testing/counter-service.js';
import { AdversarialBus, testDatabase, testLogger } from '../testing/index.js';
import { emit } from './outbox.js';
import { Relay } from './relay.js';
import type { EventBus, OutboxEvent } from './event.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'relay_test', migrations: [Counters1700000000001] });

/** Keeps what it is told, as told. */
class RecordingBus extends AdversarialBus implements EventBus {
  readonly published: OutboxEvent[] = [];
  failures = 0;

  override async publish(_producer: string, events: OutboxEvent[]): Promise<void> {
    this.published.push(...events);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the bus is away');
    }
  }
}

const relayTo = (bus: EventBus) =>
  new Relay({ database: test.database, bus, producer: 'relay_test', logger: testLogger() });
const keysOf = (events: OutboxEvent[]) => events.map((event) => `${event.subject}${event.version}`);
const until = async (condition: () => boolean) => {
  for (let i = 0; i < 200 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
};

describe('the relay', () => {
  it('tells nothing of a transaction that was rolled back', async () => {
    const bus = new RecordingBus(1);
    await expect(
      test.database.transaction(SYSTEM, async (tx) => {
        await count(tx, 'gone');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await relayTo(bus).drain();
    expect(bus.published).toEqual([]);
  });

  it('does not lose the event of a transaction that began earlier and commits later', async () => {
    const bus = new RecordingBus(1);
    const relay = relayTo(bus);
    const late = test.database.session(SYSTEM);
    let drained: Promise<void> | undefined;
    await late.transaction(async (tx) => {
      await count(tx, 'late');
      await test.database.transaction(SYSTEM, (other) => count(other, 'early'));
      drained = relay.drain();
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(bus.published).toEqual([]);
      expect(await relay.lag()).toBe(1);
    });
    await late.release();
    await drained;
    await relay.drain();
    expect(keysOf(bus.published).toSorted()).toEqual(['early1', 'late1']);
    expect(await relay.lag()).toBe(0);
  });

  it('keeps the order of an aggregate when the transaction with the lower id changed it second', async () => {
    const bus = new RecordingBus(1);
    await test.database.transaction(SYSTEM, (tx) => count(tx, 'x'));
    const [first, second] = [test.database.session(SYSTEM), test.database.session(SYSTEM)];
    // `second` has its id before `first` begins, and changes x after `first` has committed.
    await second.transaction(async (tx) => {
      await count(tx, 'other');
      await first.transaction((inner) => count(inner, 'x'));
      await count(tx, 'x');
    });
    await Promise.all([first.release(), second.release()]);
    await relayTo(bus).drain();
    const ofX = bus.published.filter((event) => event.subject === 'x').map((event) => event.version);
    expect(ofX).toEqual([1, 2, 3]);
  });

  it('is woken by a commit and repeats what the bus did not take', async () => {
    const bus = new RecordingBus(1);
    bus.failures = 1;
    const relay = relayTo(bus);
    relay.start();
    try {
      await test.database.transaction(SYSTEM, (tx) => count(tx, 'woken'));
      await until(() => bus.published.length === 2);
      expect(keysOf(bus.published)).toEqual(['woken1', 'woken1']);
      expect(bus.published[0]?.id).toBe(bus.published[1]?.id);
    } finally {
      await relay.stop();
    }
  });

  it('moves many events of one statement in their order, in batches', async () => {
    const bus = new RecordingBus(1);
    const many = Array.from({ length: 1_200 }, (_, i) => ({
      type: 'plimsoll.counter.counted.v1',
      subject: `m${i}`,
      version: 1,
      data: { place: i },
    }));
    await test.database.transaction(SYSTEM, (tx) => emit(tx, many));
    await relayTo(bus).drain();
    expect(bus.published.map((event) => event.data['place'])).toEqual(many.map((event) => event.data.place));
    expect(bus.published[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('tells until when all is told: never beyond the beginning of a transaction that is open', async () => {
    const bus = new RecordingBus(1);
    const relay = relayTo(bus);
    const completeUntil = async () => (await bus.standing('relay_test')).completeUntil?.getTime() ?? 0;
    const late = test.database.session(SYSTEM);
    await late.transaction(async (tx) => {
      const [row] = await tx.query<{ began: Date }>('select now() as began');
      const began = row?.began.getTime() ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
      await relay.drain();
      expect(await completeUntil()).toBeGreaterThan(began - 1_000);
      expect(await completeUntil()).toBeLessThanOrEqual(began);
      // Its event has the time of its beginning.
      await count(tx, 'complete');
    });
    await late.release();
    const before = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await relay.drain();
    expect(await completeUntil()).toBeGreaterThanOrEqual(before);
    const [told] = bus.published.slice(-1);
    expect(Date.parse(told?.time ?? '')).toBeLessThan(await completeUntil());
  });

  it('refuses to emit outside of a transaction', async () => {
    const session = test.database.session(SYSTEM);
    await expect(
      emit(session, [{ type: 'plimsoll.counter.counted.v1', subject: 'x', version: 1, data: {} }]),
    ).rejects.toThrow('transaction');
    await session.release();
  });
});
