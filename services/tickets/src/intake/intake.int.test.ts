import 'reflect-metadata';
import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Received {
  message: {
    id: string;
    outcome: string;
    reason: string | null;
    ticket: { id: string; status: string; subject: string; [field: string]: unknown } | null;
  } | null;
  repeated: boolean | null;
  userErrors: { code: string; path: string[] }[];
}

const NOW = new Date('2026-03-10T10:00:00.000Z');
const MAIL: Principal = { subject: 'webhook:email', roles: [], gateway: true };

describe('messages from outside', () => {
  let now = NOW;
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let agent: Principal;
  let count = 0;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  });
  beforeEach(() => {
    now = NOW;
  });

  const id = () => `<m${(count += 1)}@mail.example.com>`;
  const receive = async (name: string, input: object, caller: Principal): Promise<Received> => {
    const { result } = await test.run<{ result: Received }>(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { result: ${name}(input: $input) {
         message { id outcome reason } repeated userErrors { code path } } }`,
      { input },
      caller,
    );
    if (!result.message) return result;
    // The gateway itself sees no ticket.
    const { receivedMessage } = await test.run<{ receivedMessage: Received['message'] }>(
      `query ($id: ID!) { receivedMessage(id: $id) { id outcome reason contact { id } customer { id }
         ticket { id status subject description firstRespondedAt customer { id } queue { name } follows { id } } } }`,
      { id: result.message.id },
      agent,
    );
    return { ...result, message: receivedMessage };
  };
  const mail = (input: object = {}, caller = MAIL) =>
    receive(
      'receiveMessage',
      { source: 'mail', channel: 'EMAIL', messageId: id(), text: 'It is broken', ...input },
      caller,
    );
  const call = (input: object) =>
    receive(
      'receiveCall',
      { source: 'pbx', step: 'STARTED', ...input },
      { ...MAIL, subject: 'webhook:telephony' },
    );
  const step = async (name: string, ticketId: string) => {
    const { ticket } = await test.run<{ ticket: { version: number } }>(
      'query ($id: ID!) { ticket(id: $id) { version } }',
      { id: ticketId },
      agent,
    );
    const type =
      name === 'closeTicket'
        ? 'CloseTicketInput'
        : name === 'waitOnCustomer'
          ? 'WaitOnInput'
          : 'TicketStepInput';
    const input = {
      id: ticketId,
      expectedVersion: ticket.version,
      ...(name === 'waitOnCustomer' ? { on: 'CUSTOMER' } : {}),
    };
    const { result } = await test.run<{ result: { userErrors: unknown[] } }>(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { userErrors { code } } }`,
      { input },
      agent,
    );
    expect(result.userErrors).toEqual([]);
  };
  const said = async (ticketId: string, caller = agent) => {
    const { ticket } = await test.run<{ ticket: { conversation: { nodes: object[] } } }>(
      `query ($id: ID!) { ticket(id: $id) { conversation(first: 50) { nodes { kind text public contact { id }
         attachments { name } } } } }`,
      { id: ticketId },
      caller,
    );
    return ticket.conversation.nodes;
  };
  const own = () => ({ contactIds: [desk.contactA] });

  it('open a ticket of their sender, whose words it has', async () => {
    const html = `<style>p{}</style><p>Hello,</p><p>it <b>is</b> broken: <a href="https://x.example">see</a></p>
      <script>alert(1)</script>`;
    const { message, repeated, userErrors } = await mail({
      ...own(),
      subject: ' Printer \r\n on fire ',
      text: null,
      html,
      attachments: [{ name: 'a.png', mediaType: 'image/png', url: 'https://files.example.com/a.png' }],
    });
    expect({ repeated, userErrors, message }).toEqual({
      repeated: false,
      userErrors: [],
      message: expect.objectContaining({
        outcome: 'OPENED',
        reason: null,
        contact: { id: desk.contactA },
        customer: { id: desk.customerA },
        ticket: expect.objectContaining({
          status: 'NEW',
          subject: 'Printer on fire',
          description: 'Hello,\n\nit is broken: see [https://x.example]',
          customer: { id: desk.customerA },
        }),
      }),
    });
    expect(await said(message?.ticket?.id ?? '', testCallers.contact(desk.customerA))).toEqual([
      expect.objectContaining({
        kind: 'OPENING',
        contact: { id: desk.contactA },
        attachments: [{ name: 'a.png' }],
      }),
    ]);
    const told = await test.events();
    expect(told.filter(({ subject }) => subject === message?.id)).toEqual([
      {
        type: 'plimsoll.message.received.v1',
        subject: message?.id,
        version: 1,
        data: expect.objectContaining({ channel: 'EMAIL', outcome: 'OPENED', ticketId: message?.ticket?.id }),
      },
    ]);
  });

  it('are taken once, however often they come at the same moment', async () => {
    const messageId = id();
    const all = await Promise.all(
      Array.from({ length: 12 }, () => mail({ ...own(), messageId, subject: 'Once' })),
    );
    expect(all.filter(({ repeated }) => repeated === false)).toHaveLength(1);
    expect(new Set(all.map(({ message }) => message?.id)).size).toBe(1);
    const { tickets } = await test.run<{ tickets: { totalCount: number } }>(
      '{ tickets(filter: { search: "Once" }) { totalCount } }',
    );
    expect(tickets.totalCount).toBe(1);
    // The same id of another source is another message.
    expect((await mail({ ...own(), messageId, source: 'other' })).message?.outcome).toBe('OPENED');
  });

  it('stand on the ticket of their thread, and end its waiting or take it up again', async () => {
    const first = id();
    const ticketId = (await mail({ ...own(), messageId: first })).message?.ticket?.id ?? '';
    const second = id();
    const answer = await mail({ ...own(), messageId: second, inReplyTo: first, references: [first] });
    expect(answer.message).toMatchObject({ outcome: 'APPENDED', ticket: { id: ticketId, status: 'NEW' } });
    await step('waitOnCustomer', ticketId);
    expect((await mail({ ...own(), references: [first, second] })).message).toMatchObject({
      outcome: 'RESUMED',
      ticket: { id: ticketId, status: 'IN_PROGRESS' },
    });
    await step('resolveTicket', ticketId);
    expect((await mail({ ...own(), subject: `Re: [${ticketId}] x` })).message).toMatchObject({
      outcome: 'REOPENED',
      ticket: { id: ticketId, status: 'IN_PROGRESS' },
    });
    await step('resolveTicket', ticketId);
    await step('closeTicket', ticketId);
    const late = await mail({ ...own(), inReplyTo: `<${ticketId}.reply@desk.example.com>` });
    expect(late.message).toMatchObject({
      outcome: 'FOLLOWED_UP',
      ticket: { status: 'NEW', follows: { id: ticketId } },
    });
    expect((await mail({ ...own(), subject: `[${ticketId}]` })).message).toMatchObject({
      outcome: 'APPENDED',
      ticket: { id: late.message?.ticket?.id },
    });
  });

  it('find one another when the answer comes before what it answers, and when they come at once', async () => {
    const first = id();
    const answer = await mail({ ...own(), inReplyTo: first, references: [first] });
    const begin = await mail({ ...own(), messageId: first });
    expect(begin.message).toMatchObject({ outcome: 'APPENDED', ticket: { id: answer.message?.ticket?.id } });
    const chat = { ...own(), channel: 'CHAT', source: 'chat', thread: 'room-1' };
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, index) => mail({ ...chat, text: `line ${index}` })),
    );
    expect(new Set(all.map(({ message }) => message?.ticket?.id)).size).toBe(1);
    expect(all.filter(({ message }) => message?.outcome === 'OPENED')).toHaveLength(1);
  });

  it('of strangers open a ticket of nobody in a queue of their own', async () => {
    const [first, second] = await Promise.all([
      mail({ messageId: '<s1@x>' }),
      mail({ contactIds: [newId('con')] }),
    ]);
    for (const { message } of [first, second]) {
      expect(message).toMatchObject({
        outcome: 'OPENED',
        reason: 'The sender is not known as a contact of any customer.',
        ticket: { customer: null, queue: { name: 'Unknown senders' } },
      });
    }
    expect((await mail({ inReplyTo: '<s1@x>' })).message).toMatchObject({
      outcome: 'APPENDED',
      ticket: { id: first.message?.ticket?.id },
    });
    const both = await mail({ contactIds: [desk.contactA, desk.contactB] });
    expect(both.message).toMatchObject({
      outcome: 'OPENED',
      reason: expect.stringContaining('2 customers'),
      ticket: { customer: null },
    });
    const byCsi = await mail({ contactIds: [desk.contactA, desk.contactB], customerId: desk.customerB });
    expect(byCsi.message).toMatchObject({
      contact: { id: desk.contactB },
      ticket: { customer: { id: desk.customerB } },
    });
  });

  it("never show one customer's words to another", async () => {
    const ticketId = (await mail(own())).message?.ticket?.id ?? '';
    const subject = `[${ticketId}]`;
    const other = await mail({ contactIds: [desk.contactB], subject });
    expect(other.message).toMatchObject({
      outcome: 'OPENED',
      reason: 'The message answers a ticket of another customer.',
      ticket: { customer: { id: desk.customerB } },
    });
    const stranger = await mail({ subject, text: 'I am new here' });
    expect(stranger.message).toMatchObject({ outcome: 'NOTED', ticket: { id: ticketId, status: 'NEW' } });
    expect(await said(ticketId, testCallers.contact(desk.customerA))).toHaveLength(1);
    expect((await said(ticketId)).at(-1)).toMatchObject({
      kind: 'NOTE',
      text: "The sender is not known as a contact of the ticket's customer.\n\nI am new here",
    });
    await step('resolveTicket', ticketId);
    await step('closeTicket', ticketId);
    expect((await mail({ subject })).message).toMatchObject({
      outcome: 'OPENED',
      ticket: { customer: null },
    });
  });

  it('of machines open nothing, and a bounce is noted on its ticket', async () => {
    const ticketId = (await mail(own())).message?.ticket?.id ?? '';
    const subject = `[${ticketId}]`;
    const before = await test.run('{ tickets { totalCount } }');
    const automatic = { headers: { 'Auto-Submitted': 'auto-replied' } };
    expect((await mail({ ...own(), ...automatic })).message).toMatchObject({
      outcome: 'IGNORED',
      ticket: null,
    });
    expect((await mail({ ...own(), ...automatic, subject })).message).toMatchObject({
      outcome: 'IGNORED',
      ticket: { id: ticketId },
    });
    expect((await mail({ headers: { precedence: 'bulk' } })).message?.outcome).toBe('IGNORED');
    expect((await mail({ ...own(), messageId: `<${newId('tev')}@desk>` })).message).toMatchObject({
      outcome: 'IGNORED',
      reason: 'The desk has sent it itself.',
    });
    const bounce = { headers: { 'return-path': '<>' }, subject, text: 'Mailbox full' };
    expect((await mail(bounce)).message?.outcome).toBe('NOTED');
    expect((await said(ticketId)).at(-1)).toMatchObject({
      text: 'A mail could not be delivered.\n\nMailbox full',
      public: false,
    });
    expect(await test.run('{ tickets { totalCount } }')).toEqual(before);
  });

  it('are refused where they are too large or malformed, and by whoever is not of the desk', async () => {
    const codes = async (input: object, caller?: Principal) =>
      (await mail({ ...own(), ...input }, caller)).userErrors.map(({ code, path }) => [code, ...path]);
    expect(await codes({ text: 'x'.repeat(100_001) })).toEqual([['MESSAGE_TOO_LARGE', 'text']]);
    expect(await codes({ text: null, html: 'x'.repeat(1_000_001) })).toEqual([['MESSAGE_TOO_LARGE', 'html']]);
    expect(await codes({ messageId: ' ' })).toEqual([['INVALID', 'messageId']]);
    expect(await codes({ thread: '☃'.repeat(400) })).toEqual([['INVALID', 'thread']]);
    expect(await codes({ headers: ['x'] })).toEqual([['INVALID', 'headers']]);
    expect(await codes({ customerId: newId('cus') })).toEqual([['NOT_FOUND', 'customerId']]);
    expect(await codes({ ticketId: newId('tkt') })).toEqual([['NOT_FOUND', 'ticketId']]);
    for (const caller of [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.nobody,
    ]) {
      expect(await codes({}, caller)).toEqual([['NOT_FOUND']]);
    }
    expect((await mail({ ...own(), text: 'NUL \u0000 and half \uD83D' }, agent)).message).toMatchObject({
      outcome: 'OPENED',
      ticket: { description: 'NUL  and half \uFFFD' },
    });
    const deep = `${'<div>'.repeat(5_000)}deep${'</div>'.repeat(5_000)}`;
    expect((await mail({ ...own(), text: null, html: deep })).message?.outcome).toBe('OPENED');
  });

  it('of the telephone make a ticket, or stand on the one that they are about', async () => {
    const started = await call({ ...own(), callId: 'c1' });
    expect(started.message).toMatchObject({
      outcome: 'OPENED',
      ticket: { subject: 'Phone call', status: 'NEW' },
    });
    const ticketId = started.message?.ticket?.id;
    now = new Date(NOW.getTime() + 400_000);
    const ended = { callId: 'c1', step: 'ENDED', outcome: 'ANSWERED', durationSeconds: 312, summary: 'VPN' };
    const recording = { name: 'c1.ogg', mediaType: 'audio/ogg', url: 'https://pbx.example.com/c1.ogg' };
    expect((await call({ ...own(), ...ended, recording })).message).toMatchObject({
      outcome: 'APPENDED',
      ticket: {
        id: ticketId,
        status: 'IN_PROGRESS',
        firstRespondedAt: new Date(NOW.getTime() + 88_000).toISOString(),
      },
    });
    expect((await call({ ...own(), ...ended })).repeated).toBe(true);
    expect(await said(ticketId ?? '', testCallers.contact(desk.customerA))).toEqual([
      expect.objectContaining({ kind: 'OPENING' }),
      expect.objectContaining({ kind: 'CALL', text: null }),
      expect.objectContaining({ kind: 'CALL', text: 'ANSWERED, 5 min 12 s', attachments: [] }),
    ]);
    expect(await said(ticketId ?? '')).toContainEqual(
      expect.objectContaining({ kind: 'CALL', attachments: [{ name: 'c1.ogg' }] }),
    );
    const missed = await call({ callId: 'c2', step: 'ENDED', outcome: 'MISSED' });
    expect(missed.message?.ticket).toMatchObject({
      subject: 'Missed phone call',
      queue: { name: 'Unknown senders' },
    });
    expect((await call({ callId: 'c2' })).message).toMatchObject({
      outcome: 'APPENDED',
      ticket: { id: missed.message?.ticket?.id },
    });
    const back = { callId: 'c3', direction: 'OUTBOUND' };
    expect((await call(back)).message).toMatchObject({ outcome: 'IGNORED', ticket: null });
    expect((await call({ ...back, callId: 'c4', ticketId })).message).toMatchObject({ outcome: 'APPENDED' });
    expect((await call({ callId: 'c5', step: 'ENDED' })).userErrors).toEqual([
      { code: 'INVALID', path: ['outcome'] },
    ]);
  });

  it('are listed for staff alone', async () => {
    const list = (caller: Principal) =>
      test.run<{ receivedMessages: { totalCount: number; nodes: { messageId: string }[] } }>(
        `{ receivedMessages(first: 2, filter: { source: "pbx" }, orderBy: { field: RECEIVED_AT, direction: ASC }) {
             totalCount nodes { messageId channel thread sentAt source } } }`,
        {},
        caller,
      );
    const { receivedMessages } = await list(agent);
    expect(receivedMessages.totalCount).toBe(6);
    expect(receivedMessages.nodes).toHaveLength(2);
    expect((await list(testCallers.contact(desk.customerA))).receivedMessages.totalCount).toBe(0);
    expect((await list(testCallers.partner(desk.partnerA))).receivedMessages.totalCount).toBe(0);
  });
});
