import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { RequestContext } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { loadDataAsOf, PRODUCERS } from './index.js';

const NOW = '2026-03-10T12:00:00.000Z';
const service = analyticsService(NOW);

async function dataAsOf(): Promise<string | null> {
  const context = new RequestContext({
    principal: testCallers.contact('cus_1'),
    requestId: randomUUID(),
    database: service.test.database,
    now: new Date(NOW),
  });
  const statements: string[] = [];
  const stop = service.test.database.onStatement((sql) => statements.push(sql));
  try {
    const [first, second] = await Promise.all([loadDataAsOf(context), loadDataAsOf(context)]);
    expect(second).toEqual(first);
    expect(statements.filter((sql) => sql.includes('inbox_cursor'))).toHaveLength(1);
    return first?.toISOString() ?? null;
  } finally {
    stop();
    await context.dispose();
  }
}
const at = (time: string) => new Date(`2026-03-10T${time}.000Z`);

describe('how fresh the answers are', () => {
  it('is unknown until every producer has said how far it is, then the earliest of what they said', async () => {
    expect(await dataAsOf()).toBeNull();
    await service.bus.complete('entitlements', at('10:00:00'));
    await service.bus.complete('assets', at('10:00:05'));
    await service.consumer.drain();
    expect(await dataAsOf()).toBeNull();
    await service.bus.complete('tickets', at('10:00:02'));
    await service.consumer.drain();
    expect(await dataAsOf()).toBe('2026-03-10T10:00:00.000Z');
  });

  it('never goes back, and stays while what is published is not taken in', async () => {
    await service.bus.complete('entitlements', at('09:00:00'));
    await service.consumer.drain();
    expect(await dataAsOf()).toBe('2026-03-10T10:00:00.000Z');
    await service.tell('entitlements', [customerTold('cus_1')], at('10:30:00').toISOString());
    for (const producer of PRODUCERS) await service.bus.complete(producer, at('11:00:00'));
    expect(await dataAsOf()).toBe('2026-03-10T10:00:00.000Z');
    await service.consumer.drain();
    expect(await dataAsOf()).toBe('2026-03-10T11:00:00.000Z');
  });

  it('is held back by an event that is put aside', async () => {
    await service.tell(
      'entitlements',
      [customerTold('cus_2', { timeZone: 'Mars/Olympus' })],
      at('11:10:00').toISOString(),
    );
    await service.drain();
    expect(await dataAsOf()).toBe('2026-03-10T11:10:00.000Z');
  });
});
