import 'reflect-metadata';
import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Shown {
  id: string;
  version: number;
  status: string;
  [field: string]: unknown;
}
interface Payload {
  ticket: Shown | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

const NOW = new Date('2026-03-10T10:00:00.000Z');
const FIELDS = `ticket { id version status priority tier assignee { id } reassignedCount reopenedCount
  firstRespondedAt resolvedAt closedAt satisfaction customer { id } contact { id } }
  userErrors { code message path }`;

describe('handling tickets', () => {
  let now = NOW;
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let agent: Principal;
  let keys = 0;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  });
  beforeEach(() => {
    now = NOW;
  });

  const mutate = async (name: string, type: string, input: object, caller: Principal = agent) => {
    const { result } = await test.run<{ result: Payload }>(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${FIELDS} } }`,
      { input },
      caller,
    );
    return result;
  };
  const open = (input: object = {}, caller?: Principal) => {
    keys += 1;
    return mutate(
      'openTicket',
      'OpenTicketInput',
      { idempotencyKey: `k${keys}`, subject: 'Help', ...input },
      caller,
    );
  };
  const opened = async (input: object = {}, caller?: Principal): Promise<Shown> => {
    const { ticket, userErrors } = await open(input, caller);
    if (!ticket) throw new Error(JSON.stringify(userErrors));
    return ticket;
  };
  const step = (name: string, type: string, ticket: Shown, input: object = {}, caller?: Principal) =>
    mutate(name, type, { id: ticket.id, expectedVersion: ticket.version, ...input }, caller);
  const done = async (...args: Parameters<typeof step>): Promise<Shown> => {
    const { ticket, userErrors } = await step(...args);
    if (!ticket) throw new Error(JSON.stringify(userErrors));
    return ticket;
  };
  const eventsOf = async (id: string, caller?: Principal) => {
    const { ticket } = await test.run<{ ticket: { events: { nodes: object[] } } | null }>(
      'query ($id: ID!) { ticket(id: $id) { events(first: 50) { nodes { sequence type from to text public actor { id } contact { id } } } } }',
      { id },
      caller ?? testCallers.admin,
    );
    return ticket?.events.nodes;
  };
  const rows = async () =>
    test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `select (select count(*) from ticket) as tickets, (select count(*) from ticket_event) as events,
                (select count(*) from outbox) as told, (select max(version) from ticket) as version`,
      ),
    );

  it('leads a ticket through its life, each step an event, a version and a history entry', async () => {
    let ticket = await opened({ impact: 'HIGH', urgency: 'MEDIUM', customerId: desk.customerA });
    expect(ticket).toMatchObject({
      version: 1,
      status: 'NEW',
      priority: 'P2',
      customer: { id: desk.customerA },
    });
    ticket = await done('acknowledgeTicket', 'TicketStepInput', ticket);
    expect(ticket).toMatchObject({ version: 2, status: 'IN_PROGRESS', firstRespondedAt: null });
    ticket = await done('assignTicket', 'AssignTicketInput', ticket, { assigneeId: desk.analyst });
    expect(ticket).toMatchObject({ assignee: { id: desk.analyst }, reassignedCount: 0 });
    ticket = await done('assignTicket', 'AssignTicketInput', ticket, {
      assigneeId: desk.engineer,
      reason: 'Database',
    });
    expect(ticket).toMatchObject({ assignee: { id: desk.engineer }, reassignedCount: 1 });
    ticket = await done('changeTicketPriority', 'ChangeTicketPriorityInput', ticket, {
      priority: 'P1',
      reason: 'VIP',
    });
    expect(ticket.priority).toBe('P1');
    ticket = await done('escalateTicket', 'EscalateTicketInput', ticket, {
      tier: 'L4',
      reason: 'Defect',
      information: { tried: 'Restart', impact: 'All of them' },
    });
    expect(ticket.tier).toBe('L4');
    ticket = await done('waitOnCustomer', 'WaitOnInput', ticket, { text: 'Which browser?' });
    expect(ticket.status).toBe('WAITING_ON_CUSTOMER');
    ticket = await done('resumeTicket', 'TicketStepInput', ticket);
    ticket = await done('waitOnCustomer', 'WaitOnInput', ticket, { on: 'THIRD_PARTY' });
    expect(ticket.status).toBe('WAITING_ON_THIRD_PARTY');
    now = new Date('2026-03-10T12:00:00.000Z');
    ticket = await done('resolveTicket', 'TicketStepInput', ticket, { text: 'Fixed' });
    expect(ticket).toMatchObject({ status: 'RESOLVED', resolvedAt: '2026-03-10T12:00:00.000Z' });
    ticket = await done('closeTicket', 'CloseTicketInput', ticket, { satisfaction: 4 });
    expect(ticket).toMatchObject({ status: 'CLOSED', closedAt: '2026-03-10T12:00:00.000Z', satisfaction: 4 });
    ticket = await done('reopenTicket', 'TicketStepInput', ticket, { text: 'Again' });
    expect(ticket).toMatchObject({
      version: 12,
      status: 'IN_PROGRESS',
      resolvedAt: null,
      closedAt: null,
      reopenedCount: 1,
    });

    expect(await eventsOf(ticket.id)).toMatchObject([
      { sequence: 1, type: 'OPENED', to: 'NEW', public: true, actor: { id: desk.analyst } },
      { sequence: 2, type: 'ROUTED', from: null, public: false, actor: null },
      { sequence: 3, type: 'ACKNOWLEDGED', from: 'NEW', to: 'IN_PROGRESS', public: false },
      { sequence: 4, type: 'ASSIGNED', from: null, to: desk.analyst },
      { sequence: 5, type: 'ASSIGNED', from: desk.analyst, to: desk.engineer, text: 'Database' },
      { sequence: 6, type: 'PRIORITY_CHANGED', from: 'P2', to: 'P1', text: 'VIP' },
      { sequence: 7, type: 'ESCALATED', from: null, to: 'L4', text: 'Defect', public: false },
      { sequence: 8, type: 'WAITED', to: 'WAITING_ON_CUSTOMER', text: 'Which browser?', public: true },
      { sequence: 9, type: 'RESUMED', to: 'IN_PROGRESS' },
      { sequence: 10, type: 'WAITED', to: 'WAITING_ON_THIRD_PARTY', public: false },
      { sequence: 11, type: 'RESOLVED', text: 'Fixed', public: true },
      { sequence: 12, type: 'CLOSED', from: 'RESOLVED', to: 'CLOSED' },
      { sequence: 13, type: 'RATED', to: '4' },
      { sequence: 14, type: 'REOPENED', from: 'CLOSED', to: 'IN_PROGRESS', text: 'Again' },
    ]);
    const told = (await test.events()).filter(({ subject }) => subject === ticket.id);
    expect(told.map(({ type, version }) => `${type} ${version}`)).toEqual([
      'plimsoll.ticket.opened.v1 1',
      ...Array.from({ length: 11 }, (_, index) => `plimsoll.ticket.updated.v1 ${index + 2}`),
    ]);
    expect(told.at(-1)?.data).toEqual({
      id: ticket.id,
      externalId: null,
      source: null,
      phase: null,
      nature: null,
      parentId: null,
      mergedIntoId: null,
      kind: 'REQUEST',
      status: 'IN_PROGRESS',
      priority: 'P1',
      severity: null,
      channel: null,
      tier: 'L4',
      category: null,
      teamId: null,
      queueId: expect.stringMatching(/^que_/),
      assigneeId: desk.engineer,
      customerId: desk.customerA,
      productId: null,
      assetIds: [],
      openedAt: '2026-03-10T10:00:00.000Z',
      firstRespondedAt: null,
      resolvedAt: null,
      closedAt: null,
      reopenedCount: 1,
      reassignedCount: 1,
      satisfaction: 4,
      externalVerdict: null,
    });
    const { ticket: withHistory } = await test.run<{
      ticket: { history: { totalCount: number; nodes: object[] } };
    }>(
      'query ($id: ID!) { ticket(id: $id) { history(first: 3) { totalCount nodes { version actor { id } fields { name before after } } } } }',
      { id: ticket.id },
    );
    expect(withHistory.history).toMatchObject({
      totalCount: 12,
      nodes: [{ version: 12, actor: { id: desk.analyst } }, { version: 11 }, { version: 10 }],
    });
  });

  it('counts the first public reply of staff as the first response, and ends waiting with the customer’s', async () => {
    let ticket = await opened({ customerId: desk.customerA });
    const reply = async (input: object, caller?: Principal) => {
      keys += 1;
      const given = { idempotencyKey: `r${keys}`, ticketId: ticket.id, text: 'Hello', ...input };
      const { ticket: after, userErrors } = await mutate(
        'replyToTicket',
        'ReplyToTicketInput',
        given,
        caller,
      );
      if (!after) throw new Error(JSON.stringify(userErrors));
      return after;
    };
    expect(await reply({ public: false })).toMatchObject({
      status: 'NEW',
      firstRespondedAt: null,
      version: 2,
    });
    now = new Date('2026-03-10T10:05:00.000Z');
    expect(await reply({})).toMatchObject({
      status: 'IN_PROGRESS',
      firstRespondedAt: '2026-03-10T10:05:00.000Z',
    });
    now = new Date('2026-03-10T10:09:00.000Z');
    ticket = await reply({});
    expect(ticket.firstRespondedAt).toBe('2026-03-10T10:05:00.000Z');
    await done('waitOnCustomer', 'WaitOnInput', ticket);
    const contact = { ...testCallers.contact(desk.customerA), contactId: desk.contactA };
    expect(await reply({ text: 'Firefox' }, contact)).toMatchObject({ status: 'IN_PROGRESS' });
    expect(await eventsOf(ticket.id, contact)).toMatchObject([
      { sequence: 1, type: 'OPENED' },
      { sequence: 4, type: 'REPLIED' },
      { sequence: 5, type: 'REPLIED' },
      { sequence: 6, type: 'WAITED' },
      { sequence: 7, type: 'REPLIED', text: 'Firefox', contact: { id: desk.contactA }, actor: null },
    ]);
  });

  it('refuses a stale version and changes nothing', async () => {
    const ticket = await opened();
    await done('acknowledgeTicket', 'TicketStepInput', ticket);
    const before = await rows();
    const { ticket: none, userErrors } = await step('resolveTicket', 'TicketStepInput', ticket);
    expect(none).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['expectedVersion'] }]);
    expect(userErrors[0]?.message).toContain('its version is now 2');
    expect(await rows()).toEqual(before);
  });

  it.each([
    ['closeTicket', 'CloseTicketInput', {}, 'INVALID_TRANSITION'],
    ['reopenTicket', 'TicketStepInput', {}, 'INVALID_TRANSITION'],
    ['resumeTicket', 'TicketStepInput', {}, 'INVALID_TRANSITION'],
    ['assignTicket', 'AssignTicketInput', {}, 'INVALID'],
    ['assignTicket', 'AssignTicketInput', { assigneeId: newId('per') }, 'NOT_FOUND'],
    ['assignTicket', 'AssignTicketInput', { queueId: newId('que') }, 'NOT_FOUND'],
    ['changeTicketPriority', 'ChangeTicketPriorityInput', { priority: 'P3', reason: 'x' }, 'INVALID'],
    ['changeTicketPriority', 'ChangeTicketPriorityInput', { priority: 'P1', reason: ' ' }, 'INVALID'],
    ['escalateTicket', 'EscalateTicketInput', { reason: 'x' }, 'INVALID'],
    ['setTicketAssets', 'SetTicketAssetsInput', { assetIds: [newId('ast')] }, 'NOT_FOUND'],
    ['updateTicket', 'UpdateTicketInput', { subject: '' }, 'INVALID'],
  ])('refuses %s(%s %j) with %s and changes nothing', async (name, type, input, code) => {
    const ticket = await opened();
    const before = await rows();
    const { ticket: none, userErrors } = await step(name, type, ticket, input);
    expect(none).toBeNull();
    expect(userErrors).toMatchObject([{ code }]);
    expect(await rows()).toEqual(before);
  });

  it('opens a ticket once for its idempotency key', async () => {
    const input = { idempotencyKey: 'once', subject: 'Twice' };
    const first = await mutate('openTicket', 'OpenTicketInput', input);
    const before = await rows();
    const second = await mutate('openTicket', 'OpenTicketInput', input);
    expect(second.ticket?.id).toBe(first.ticket?.id);
    const other = await mutate('openTicket', 'OpenTicketInput', { ...input, subject: 'Another' });
    expect(other).toMatchObject({ ticket: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] });
    expect(await rows()).toEqual(before);
  });

  it('lets customers and partners open tickets for whom they may, without deciding for the desk', async () => {
    const contact = { ...testCallers.contact(desk.customerA), contactId: desk.contactA };
    const partner = testCallers.partner(desk.partnerA);
    expect(await opened({}, contact)).toMatchObject({
      customer: { id: desk.customerA },
      contact: { id: desk.contactA },
    });
    expect(await opened({ customerId: desk.customerA }, partner)).toMatchObject({
      customer: { id: desk.customerA },
      contact: null,
    });
    const before = await rows();
    const refused = [
      await open({ customerId: desk.customerB }, contact),
      await open({ customerId: desk.customerB }, partner),
      await open({}, partner),
      await open({ customerId: desk.customerA, contactId: desk.contactB }, partner),
      await open({ priority: 'P1' }, contact),
      await open({ assigneeId: desk.analyst }, contact),
      await open({}, testCallers.executive),
      await open({}, testCallers.analyst),
      await open({}, testCallers.nobody),
    ];
    expect(
      refused.map(({ userErrors }) => `${userErrors[0]?.code} ${userErrors[0]?.path.join('.')}`),
    ).toEqual([
      'NOT_FOUND customerId',
      'NOT_FOUND customerId',
      'INVALID customerId',
      'NOT_FOUND contactId',
      'INVALID priority',
      'INVALID assigneeId',
      'NOT_FOUND ',
      'NOT_FOUND ',
      'NOT_FOUND ',
    ]);
    expect(await rows()).toEqual(before);
  });

  it('refuses steps of others’ tickets as if there were none, and changes nothing', async () => {
    const ticket = await opened({ customerId: desk.customerA });
    const resolved = await done('resolveTicket', 'TicketStepInput', ticket);
    const before = await rows();
    const attempts: [string, Principal][] = [
      ['reopenTicket', testCallers.contact(desk.customerB)],
      ['reopenTicket', testCallers.partner(desk.partnerB)],
      ['acknowledgeTicket', testCallers.contact(desk.customerA)],
    ];
    for (const [name, caller] of attempts) {
      const { ticket: none, userErrors } = await step(name, 'TicketStepInput', resolved, {}, caller);
      expect(none).toBeNull();
      expect(userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    expect(await rows()).toEqual(before);
    expect(
      await done('reopenTicket', 'TicketStepInput', resolved, {}, testCallers.contact(desk.customerA)),
    ).toMatchObject({ status: 'IN_PROGRESS', tier: null });
  });

  it('lets the customer confirm a solution, and rate it within a fortnight', async () => {
    const customer: Principal = { subject: 'c', roles: ['contact'], customerId: desk.customerA };
    let ticket = await opened({ customerId: desk.customerA });
    const code = async (...args: Parameters<typeof step>) => (await step(...args)).userErrors[0]?.code;
    expect(await code('confirmSolution', 'CloseTicketInput', ticket, {}, customer)).toBe(
      'INVALID_TRANSITION',
    );
    ticket = await done('waitOnCustomer', 'WaitOnInput', ticket, { text: 'Is it solved?' });
    expect(await code('confirmSolution', 'CloseTicketInput', ticket)).toBe('NOT_FOUND');
    ticket = await done('confirmSolution', 'CloseTicketInput', ticket, { satisfaction: 3 }, customer);
    expect(ticket).toMatchObject({ status: 'CLOSED', resolvedAt: NOW.toISOString(), satisfaction: 3 });
    now = new Date(NOW.getTime() + 14 * 86_400_000);
    ticket = await done('rateTicket', 'RateTicketInput', ticket, { satisfaction: 5 }, customer);
    expect(ticket.satisfaction).toBe(5);
    expect(await code('rateTicket', 'RateTicketInput', ticket, { satisfaction: 6 }, customer)).toBe(
      'INVALID',
    );
    expect(await code('rateTicket', 'RateTicketInput', ticket, { satisfaction: 1 })).toBe('NOT_FOUND');
    now = new Date(now.getTime() + 1);
    expect(await code('rateTicket', 'RateTicketInput', ticket, { satisfaction: 1 }, customer)).toBe(
      'RATING_OVER',
    );
    expect((await eventsOf(ticket.id, customer))?.slice(-4)).toMatchObject([
      { type: 'RESOLVED', to: 'RESOLVED' },
      { type: 'CLOSED', to: 'CLOSED' },
      { type: 'RATED', from: null, to: '3' },
      { type: 'RATED', from: '3', to: '5' },
    ]);
  });

  it('never changes or removes an event, whoever asks the database', async () => {
    await opened();
    const attempt = (sql: string) =>
      test.test.database.transaction({ kind: 'SYSTEM' }, (tx) => tx.query(sql));
    await expect(attempt(`update ticket_event set text = 'other'`)).rejects.toThrow('permission denied');
    await expect(attempt('delete from ticket_event')).rejects.toThrow('permission denied');
    const owner = await test.test.database.connect('test');
    try {
      await expect(owner.query(`update ticket_event set text = 'other'`)).rejects.toThrow('never changed');
      await expect(owner.query('delete from ticket_event')).rejects.toThrow('never changed');
      await expect(owner.query('truncate ticket_event cascade')).rejects.toThrow('never changed');
    } finally {
      await owner.end();
    }
  });
});
