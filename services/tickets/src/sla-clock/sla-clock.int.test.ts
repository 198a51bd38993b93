import 'reflect-metadata';
import { DatabaseError, newId, type Database, type Principal } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { clockDesk, type Clock } from '../testing/clock-desk.fixture.js';
import { tell, type Desk } from '../testing/desk.js';
import { OFFICE, promiseTo, tellOfPromises, type Promised } from '../testing/promises.js';
import { slaClockJobs } from './index.js';

const { agent } = testCallers;
const minutes = (n: number) => n * 60_000;

describe('the clocks of a ticket', () => {
  const { service, at, later, shown, run, open, step, reply, clocks, clock, noticed, told } = clockDesk();
  let desk: Desk;
  let promised: Promised;

  beforeAll(() => {
    ({ desk, promised } = told());
  });

  it('count in working time from the opening, stand still while the customer is waited for, and stop', async () => {
    // Monday, 10:00 in Berlin.
    at('2026-03-02T09:00:00.000Z');
    const id = await open({ priority: 'P1' });
    expect(await clocks(id)).toEqual([
      {
        target: 'FIRST_RESPONSE',
        cycle: 1,
        status: 'RUNNING',
        priority: 'P1',
        startedAt: '2026-03-02T09:00:00.000Z',
        stoppedAt: null,
        dueAt: '2026-03-02T09:15:00.000Z',
        targetSeconds: 900,
        elapsedSeconds: 0,
        remainingSeconds: 900,
        pausedBecause: null,
        breachedAt: null,
        warnedPercent: null,
        agreement: { id: promised.agreement },
        entitlement: { id: promised.entitlement },
      },
      expect.objectContaining({ target: 'RESOLUTION', dueAt: '2026-03-02T13:00:00.000Z' }),
    ]);
    later(minutes(10));
    await step('waitOnCustomer', id, { on: 'CUSTOMER' });
    later(minutes(60));
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({
      status: 'PAUSED',
      pausedBecause: 'WAITING_ON_CUSTOMER',
      dueAt: null,
      elapsedSeconds: 600,
      remainingSeconds: 300,
    });
    await reply(id, { ...testCallers.contact(desk.customerA), contactId: desk.contactA });
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({
      status: 'RUNNING',
      dueAt: '2026-03-02T10:15:00.000Z',
    });
    later(minutes(5));
    await reply(id);
    expect(await clocks(id)).toEqual([
      expect.objectContaining({
        target: 'FIRST_RESPONSE',
        status: 'MET',
        stoppedAt: '2026-03-02T10:15:00.000Z',
        elapsedSeconds: 900,
      }),
      expect.objectContaining({ target: 'RESOLUTION', status: 'RUNNING', dueAt: '2026-03-02T14:00:00.000Z' }),
      expect.objectContaining({ target: 'UPDATE', cycle: 1, dueAt: '2026-03-02T11:15:00.000Z' }),
    ]);
    // The hour of the update ends at 12:15 in Berlin, and nobody says a word.
    at('2026-03-02T11:15:00.001Z');
    expect(await clock(id, 'UPDATE')).toMatchObject({
      status: 'BREACHED',
      breachedAt: '2026-03-02T11:15:00.000Z',
    });
    const mine = await service.run<{ ticket: { clocks: { dueAt: string }[] } }>(
      'query ($id: ID!) { ticket(id: $id) { clocks { dueAt remainingSeconds } } }',
      { id },
      testCallers.contact(desk.customerA),
    );
    expect(mine.ticket.clocks).toHaveLength(3);
    await step('resolveTicket', id);
    expect(await clock(id, 'RESOLUTION')).toMatchObject({
      status: 'MET',
      remainingSeconds: 2 * 3600 + 45 * 60 - 0.001,
    });
  });

  it('are noticed where nobody takes a step: warnings, then the breach at its due instant, each once', async () => {
    at('2026-03-02T09:00:00.000Z');
    const id = await open({ priority: 'P3' });
    expect(await noticed(id)).toEqual([]);
    later(minutes(120));
    await run('notice_sla_clocks');
    await run('notice_sla_clocks');
    expect(await noticed(id)).toEqual([['SLA_WARNED', 'FIRST_RESPONSE', '2026-03-02T11:00:00.000Z']]);
    // The process sleeps over everything that follows.
    at('2026-03-09T09:00:00.000Z');
    await Promise.all([run('notice_sla_clocks'), run('notice_sla_clocks')]);
    expect(await noticed(id)).toEqual([
      ['SLA_WARNED', 'FIRST_RESPONSE', '2026-03-02T11:00:00.000Z'],
      ['SLA_WARNED', 'FIRST_RESPONSE', '2026-03-02T12:00:00.000Z'],
      ['SLA_WARNED', 'FIRST_RESPONSE', '2026-03-02T12:36:00.000Z'],
      ['SLA_BREACHED', 'FIRST_RESPONSE', '2026-03-02T13:00:00.000Z'],
      // Sixteen hours from Monday, 10:00: seven, eight, and one on Wednesday.
      ['SLA_WARNED', 'RESOLUTION', '2026-03-03T09:00:00.000Z'],
      ['SLA_WARNED', 'RESOLUTION', '2026-03-03T13:00:00.000Z'],
      ['SLA_WARNED', 'RESOLUTION', '2026-03-03T15:24:00.000Z'],
      ['SLA_BREACHED', 'RESOLUTION', '2026-03-04T09:00:00.000Z'],
    ]);
    const told = (await service.events()).filter(
      ({ type, data }) => type.startsWith('plimsoll.sla_clock.') && data['ticketId'] === id,
    );
    expect(told).toHaveLength(8);
    expect(told.at(-1)).toMatchObject({
      type: 'plimsoll.sla_clock.breached.v1',
      subject: `${id}/RESOLUTION/1`,
      data: { customerId: desk.customerA, at: '2026-03-04T09:00:00.000Z', agreementId: promised.agreement },
    });
    at('2026-03-10T09:00:00.000Z');
    await step('resolveTicket', id);
    expect((await noticed(id)).length).toBe(8);
    expect(await clock(id, 'RESOLUTION')).toMatchObject({
      status: 'BREACHED',
      stoppedAt: '2026-03-10T09:00:00.000Z',
    });
    const restated = (await service.events()).filter(
      ({ type, subject }) => type === 'plimsoll.ticket_clocks.recorded.v1' && subject === id,
    );
    // Opened, breached, resolved: a warning changes no verdict, and is told apart.
    const verdicts = restated.map(({ data }) =>
      (data['clocks'] as { target: string; status: string }[]).map((one) => `${one.target} ${one.status}`),
    );
    expect(verdicts).toEqual([
      ['FIRST_RESPONSE RUNNING', 'RESOLUTION RUNNING'],
      ['FIRST_RESPONSE BREACHED', 'RESOLUTION BREACHED'],
      ['FIRST_RESPONSE BREACHED', 'RESOLUTION BREACHED'],
    ]);
    const versions = restated.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(restated.at(-1)?.data).toMatchObject({
      ticketId: id,
      customerId: desk.customerA,
      clocks: [
        {
          target: 'FIRST_RESPONSE',
          cycle: 1,
          priority: 'P3',
          agreementId: promised.agreement,
          entitlementId: promised.entitlement,
          startedAt: '2026-03-02T09:00:00.000Z',
          dueAt: '2026-03-02T13:00:00.000Z',
          breachedAt: '2026-03-02T13:00:00.000Z',
        },
        {
          target: 'RESOLUTION',
          dueAt: '2026-03-04T09:00:00.000Z',
          stoppedAt: '2026-03-10T09:00:00.000Z',
          breachedAt: '2026-03-04T09:00:00.000Z',
        },
      ],
    });
  });

  it('wait for an agreement that has not been told of, and are counted from the beginning once it has', async () => {
    at('2026-03-02T09:00:00.000Z');
    const { database } = service.test;
    const [agreement, calendar] = [newId('sla'), newId('cal')];
    await tellOfPromises(database, [
      { noun: 'customer', id: desk.customerB, timeZone: 'Europe/Berlin' },
      {
        noun: 'entitlement',
        id: newId('ent'),
        customerId: desk.customerB,
        productId: desk.product,
        agreementId: agreement,
        validFrom: '2026-01-01',
      },
    ]);
    const id = await open({ priority: 'P1', customerId: desk.customerB });
    const strange = await open({ priority: 'P1', customerId: desk.customerC });
    const awaited = { status: 'AWAITING', dueAt: null, targetSeconds: null, agreement: null };
    expect(await clocks(id)).toEqual([
      expect.objectContaining({ target: 'FIRST_RESPONSE', ...awaited }),
      expect.objectContaining({ target: 'UPDATE', ...awaited }),
      expect.objectContaining({ target: 'RESOLUTION', ...awaited }),
    ]);
    // Of this customer nothing has been told, neither that it has an entitlement nor that it has none.
    expect((await clocks(strange)).map(({ status }) => status)).toEqual(['AWAITING', 'AWAITING', 'AWAITING']);
    await tellOfPromises(database, [
      {
        noun: 'agreement',
        id: agreement,
        name: 'Late',
        status: 'IN_FORCE',
        validFrom: '2026-01-01',
        uptimeTarget: '99',
        calendarId: calendar,
        targets: [{ priority: 'P1', firstResponse: 'PT1H', update: null, resolution: null }],
      },
    ]);
    await run('freeze_sla_targets');
    expect((await clocks(id)).map(({ status }) => status)).toContain('AWAITING');
    at('2026-03-02T10:30:00.000Z');
    await tellOfPromises(database, [
      { noun: 'calendar', id: calendar, name: 'Office', ...OFFICE },
      { noun: 'customer', id: desk.customerC, timeZone: 'UTC' },
    ]);
    await run('freeze_sla_targets');
    expect(await clocks(id)).toEqual([
      expect.objectContaining({
        target: 'FIRST_RESPONSE',
        status: 'BREACHED',
        startedAt: '2026-03-02T09:00:00.000Z',
        breachedAt: '2026-03-02T10:00:00.000Z',
      }),
    ]);
    expect((await noticed(id)).at(-1)).toEqual([
      'SLA_BREACHED',
      'FIRST_RESPONSE',
      '2026-03-02T10:00:00.000Z',
    ]);
    expect(await clocks(strange)).toEqual([]);
  });

  it('are frozen by what held when the ticket was opened, however late it is told, and by nothing that came later', async () => {
    at('2026-03-02T09:00:00.000Z');
    const { database } = service.test;
    const customerId = desk.customerC;
    const id = await open({ priority: 'P1', customerId });
    expect(await clocks(id)).toEqual([]);
    const told = (name: string, time: string, firstResponse: string) => {
      const agreementId = newId('sla');
      return [
        {
          noun: 'agreement' as const,
          id: agreementId,
          name,
          validFrom: '2026-01-01',
          uptimeTarget: '99',
          time,
          targets: [{ priority: 'P1', firstResponse, update: null, resolution: null }],
        },
        {
          noun: 'entitlement' as const,
          id: newId('ent'),
          customerId,
          productId: desk.product,
          agreementId,
          validFrom: '2026-01-01',
          time,
        },
      ];
    };
    await tellOfPromises(database, told('Sold a minute after', '2026-03-02T09:01:00.000Z', 'PT1M'));
    await run('freeze_sla_targets');
    expect(await clocks(id)).toEqual([]);
    await tellOfPromises(database, told('Sold a minute before', '2026-03-02T08:59:00.000Z', 'PT30M'));
    await run('freeze_sla_targets');
    expect((await clocks(id)).map(({ dueAt }) => dueAt)).toEqual(['2026-03-02T09:30:00.000Z']);
    const next = await open({ priority: 'P1', customerId, productId: desk.product });
    expect((await clocks(next)).map(({ dueAt }) => dueAt)).toEqual(['2026-03-02T09:01:00.000Z']);
    const other = newId('prd');
    await tell(database, [{ noun: 'product', id: other, name: 'Another' }]);
    const elsewhere = await open({ priority: 'P1', customerId, productId: other });
    expect(await clocks(elsewhere)).toEqual([]);
  });

  it('follow an edited calendar while they are open, and keep the verdict once they are over', async () => {
    at('2026-03-02T09:00:00.000Z');
    const { database } = service.test;
    const customerId = newId('cus');
    await tell(database, [{ noun: 'customer', id: customerId, name: 'D', partnerId: null }]);
    const { calendar } = await promiseTo(database, customerId, {
      P1: { firstResponse: 'PT15M', resolution: 'PT1H' },
    });
    const id = await open({ priority: 'P1', customerId });
    later(minutes(20));
    await reply(id);
    at('2026-03-02T10:30:00.000Z');
    await run('notice_sla_clocks');
    expect(await clock(id, 'RESOLUTION')).toMatchObject({ status: 'BREACHED' });
    // It turns out that nobody works before noon in Berlin.
    await tellOfPromises(database, [
      { noun: 'calendar', id: calendar, version: 2, name: 'Office', ...OFFICE, hours: 'Mon-Fri 12:00-17:00' },
    ]);
    await run('notice_sla_clocks');
    expect(await clock(id, 'FIRST_RESPONSE')).toMatchObject({
      status: 'BREACHED',
      breachedAt: '2026-03-02T09:15:00.000Z',
    });
    expect(await clock(id, 'RESOLUTION')).toMatchObject({
      status: 'RUNNING',
      dueAt: '2026-03-02T12:00:00.000Z',
      elapsedSeconds: 0,
    });
    expect((await noticed(id)).map(([type, target]) => `${type} ${target}`)).toEqual([
      ...['SLA_WARNED', 'SLA_WARNED', 'SLA_WARNED', 'SLA_BREACHED'].map((type) => `${type} FIRST_RESPONSE`),
      ...['SLA_WARNED', 'SLA_WARNED', 'SLA_WARNED', 'SLA_BREACHED', 'SLA_BREACH_WITHDRAWN'].map(
        (type) => `${type} RESOLUTION`,
      ),
    ]);
    later(minutes(60));
    await step('resolveTicket', id);
    expect(await clock(id, 'RESOLUTION')).toMatchObject({ status: 'MET', elapsedSeconds: 1800 });
    await tellOfPromises(database, [
      { noun: 'calendar', id: calendar, version: 3, name: 'Office', ...OFFICE },
    ]);
    await run('notice_sla_clocks');
    const { recomputeClocks } = await service.run<{ recomputeClocks: { recomputed: { changed: number } } }>(
      'mutation ($id: ID!) { recomputeClocks(input: { ticketIds: [$id] }) { recomputed { changed } } }',
      { id },
      testCallers.admin,
    );
    expect(recomputeClocks.recomputed.changed).toBe(0);
    expect(await clock(id, 'RESOLUTION')).toMatchObject({ status: 'MET', elapsedSeconds: 1800 });
  });

  it('are noticed once by two replicas, of which one is killed before or after each of its commits', async () => {
    const replica = await service.test.openReplica();
    const opened: string[] = [];
    at('2026-03-02T09:00:00.000Z');
    for (let count = 0; count < 5; count += 1) opened.push(await open({ priority: 'P3' }));
    /** A database whose process dies at its n-th commit: with its connection, or once that has committed. */
    const dying = (nth: number, when: 'BEFORE' | 'AFTER'): Pick<Database, 'transaction'> => {
      let commits = 0;
      return {
        transaction: async (scope, fn) => {
          commits += 1;
          const isLast = commits === nth;
          const result = await replica.transaction(scope, async (tx) => {
            const done = await fn(tx);
            if (isLast && when === 'BEFORE') await tx.query('select pg_terminate_backend(pg_backend_pid())');
            return done;
          });
          if (isLast) throw new DatabaseError('DATABASE_UNAVAILABLE', 'the process was killed', null);
          return result;
        },
      };
    };
    const sweep = async (database: Pick<Database, 'transaction'>) =>
      slaClockJobs({ database, clock: shown, logger: testLogger() }, 2).handlers['notice_sla_clocks']?.(
        {},
        { id: '1', attempt: 1 },
      );
    // Each look comes a while after something was reached; one replica dies at the next commit each time.
    const looks: [string, number, 'BEFORE' | 'AFTER'][] = [
      ['2026-03-02T11:05:00.000Z', 1, 'BEFORE'],
      ['2026-03-02T12:05:00.000Z', 2, 'BEFORE'],
      ['2026-03-02T12:37:00.000Z', 1, 'AFTER'],
      ['2026-03-02T13:01:00.000Z', 2, 'AFTER'],
      ['2026-03-03T13:01:00.000Z', 3, 'BEFORE'],
      ['2026-03-04T10:00:00.000Z', 3, 'AFTER'],
    ];
    for (const [when, nth, side] of looks) {
      at(when);
      await Promise.allSettled([sweep(dying(nth, side)), sweep(service.test.database)]);
      await sweep(service.test.database);
    }
    const expected = [
      'SLA_WARNED FIRST_RESPONSE 2026-03-02T11:00:00.000Z',
      'SLA_WARNED FIRST_RESPONSE 2026-03-02T12:00:00.000Z',
      'SLA_WARNED FIRST_RESPONSE 2026-03-02T12:36:00.000Z',
      'SLA_BREACHED FIRST_RESPONSE 2026-03-02T13:00:00.000Z',
      'SLA_WARNED RESOLUTION 2026-03-03T09:00:00.000Z',
      'SLA_WARNED RESOLUTION 2026-03-03T13:00:00.000Z',
      'SLA_WARNED RESOLUTION 2026-03-03T15:24:00.000Z',
      'SLA_BREACHED RESOLUTION 2026-03-04T09:00:00.000Z',
    ];
    for (const id of opened) {
      expect((await noticed(id)).map((notice) => notice.join(' '))).toEqual(expected);
      const told = (await service.events()).filter(
        ({ type, data }) => type.startsWith('plimsoll.sla_clock.') && data['ticketId'] === id,
      );
      expect(
        told.map(({ type, data }) => `${type.split('.')[2]} ${String(data['target'])} ${String(data['at'])}`),
      ).toEqual(
        expected.map((line) => line.replace('SLA_WARNED', 'warned').replace('SLA_BREACHED', 'breached')),
      );
    }
  });

  it('are noticed although those of one ticket cannot be settled', async () => {
    at('2026-03-02T09:00:00.000Z');
    const broken = await open({ priority: 'P1' });
    const sound = await open({ priority: 'P1' });
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `update sla_target set targets = jsonb_set(targets, '{0,calendarId}', '"cal_lost"') where ticket_id = $1`,
        [broken],
      ),
    );
    later(minutes(20));
    await run('notice_sla_clocks');
    expect((await noticed(sound)).at(-1)?.slice(0, 2)).toEqual(['SLA_BREACHED', 'FIRST_RESPONSE']);
    expect(await noticed(broken)).toEqual([]);
  });

  it('are forecast to break, for staff, as far ahead as is asked', async () => {
    at('2026-04-01T07:00:00.000Z');
    const urgent = await open({ priority: 'P1' });
    const waiting = await open({ priority: 'P1' });
    await step('waitOnCustomer', waiting, { on: 'CUSTOMER' });
    const forecast = async (args: string, caller: Principal = agent) => {
      const { breachForecast } = await service.run<{
        breachForecast: {
          totalCount: number;
          nodes: { dueAt: string; ticket: { id: string }; clock: Clock }[];
        };
      }>(
        `{ breachForecast(${args}) { totalCount nodes { dueAt ticket { id } clock { target remainingSeconds } } } }`,
        {},
        caller,
      );
      return breachForecast.nodes.map(({ dueAt, ticket, clock: { target } }) => [ticket.id, target, dueAt]);
    };
    const found = await forecast(`within: "PT30M", filter: { customerId: "${desk.customerA}" }`);
    expect(found).toEqual([[urgent, 'FIRST_RESPONSE', '2026-04-01T07:15:00.000Z']]);
    expect((await forecast('within: "P1D", first: 100')).filter(([id]) => id === urgent)).toHaveLength(2);
    expect((await forecast('within: "P1D", first: 100')).filter(([id]) => id === waiting)).toHaveLength(0);
    expect(await forecast('within: "P1D", filter: { priority: P2 }')).toEqual([]);
    expect(await forecast('within: "P1D"', testCallers.contact(desk.customerA))).toEqual([]);
    const refused = await service.execute('{ breachForecast(within: "P1M") { totalCount } }', {}, agent);
    expect(refused.errors?.[0]?.message).toContain('no length of time');
  });

  it('cost the same number of statements for one ticket and for many', async () => {
    const query = (first: number) =>
      `{ tickets(first: ${first}) { nodes { id clocks { target dueAt status agreement { id } } } } }`;
    const forecast = (first: number) =>
      `{ breachForecast(within: "P30D", first: ${first}) { nodes { dueAt clock { remainingSeconds } ticket { id } } } }`;
    for (const list of [query, forecast]) {
      await service.run(list(1), {}, agent);
      const ofFew = await service.countStatements(list(2), {}, agent);
      expect(await service.countStatements(list(20), {}, agent)).toBe(ofFew);
    }
  });
});
