import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo, type Promised } from '../testing/promises.js';
import { slaClockJobs } from './index.js';

const { agent } = testCallers;
const minutes = (n: number) => n * 60_000;

interface Clock {
  target: string;
  cycle: number;
  status: string;
  dueAt: string | null;
  [field: string]: unknown;
}

describe('the clocks of a ticket', () => {
  let now = new Date('2026-03-02T09:00:00.000Z');
  const service = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let promised: Promised;

  const at = (text: string) => (now = new Date(text));
  const later = (ms: number) => (now = new Date(now.getTime() + ms));
  const jobs = () =>
    slaClockJobs({ database: service.test.database, logger: testLogger(), clock: () => now }).handlers;
  const run = (job: string) => jobs()[job]?.({}, { id: '1', attempt: 1 });
  let keys = 0;
  const open = async (input: object = {}, caller: Principal = agent): Promise<string> => {
    const { openTicket } = await service.run<{
      openTicket: { ticket: { id: string }; userErrors: unknown[] };
    }>(
      'mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } userErrors { code message } } }',
      {
        input: {
          idempotencyKey: `open-${(keys += 1)}`,
          kind: 'REQUEST',
          subject: 'Help',
          customerId: desk.customerA,
          ...input,
        },
      },
      caller,
    );
    expect(openTicket.userErrors).toEqual([]);
    return openTicket.ticket.id;
  };
  const step = async (name: string, id: string, input: object = {}, caller: Principal = agent) => {
    const { ticket } = await service.run<{ ticket: { version: number } }>(
      'query ($id: ID!) { ticket(id: $id) { version } }',
      { id },
    );
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    const schema = service.subgraph.schema.getMutationType()?.getFields()[name];
    const inputType = String(schema?.args[0]?.type ?? `${type}Input!`);
    const answer = await service.run<Record<string, { userErrors: unknown[] }>>(
      `mutation ($input: ${inputType}) { ${name}(input: $input) { userErrors { code message } } }`,
      { input: { id, expectedVersion: ticket.version, ...input } },
      caller,
    );
    expect(answer[name]?.userErrors).toEqual([]);
  };
  const reply = async (ticketId: string, caller: Principal = agent, isPublic = true) => {
    const { replyToTicket } = await service.run<{ replyToTicket: { userErrors: unknown[] } }>(
      'mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { userErrors { code message } } }',
      { input: { idempotencyKey: `reply-${(keys += 1)}`, ticketId, text: 'Hello', public: isPublic } },
      caller,
    );
    expect(replyToTicket.userErrors).toEqual([]);
  };
  const FIELDS =
    'target cycle status priority startedAt stoppedAt dueAt targetSeconds elapsedSeconds remainingSeconds pausedBecause breachedAt warnedPercent agreement { id } entitlement { id }';
  const clocks = async (id: string, caller: Principal = agent): Promise<Clock[]> => {
    const { ticket } = await service.run<{ ticket: { clocks: Clock[] } }>(
      `query ($id: ID!) { ticket(id: $id) { clocks { ${FIELDS} } } }`,
      { id },
      caller,
    );
    return ticket.clocks;
  };
  const clock = async (id: string, target: string, cycle = 1) =>
    (await clocks(id)).find((one) => one.target === target && one.cycle === cycle);
  const eventsOf = async (id: string) => {
    const { ticket } = await service.run<{
      ticket: { events: { nodes: { type: string; at: string; to: string }[] } };
    }>('query ($id: ID!) { ticket(id: $id) { events(first: 100) { nodes { type at to } } } }', { id });
    return ticket.events.nodes;
  };
  const noticed = async (id: string) =>
    (await eventsOf(id))
      .filter(({ type }) => type.startsWith('SLA_'))
      .map(({ type, at: when, to }) => [type, to, when]);

  beforeAll(async () => {
    desk = await tellOfDesk(service.test.database);
    promised = await promiseTo(service.test.database, desk.customerA, {
      P1: { firstResponse: 'PT15M', update: 'PT1H', resolution: 'PT4H' },
      P3: { firstResponse: 'PT4H', resolution: 'PT16H' },
    });
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
  });
});
