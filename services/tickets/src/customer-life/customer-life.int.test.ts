import 'reflect-metadata';
import { newId, type BusEvent, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { customerLifeProjection } from './customer-life.projection.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');
const service = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
});
let desk: Desk;
let agent: Principal;
let keys = 0;
beforeAll(async () => {
  desk = await tellOfDesk(service.test.database);
  agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
});

/** Takes in an event of entitlements, as its consumer would. */
const tell = (verb: string, subject: string, version: number, data: Record<string, unknown>) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const type = `plimsoll.customer.${verb}.v1`;
    const event: BusEvent = {
      id: newId('evt'),
      producer: 'entitlements',
      position: 1,
      time: NOW.toISOString(),
      type,
      subject,
      version,
      data: { id: subject, ...data },
    };
    await customerLifeProjection(() => NOW).handlers[type]?.(tx, [event]);
  });
const off = (id: string, version: number, since: string, openTickets = 'PAUSE') =>
  tell('updated', id, version, { active: false, accessSince: since, accessReason: 'unpaid', openTickets });
const on = (id: string, version: number, since: string) =>
  tell('updated', id, version, { active: true, accessSince: since, accessReason: 'paid', openTickets: null });

interface Ticket {
  id: string;
  version: number;
  status: string;
  customer: { id: string } | null;
  events: {
    nodes: { type: string; from: string | null; to: string | null; text: string | null; public: boolean }[];
  };
}
const mutate = async (mutation: string, input: object, caller: Principal = agent) => {
  const type =
    mutation === 'waitOnCustomer' ? 'WaitOn' : mutation === 'openTicket' ? 'OpenTicket' : 'TicketStep';
  const { result } = await service.run<{
    result: { ticket: Ticket | null; userErrors: { code: string; message: string; path: string[] }[] };
  }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { ticket { id version status customer { id } } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return result;
};
const open = async (customerId: string, caller?: Principal) => {
  keys += 1;
  return mutate(
    'openTicket',
    { idempotencyKey: `k${keys}`, subject: 'Help', kind: 'REQUEST', customerId },
    caller,
  );
};
const opened = async (customerId: string) => {
  const { ticket, userErrors } = await open(customerId);
  if (!ticket) throw new Error(JSON.stringify(userErrors));
  return ticket;
};
const read = async (id: string, caller: Principal = agent) =>
  (
    await service.run<{ ticket: Ticket }>(
      `query ($id: ID!) { ticket(id: $id) { id version status customer { id } events(first: 50) { nodes { type from to text public } } } }`,
      { id },
      caller,
    )
  ).ticket;

describe('while the access of a customer is off', () => {
  it('open tickets are on hold with the reason, and go on as they were; each switching acts once', async () => {
    const { customerA: a } = desk;
    const [fresh, waiting, solved] = [await opened(a), await opened(a), await opened(a)];
    const other = await opened(desk.customerB);
    expect(
      await mutate('waitOnCustomer', { id: waiting.id, expectedVersion: 1, on: 'CUSTOMER' }),
    ).toMatchObject({ userErrors: [] });
    await mutate('resolveTicket', { id: solved.id, expectedVersion: 1 });
    await off(a, 2, '2026-03-09T00:00:00Z');
    await off(a, 2, '2026-03-09T00:00:00Z');
    const held = await read(fresh.id, testCallers.contact(a));
    expect(held).toMatchObject({ status: 'ON_HOLD', version: 2 });
    expect(held.events.nodes.at(-1)).toEqual({
      type: 'HELD',
      from: 'NEW',
      to: 'ON_HOLD',
      text: 'The access of the customer is switched off: unpaid.',
      public: true,
    });
    expect((await read(waiting.id)).status).toBe('ON_HOLD');
    expect((await read(solved.id)).status).toBe('RESOLVED');
    expect((await read(other.id)).status).toBe('NEW');
    // What staff takes up by hand meanwhile stays with them, also when the customer is told of again.
    expect(await mutate('resumeTicket', { id: waiting.id, expectedVersion: 3 })).toMatchObject({
      userErrors: [],
    });
    await tell('updated', a, 3, {
      active: false,
      accessSince: '2026-03-09T00:00:00Z',
      accessReason: 'still',
      openTickets: 'PAUSE',
    });
    expect((await read(waiting.id)).status).toBe('IN_PROGRESS');
    await on(a, 4, '2026-03-10T00:00:00Z');
    // An older event that comes late changes nothing.
    await off(a, 2, '2026-03-09T00:00:00Z');
    const released = await read(fresh.id);
    expect(released).toMatchObject({ status: 'NEW', version: 3 });
    expect(released.events.nodes.at(-1)).toMatchObject({ type: 'RELEASED', from: 'ON_HOLD', to: 'NEW' });
    expect(await read(waiting.id)).toMatchObject({ status: 'IN_PROGRESS', version: 4 });
    const told = (await service.events()).filter(({ subject }) => subject === fresh.id);
    expect(told.map(({ data }) => data['status'])).toEqual(['NEW', 'ON_HOLD', 'NEW']);
  });

  it('with KEEP tickets go on', async () => {
    const { customerC: c } = desk;
    const ticket = await opened(c);
    await off(c, 2, '2026-03-09T00:00:00Z', 'KEEP');
    expect(await read(ticket.id)).toMatchObject({ status: 'NEW', version: 1 });
    await on(c, 3, '2026-03-10T00:00:00Z');
    expect(await read(ticket.id)).toMatchObject({ status: 'NEW', version: 1 });
  });

  it('new ones are opened by staff, not by it or its partner', async () => {
    const { customerB: b } = desk;
    await off(b, 2, '2026-03-09T00:00:00Z', 'KEEP');
    const before = (await service.events()).length;
    for (const caller of [testCallers.contact(b), testCallers.partner(desk.partnerB)]) {
      expect(await open(b, caller)).toEqual({
        ticket: null,
        userErrors: [
          {
            code: 'ACCESS_OFF',
            message:
              'The access of this customer is switched off (unpaid), so no new tickets are taken. Turn to your account manager.',
            path: ['customerId'],
          },
        ],
      });
    }
    expect(await open(b, testCallers.partner(desk.partnerA))).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect((await service.events()).length).toBe(before);
    expect(await open(b)).toMatchObject({ ticket: { status: 'NEW' }, userErrors: [] });
    await on(b, 3, '2026-03-10T00:00:00Z');
    expect(await open(b, testCallers.contact(b))).toMatchObject({ userErrors: [] });
  });
});

describe('a customer that turned out to be another one', () => {
  const merges: [order: string, [string, string][]][] = [
    [
      'as they happened',
      [
        ['cus_x', 'cus_y'],
        ['cus_y', 'A'],
      ],
    ],
    [
      'the other way round',
      [
        ['cus_y', 'A'],
        ['cus_x', 'cus_y'],
      ],
    ],
    [
      'again and again',
      [
        ['cus_y', 'A'],
        ['cus_x', 'cus_y'],
        ['cus_x', 'cus_y'],
        ['cus_y', 'A'],
      ],
    ],
  ];

  it.each(merges)('has left its tickets and incidents to that one, merges told %s', async (order, told) => {
    const named = (id: string) => (id === 'A' ? desk.customerA : `${id}_${order.length}`);
    const [x, y] = [named('cus_x'), named('cus_y')];
    const insert = (id: string, customerId: string) =>
      service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query(
          `insert into ticket (id, version, kind, subject, customer_id, priority, status, opened_at, touched_at)
           values ($1, 1, 'INCIDENT', 's', $2, 'P3', 'NEW', $3, $3)`,
          [id, customerId, NOW],
        ),
      );
    const ids = [newId('tkt'), newId('tkt')] as const;
    await insert(ids[0], x);
    await insert(ids[1], y);
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`insert into incident (id, version, started_at, impacts) values ($1, 1, $2, $3)`, [
        ids[0],
        NOW,
        JSON.stringify([
          { assetId: null, productId: null, customerId: x, state: 'DOWN', from: NOW.toISOString(), to: null },
        ]),
      ]),
    );
    for (const [duplicate, into] of told) await tell('merged', named(duplicate), 2, { into: named(into) });
    for (const id of ids) {
      const ticket = await read(id);
      expect(ticket.customer).toEqual({ id: desk.customerA });
      expect(ticket.events.nodes.filter(({ type }) => type === 'CUSTOMER_CHANGED').at(-1)).toMatchObject({
        to: desk.customerA,
        public: false,
      });
    }
    const [restated] = (await service.events())
      .filter(({ type, subject }) => type === 'plimsoll.incident.impact_recorded.v1' && subject === ids[0])
      .slice(-1);
    expect(restated?.data['impacts']).toMatchObject([{ customerId: desk.customerA }]);
    // What is opened for it later is the other one's at once.
    const late = newId('tkt');
    await insert(late, x);
    expect((await read(late)).customer).toEqual({ id: desk.customerA });
    expect((await open(y)).ticket?.customer).toEqual({ id: desk.customerA });
  });
});
