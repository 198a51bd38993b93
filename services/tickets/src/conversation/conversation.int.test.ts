import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Shown {
  id: string;
  version: number;
  status: string;
  [field: string]: unknown;
}
interface Message {
  id: string;
  kind: string;
  text: string | null;
  [field: string]: unknown;
}
interface Result {
  ticket?: Shown | null;
  message?: Message | null;
  replyTemplate?: Shown | null;
  policy?: Shown | null;
  userErrors: { code: string; path: string[] }[];
}

const NOW = new Date('2026-03-10T10:00:00.000Z');
const DAY = 86_400_000;
const PNG = {
  name: 'error.png',
  mediaType: 'image/png',
  bytes: 52_001,
  sha256: 'AB'.repeat(32),
  url: 'https://files.example.com/error.png',
};

describe('the conversation on a ticket', () => {
  let now = NOW;
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let agent: Principal;
  let engineer: Principal;
  let contact: Principal;
  let keys = 0;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
    engineer = { subject: 'agent-2', roles: ['agent'], personId: desk.engineer };
    contact = {
      subject: 'ada',
      roles: ['contact'],
      customerId: desk.customerA,
      contactId: desk.contactA,
    };
  });
  beforeEach(() => {
    now = NOW;
  });

  const fields: Record<string, string> = {
    TicketPayload: 'ticket { id version status subject reopenedCount firstRespondedAt follows { id } }',
    TicketMessagePayload: 'message { id kind text editedAt redactedAt redactedBecause attachments { id } }',
    ReplyTemplatePayload: 'replyTemplate { id version name public variables { name required } retiredAt }',
    ConversationPolicyPayload: 'policy { id version reopenDays closedReply strangersQueue { id } }',
  };
  const mutate = async (name: string, payload: string, input: object, caller = agent): Promise<Result> => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const { result } = await test.run<{ result: Result }>(
      `mutation ($input: ${type}!) { result: ${name}(input: $input) { ${fields[payload]} userErrors { code path } } }`,
      {
        input:
          name.startsWith('update') || name.startsWith('set') || 'expectedVersion' in input
            ? input
            : { idempotencyKey: `k${(keys += 1)}`, ...input },
      },
      caller,
    );
    return result;
  };
  const done = async (...args: Parameters<typeof mutate>): Promise<Shown> => {
    const { ticket, message, replyTemplate, policy, userErrors } = await mutate(...args);
    const made = ticket ?? message ?? replyTemplate ?? policy;
    if (!made) throw new Error(JSON.stringify(userErrors));
    return made as Shown;
  };
  const opened = (input: object = {}, caller?: Principal) =>
    done('openTicket', 'TicketPayload', { subject: 'Help', customerId: desk.customerA, ...input }, caller);
  const reply = (ticketId: string, input: object, caller?: Principal) =>
    mutate('replyToTicket', 'TicketPayload', { ticketId, ...input }, caller);
  const replied = (ticketId: string, input: object, caller?: Principal) =>
    done('replyToTicket', 'TicketPayload', { ticketId, ...input }, caller);
  const step = (name: string, ticket: Shown, input: object = {}) =>
    test.run<{ result: { ticket: Shown } }>(
      `mutation ($input: ${name === 'closeTicket' ? 'CloseTicketInput' : 'TicketStepInput'}!) {
         result: ${name}(input: $input) { ticket { id version status } } }`,
      { input: { id: ticket.id, expectedVersion: ticket.version, ...input } },
      agent,
    );
  const shown = async (id: string) =>
    (await test.run<{ ticket: Shown }>('query ($id: ID!) { ticket(id: $id) { id version status } }', { id }))
      .ticket;
  const said = async (id: string, caller: Principal = agent): Promise<Message[]> => {
    const { ticket } = await test.run<{ ticket: { conversation: { nodes: Message[] } } }>(
      `query ($id: ID!) { ticket(id: $id) { conversation(first: 50) { totalCount nodes { id kind text public editedAt
         redactedAt redactedBecause author { id } contact { id } mentioned { id } mentionedContacts { id }
         attachments { name mediaType bytes sha256 url } } } } }`,
      { id },
      caller,
    );
    return ticket.conversation.nodes;
  };

  it('has replies and notes with attachments and mentions, each read by those who may', async () => {
    const ticket = await opened({ description: 'Nothing works.', attachments: [PNG] }, contact);
    const text = `Look at this, @${desk.engineer}; and @per_00000000000000000000000000 is nobody`;
    await replied(ticket.id, { text, public: false, mentionIds: [desk.analyst] });
    const reply1 = await replied(ticket.id, { text: `Hello @${desk.contactA}`, attachments: [PNG] });
    expect(reply1).toMatchObject({ status: 'IN_PROGRESS', firstRespondedAt: NOW.toISOString() });

    const all = await said(ticket.id);
    expect(all).toEqual([
      expect.objectContaining({
        kind: 'OPENING',
        text: 'Nothing works.',
        contact: { id: desk.contactA },
        attachments: [{ ...PNG, sha256: 'ab'.repeat(32) }],
      }),
      expect.objectContaining({
        kind: 'NOTE',
        text,
        public: false,
        author: { id: desk.analyst },
        mentioned: [desk.analyst, desk.engineer].sort().map((id) => ({ id })),
        attachments: [],
      }),
      expect.objectContaining({
        kind: 'REPLY',
        public: true,
        mentionedContacts: [{ id: desk.contactA }],
        attachments: [{ ...PNG, sha256: 'ab'.repeat(32) }],
      }),
    ]);
    expect((await said(ticket.id, contact)).map(({ kind }) => kind)).toEqual(['OPENING', 'REPLY']);
    const mentions = (caller: Principal) =>
      test.run<{ mentions: { nodes: { id: string; ticket: { id: string } }[] } }>(
        '{ mentions { nodes { id ticket { id } } } }',
        {},
        caller,
      );
    expect(await mentions(engineer)).toEqual({
      mentions: { nodes: [{ id: all[1]?.id, ticket: { id: ticket.id } }] },
    });
    expect((await mentions(contact)).mentions.nodes.map(({ id }) => id)).toEqual([all[2]?.id]);
    const events = await test.events();
    expect(events.filter(({ subject }) => all.some(({ id }) => id === subject))).toEqual([
      expect.objectContaining({ subject: all[0]?.id }),
      {
        type: 'plimsoll.ticket_message.added.v1',
        subject: all[1]?.id,
        version: 1,
        data: {
          id: all[1]?.id,
          externalId: null,
          source: null,
          ticketId: ticket.id,
          customerId: desk.customerA,
          by: 'STAFF',
          public: false,
          mentionedIds: [desk.analyst, desk.engineer],
        },
      },
      expect.objectContaining({ subject: all[2]?.id, data: expect.objectContaining({ public: true }) }),
    ]);
  });

  it('refuses what cannot be read, fetched or seen, and changes nothing then', async () => {
    const ticket = await opened();
    const refused = async (input: object, caller?: Principal) =>
      (await reply(ticket.id, { text: 'x', ...input }, caller)).userErrors.map(({ code, path }) => [
        code,
        ...path,
      ]);
    const file = (change: object) => refused({ attachments: [{ ...PNG, ...change }] });
    expect(await file({ url: 'http://files.example.com/x' })).toEqual([
      ['INVALID', 'attachments', '0', 'url'],
    ]);
    expect(await file({ url: 'javascript:alert(1)' })).toEqual([['INVALID', 'attachments', '0', 'url']]);
    expect(await file({ name: '../../etc/passwd' })).toEqual([['INVALID', 'attachments', '0', 'name']]);
    expect(await file({ sha256: 'abc' })).toEqual([['INVALID', 'attachments', '0', 'sha256']]);
    expect(await refused({ attachments: Array.from({ length: 21 }, () => PNG) })).toEqual([
      ['INVALID', 'attachments'],
    ]);
    expect(await refused({ mentionIds: [desk.contactB] })).toEqual([['CANNOT_SEE', 'mentionIds']]);
    expect(await refused({ mentionIds: [desk.contactA], public: false })).toEqual([
      ['CANNOT_SEE', 'mentionIds'],
    ]);
    expect(await refused({ mentionIds: [desk.analyst] }, contact)).toEqual([['NOT_FOUND', 'mentionIds']]);
    expect(await refused({ public: false }, contact)).toEqual([['INVALID', 'public']]);
    expect(await refused({ text: null })).toEqual([['INVALID', 'text']]);
    expect(await said(ticket.id)).toHaveLength(1);
  });

  it('edits a note by a new event, and redacts a message for good', async () => {
    const ticket = await opened();
    await replied(ticket.id, { text: 'The password is hunter2', public: false });
    await replied(ticket.id, { text: 'Your password is hunter2', attachments: [PNG] });
    const [, note, answer] = await said(ticket.id);
    const edit = (id: string | undefined, caller?: Principal) =>
      mutate('editTicketNote', 'TicketMessagePayload', { id, text: 'It is hunter3' }, caller);
    const redact = (id: string | undefined, caller?: Principal) =>
      mutate('redactTicketMessage', 'TicketMessagePayload', { id, reason: 'A password' }, caller);

    expect((await edit(note?.id, engineer)).userErrors).toEqual([{ code: 'NOT_THE_AUTHOR', path: ['id'] }]);
    expect((await edit(answer?.id)).userErrors).toEqual([{ code: 'NOT_A_NOTE', path: ['id'] }]);
    expect((await edit(note?.id, contact)).userErrors).toEqual([{ code: 'NOT_FOUND', path: [] }]);
    now = new Date(NOW.getTime() + 1_000);
    expect((await edit(note?.id)).message).toMatchObject({
      text: 'It is hunter3',
      editedAt: now.toISOString(),
    });
    expect((await redact(note?.id, engineer)).userErrors).toEqual([{ code: 'NOT_THE_AUTHOR', path: ['id'] }]);
    expect((await redact(note?.id)).message).toMatchObject({ text: null, redactedBecause: 'A password' });
    expect((await redact(answer?.id, testCallers.admin)).message).toMatchObject({
      text: null,
      attachments: [],
    });
    expect((await redact(answer?.id)).userErrors).toEqual([{ code: 'REDACTED', path: ['id'] }]);
    expect((await edit(note?.id)).userErrors).toEqual([{ code: 'REDACTED', path: ['id'] }]);
    expect((await said(ticket.id, contact)).at(-1)).toMatchObject({
      text: null,
      redactedBecause: 'A password',
    });
    const kept = await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ type: string; text: string | null }>(
        `select type, text from ticket_event where ticket_id = $1 and type <> 'ROUTED' order by sequence`,
        [ticket.id],
      ),
    );
    expect(JSON.stringify(kept)).not.toContain('hunter');
    expect(kept.map(({ type }) => type)).toEqual([
      'OPENED',
      'NOTED',
      'REPLIED',
      'NOTE_EDITED',
      'REDACTED',
      'REDACTED',
    ]);
    const rewrite = (sql: string) =>
      test.test.database.transaction({ kind: 'SYSTEM' }, (tx) => tx.query(sql, [ticket.id]));
    await expect(rewrite(`update ticket_event set text = 'x' where ticket_id = $1`)).rejects.toThrow();
    await expect(rewrite(`delete from ticket_event where ticket_id = $1`)).rejects.toThrow();
    await expect(
      test.test.database.transaction({ kind: 'CONTACT', customerId: desk.customerA }, (tx) =>
        tx.query('select redact_message($1)', [answer?.id]),
      ),
    ).rejects.toThrow();
  });

  it("takes a ticket up again by the customer's reply, or opens another that follows it", async () => {
    let ticket = await opened({}, contact);
    ticket = (await step('resolveTicket', ticket)).result.ticket;
    now = new Date(NOW.getTime() + 14 * DAY - 1);
    expect(await replied(ticket.id, { text: 'Again!' }, contact)).toMatchObject({
      id: ticket.id,
      status: 'IN_PROGRESS',
      reopenedCount: 1,
      follows: null,
    });
    const second = (await step('resolveTicket', await replied(ticket.id, { text: 'ok' }))).result.ticket;
    await step('closeTicket', second);
    const next = await replied(ticket.id, { text: 'And again', attachments: [PNG] }, contact);
    expect(next).toMatchObject({ status: 'NEW', subject: 'Help', follows: { id: ticket.id } });
    expect(await said(next.id, contact)).toEqual([
      expect.objectContaining({ kind: 'OPENING', text: 'And again', attachments: [expect.anything()] }),
    ]);
    // What is said next to the closed one stands on the one that follows it.
    expect((await replied(ticket.id, { text: 'Hello?' }, contact)).id).toBe(next.id);
    const { ticket: shown } = await test.run<{ ticket: object }>(
      'query ($id: ID!) { ticket(id: $id) { status followUps { nodes { id } } } }',
      { id: ticket.id },
      contact,
    );
    expect(shown).toEqual({ status: 'CLOSED', followUps: { nodes: [{ id: next.id }] } });
    // Staff cannot reply to a closed ticket by accident.
    expect((await reply(ticket.id, { text: 'x' })).userErrors).toMatchObject([
      { code: 'INVALID_TRANSITION' },
    ]);
  });

  it('goes on where a ticket was merged into another one', async () => {
    const [into, other] = [await opened({}, contact), await opened({ description: 'Also here' }, contact)];
    await replied(other.id, { text: 'Which printer?' });
    const { mergeTickets } = await test.run<{ mergeTickets: { userErrors: object[] } }>(
      'mutation ($input: MergeTicketsInput!) { mergeTickets(input: $input) { userErrors { code } } }',
      {
        input: {
          intoId: into.id,
          expectedVersion: (await shown(into.id)).version,
          tickets: [{ id: other.id, expectedVersion: (await shown(other.id)).version }],
        },
      },
      agent,
    );
    expect(mergeTickets.userErrors).toEqual([]);
    expect((await replied(other.id, { text: 'The red one' }, contact)).id).toBe(into.id);
    expect((await said(into.id, contact)).map(({ text }) => text)).toEqual([
      null,
      'Also here',
      'Which printer?',
      'The red one',
    ]);
  });

  it('follows the policy of the company', async () => {
    const { conversationPolicy } = await test.run<{ conversationPolicy: Shown }>(
      '{ conversationPolicy { id version reopenDays closedReply strangersQueue { id } } }',
      {},
      agent,
    );
    expect(conversationPolicy).toMatchObject({
      version: 1,
      reopenDays: 14,
      closedReply: 'FOLLOW_UP',
      strangersQueue: null,
    });
    const input = {
      id: conversationPolicy.id,
      expectedVersion: 1,
      closedReply: 'REOPEN',
      reopenDays: 1,
      reason: 'As agreed',
    };
    const set = (change: object, caller: Principal) =>
      mutate('setConversationPolicy', 'ConversationPolicyPayload', { ...input, ...change }, caller);
    expect((await set({}, agent)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await set({ reopenDays: 366 }, testCallers.admin)).userErrors).toMatchObject([
      { code: 'INVALID' },
    ]);
    expect((await set({}, testCallers.admin)).policy).toMatchObject({ version: 2, reopenDays: 1 });
    let ticket = await opened({}, contact);
    ticket = (await step('resolveTicket', ticket)).result.ticket;
    await step('closeTicket', ticket);
    expect(await replied(ticket.id, { text: 'Again' }, contact)).toMatchObject({
      id: ticket.id,
      status: 'IN_PROGRESS',
    });
    await set({ expectedVersion: 2, closedReply: 'FOLLOW_UP', reopenDays: 14 }, testCallers.admin);
    expect(await test.run('{ conversationPolicy { id } }', {}, contact)).toEqual({
      conversationPolicy: null,
    });
  });

  it('is begun by templates', async () => {
    const ticket = await opened({ subject: '{{ customer.name }} <b>' });
    const body =
      'Dear {{ contact_name }}, about {{ ticket.subject }}{% if hint != "" %}: {{ hint }}{% endif %}';
    const variables = [{ name: 'contact_name' }, { name: 'hint', required: false }];
    const create = (input: object, caller: Principal = testCallers.admin) =>
      mutate(
        'createReplyTemplate',
        'ReplyTemplatePayload',
        { name: 'Hello', body, variables, ...input },
        caller,
      );
    expect((await create({}, agent)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await create({ variables: [] })).userErrors).toEqual([
      { code: 'INVALID_TEMPLATE', path: ['body'] },
    ]);
    const { replyTemplate: template } = await create({});
    expect(template).toMatchObject({
      public: true,
      variables: [
        { name: 'contact_name', required: true },
        { name: 'hint', required: false },
      ],
    });
    expect((await create({})).userErrors).toEqual([{ code: 'NAME_TAKEN', path: ['name'] }]);
    const templateValues = { contact_name: "O'Neil & {{ ticket.id }}" };
    const { replyTemplate } = await test.run<{ replyTemplate: { preview: object } }>(
      `query ($id: ID!, $ticketId: ID!, $values: JSON) { replyTemplate(id: $id) {
         preview(ticketId: $ticketId, values: $values) { preview { text html } userErrors { code } } } }`,
      { id: template?.id, ticketId: ticket.id, values: templateValues },
      agent,
    );
    const text = "Dear O'Neil & {{ ticket.id }}, about {{ customer.name }} <b>";
    expect(replyTemplate.preview).toEqual({
      preview: {
        text,
        html: 'Dear O&#39;Neil &amp; {{ ticket.id }}, about {{ customer.name }} &lt;b&gt;',
      },
      userErrors: [],
    });
    await replied(ticket.id, { templateId: template?.id, templateValues });
    expect((await said(ticket.id)).at(-1)).toMatchObject({ kind: 'REPLY', text });
    const use = async (input: object, caller?: Principal) =>
      (await reply(ticket.id, { templateId: template?.id, ...input }, caller)).userErrors;
    expect(await use({})).toEqual([{ code: 'INVALID', path: ['templateValues', 'contact_name'] }]);
    expect(await use({ templateValues: { ...templateValues, other: 'x' } })).toEqual([
      { code: 'INVALID', path: ['templateValues'] },
    ]);
    expect(await use({ templateValues, text: 'both' })).toEqual([{ code: 'INVALID', path: ['text'] }]);
    expect(await use({ templateValues }, contact)).toEqual([{ code: 'INVALID', path: ['templateId'] }]);
    const input = { id: template?.id, expectedVersion: 1, retired: true };
    await mutate('updateReplyTemplate', 'ReplyTemplatePayload', input, testCallers.admin);
    expect(await use({ templateValues })).toEqual([{ code: 'TEMPLATE_RETIRED', path: ['templateId'] }]);
    const list = (caller: Principal) =>
      test.run('{ replyTemplates(filter: { retired: true }) { nodes { name } } }', {}, caller);
    expect(await list(agent)).toEqual({ replyTemplates: { nodes: [{ name: 'Hello' }] } });
    expect(await list(contact)).toEqual({ replyTemplates: { nodes: [] } });
  });

  it('is read by as many statements whatever the number of tickets', async () => {
    const query = `query ($first: Int!) { tickets(first: $first) { nodes { conversation(first: 5) { totalCount
      nodes { text attachments { url } mentioned { id } } } follows { id } followUps { nodes { id } } } } }`;
    for (let count = 0; count < 3; count += 1) {
      const { id } = await opened();
      await replied(id, { text: `@${desk.engineer}`, attachments: [PNG] });
    }
    const few = await test.countStatements(query, { first: 1 });
    expect(await test.countStatements(query, { first: 20 })).toBeLessThanOrEqual(few + 1);
  });
});
