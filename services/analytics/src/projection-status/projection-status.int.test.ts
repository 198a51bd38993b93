import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const NOW = '2026-03-10T12:00:00.000Z';
const service = analyticsService(NOW);
const STATUS = `{ projectionStatus { dataAsOf producers { producer position head lag parkedCount
  oldestParked { type subject happenedAt attempts error } } } }`;
const RETRY = 'mutation { retryParkedEvents { applied left userErrors { code } } }';

describe('how far analytics is with the events of each service', () => {
  it('shows lag and what is put aside to staff and analysts, and why to staff alone', async () => {
    await service.tell(
      'entitlements',
      [customerTold('cus_1', { timeZone: 'Mars/Olympus' }), customerTold('cus_2')],
      '2026-03-10T11:00:00.000Z',
    );
    await service.drain();
    await service.tell('tickets', [customerTold('not-of-tickets')]);
    const none = { parkedCount: 0, oldestParked: null };
    const parked = {
      type: 'plimsoll.customer.created.v1',
      subject: 'cus_1',
      happenedAt: '2026-03-10T11:00:00.000Z',
      attempts: 1,
    };
    const status = (error: unknown) => ({
      projectionStatus: {
        dataAsOf: '2026-03-10T11:00:00.000Z',
        producers: [
          {
            producer: 'entitlements',
            position: 2,
            head: 2,
            lag: 0,
            parkedCount: 1,
            oldestParked: { ...parked, error },
          },
          { producer: 'assets', position: 0, head: 0, lag: 0, ...none },
          { producer: 'tickets', position: 0, head: 1, lag: 1, ...none },
        ],
      },
    });
    expect(await service.run(STATUS)).toEqual(status(expect.stringContaining('timeZone')));
    expect(await service.run(STATUS, {}, testCallers.analyst)).toEqual(status(null));
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_2'), testCallers.nobody]) {
      expect(await service.run(STATUS, {}, caller)).toEqual({ projectionStatus: null });
    }
  });

  it('tries what is put aside once more for administrators and operators alone', async () => {
    for (const caller of [testCallers.agent, testCallers.analyst, testCallers.contact('cus_2')]) {
      expect(await service.run(RETRY, {}, caller)).toEqual({
        retryParkedEvents: { applied: null, left: null, userErrors: [{ code: 'NOT_FOUND' }] },
      });
    }
    const retried = { applied: 0, left: 1, userErrors: [] };
    expect(await service.run(RETRY, {}, testCallers.operator)).toEqual({ retryParkedEvents: retried });
    const owner = await service.test.database.connect('test');
    await owner.query(`update parked_event set event = jsonb_set(event, '{data,timeZone}', '"UTC"')`);
    await owner.end();
    expect(await service.run(RETRY, {}, testCallers.operator)).toEqual({
      retryParkedEvents: { applied: 1, left: 0, userErrors: [] },
    });
    await service.drain();
    expect(await service.run('{ projectionStatus { dataAsOf } }')).toEqual({
      projectionStatus: { dataAsOf: NOW },
    });
  });
});
