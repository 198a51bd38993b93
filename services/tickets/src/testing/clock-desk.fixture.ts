import { type Principal } from '@plimsoll/shared';
import { testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { slaClockJobs } from '../sla-clock/index.js';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from './desk.js';
import { promiseTo, type Promised } from './promises.js';

const { agent } = testCallers;

/** A clock as the graph shows it. */
export interface Clock {
  target: string;
  cycle: number;
  status: string;
  dueAt: string | null;
  [field: string]: unknown;
}

/**
 * Declares, for the test file it is called in, a desk whose clock the tests set, with a customer that is promised response
 * targets on the hours of an office, and what is done and asked there.
 */
export function clockDesk() {
  let now = new Date('2026-03-02T09:00:00.000Z');
  const service = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk | undefined;
  let promised: Promised | undefined;

  const at = (text: string) => (now = new Date(text));
  const later = (ms: number) => (now = new Date(now.getTime() + ms));
  const jobs = () =>
    slaClockJobs({ database: service.test.database, clock: () => now, logger: testLogger() }).handlers;
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
          customerId: desk?.customerA,
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

  return {
    service,
    at,
    later,
    /** What the desk's clock shows. */
    shown: () => now,
    run,
    open,
    step,
    reply,
    clocks,
    clock,
    eventsOf,
    noticed,
    /** The ids of whom and what there is; from the first test on. */
    told: () => {
      if (!desk || !promised) throw new Error('the desk opens in beforeAll; use it in hooks and tests only');
      return { desk, promised };
    },
  };
}
