import { AdversarialBus, emptyTestDatabase, eventBusContract, testLogger } from '../testing/index.js';
import { toCloudEvent, type OutboxEvent } from './event.js';
import { PostgresBus } from './postgres-bus.js';

const logger = testLogger();
const bus = emptyTestDatabase('bus');

eventBusContract('PostgreSQL', () => PostgresBus.open({ url: bus.url, logger }));
eventBusContract('an adversarial bus', async () => new AdversarialBus(20_261_121));

const event = (id: string): OutboxEvent => ({
  id,
  type: 'plimsoll.counter.counted.v1',
  subject: 'cnt_1',
  version: 1,
  time: '2026-03-01T10:00:00.250Z',
  data: { id: 'cnt_1' },
});

describe('the bus on PostgreSQL', () => {
  let postgres: PostgresBus;
  beforeAll(async () => (postgres = await PostgresBus.open({ url: bus.url, logger })));
  afterAll(() => postgres.close());

  it('keeps an event once, however often it is published', async () => {
    await postgres.publish('again', [event('evt_1'), event('evt_2'), event('evt_1')]);
    await postgres.publish('again', [event('evt_2'), event('evt_3')]);
    const kept = await postgres.read('again', 0, 10);
    expect(kept.map(({ id, position }) => [id, position])).toEqual([
      ['evt_1', 1],
      ['evt_2', 2],
      ['evt_3', 3],
    ]);
    expect(await postgres.head('again')).toBe(3);
  });

  it('gives every event a place of its own when two publish at once', async () => {
    const batch = (from: string) => Array.from({ length: 50 }, (_, i) => event(`evt_${from}_${i}`));
    await Promise.all(['a', 'b', 'c'].map((from) => postgres.publish('crowd', batch(from))));
    const positions = (await postgres.read('crowd', 0, 1_000)).map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
  });

  it('tells other processes what was published', async () => {
    const other = await PostgresBus.open({ url: bus.url, logger });
    try {
      const told = new Promise<string>((resolve) =>
        other.onPublished((producer) => producer && resolve(producer)),
      );
      // The other one listens from its first wake-up on.
      await new Promise<void>((resolve) => other.onPublished(() => resolve()));
      await postgres.publish('heard', [event('evt_h')]);
      expect(await told).toBe('heard');
    } finally {
      await other.close();
    }
  });

  it('shows an event as a CloudEvent 1.0', async () => {
    await postgres.publish('cloud', [event('evt_c')]);
    const [stored] = await postgres.read('cloud', 0, 1);
    expect(stored && toCloudEvent(stored)).toEqual({
      specversion: '1.0',
      id: 'evt_c',
      source: '/plimsoll/cloud',
      type: 'plimsoll.counter.counted.v1',
      subject: 'cnt_1',
      time: '2026-03-01T10:00:00.250Z',
      datacontenttype: 'application/json',
      aggregateversion: 1,
      sequence: '1',
      data: { id: 'cnt_1' },
    });
  });
});
