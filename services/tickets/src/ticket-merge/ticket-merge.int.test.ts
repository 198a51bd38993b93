import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls, type ShownTicket } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

const at = ({ id, version }: ShownTicket) => ({ id, expectedVersion: version });

describe('tickets that belong together', () => {
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) =>
      createTicketsSubgraph({ ...dependencies, clock: () => new Date('2026-03-10T10:00:00.000Z') }),
  });
  let desk: Desk;
  let agent: Principal;
  let contact: Principal;
  const { opened, done, refused, log, many, read, step } = deskCalls(test.run, () => agent);

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
    contact = { subject: 'c', roles: ['contact'], customerId: desk.customerA, contactId: desk.contactA };
  });

  const own = (await_?: object) => opened({ customerId: desk.customerA, ...await_ });
  const told = async (type: string) =>
    test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ data: Record<string, unknown> }>('select data from outbox where type = $1', [type]),
    );
  const merged = async (into: ShownTicket, tickets: ShownTicket[]) =>
    many('mergeTickets', 'MergeTicketsInput', {
      intoId: into.id,
      expectedVersion: into.version,
      tickets: tickets.map(at),
      text: 'The same.',
    });
  const gathered = async (id: string, caller: Principal = agent) =>
    (
      await test.run<{ ticket: Record<string, { nodes: { id: string }[] } | { id: string } | null> }>(
        `query ($id: ID!) { ticket(id: $id) { mergedInto { id } mergedTickets(first: 9) { nodes { id } }
          links(first: 9) { nodes { type toTicket { id } toChange { id } toRelease { id } } }
          linkedFrom(first: 9) { nodes { type ticket { id } } } } }`,
        { id },
        caller,
      )
    ).ticket;

  it('are merged into one, each that can: the others are closed as its duplicates', async () => {
    const into = await own();
    const [first, second] = [await own(), await done('resolveTicket', 'ResolveTicketInput', await own())];
    const other = await opened({ customerId: desk.customerB });
    const { results, userErrors } = await merged(into, [first, other, second, { ...into, version: 1 }]);
    expect(userErrors).toEqual([]);
    expect(results?.map(({ ticket, userErrors: [fault] }) => ticket?.status ?? fault?.code)).toEqual([
      'CLOSED',
      'NOT_MERGEABLE',
      'CLOSED',
      'NOT_MERGEABLE',
    ]);
    expect(results?.[1]?.userErrors[0]?.path).toEqual(['tickets', '1', 'id']);
    expect(await log(first.id)).toEqual([
      ['OPENED', null, 'NEW'],
      ['MERGED', null, into.id],
      ['CLOSED', 'NEW', 'CLOSED'],
    ]);
    expect(await read(into.id)).toMatchObject({ version: into.version + 1, status: 'NEW' });
    expect(await gathered(into.id)).toMatchObject({
      mergedTickets: { nodes: [{ id: second.id }, { id: first.id }] },
      linkedFrom: {
        nodes: [
          { type: 'DUPLICATE_OF', ticket: { id: first.id } },
          { type: 'DUPLICATE_OF', ticket: { id: second.id } },
        ],
      },
    });
    expect(await gathered(first.id, contact)).toMatchObject({ mergedInto: { id: into.id } });
    expect(await told('plimsoll.ticket_link.created.v1')).toHaveLength(2);
    const closed = await read(first.id);
    expect(await refused('reopenTicket', 'TicketStepInput', closed)).toBe('MERGED');
    expect((await merged(await read(into.id), [closed])).results?.[0]?.userErrors[0]?.code).toBe(
      'NOT_MERGEABLE',
    );
    expect((await merged(closed, [other])).userErrors[0]?.code).toBe('NOT_MERGEABLE');
    expect((await merged(into, [other])).userErrors[0]?.code).toBe('CONFLICT');
  });

  it('are taken out again, each as it was', async () => {
    const [into, resolved, waiting] = [
      await own(),
      await done('resolveTicket', 'ResolveTicketInput', await own()),
      await done('waitOnCustomer', 'WaitOnInput', await own()),
    ];
    await merged(into, [resolved, waiting]);
    const back = await done('unmergeTicket', 'UnmergeTicketInput', await read(resolved.id), { text: 'No.' });
    expect(back).toMatchObject({ status: 'RESOLVED', closedAt: null, resolvedAt: resolved['resolvedAt'] });
    expect((await done('unmergeTicket', 'UnmergeTicketInput', await read(waiting.id))).status).toBe(
      'WAITING_ON_CUSTOMER',
    );
    expect(await gathered(into.id)).toMatchObject({
      mergedTickets: { nodes: [] },
      linkedFrom: { nodes: [] },
    });
    expect(await refused('unmergeTicket', 'UnmergeTicketInput', back)).toBe('INVALID');
  });

  it('take along those that were merged into them, and those that follow them', async () => {
    const incident = await own({ kind: 'INCIDENT' });
    const [old, follower] = [await own(), await opened({ customerId: desk.customerB })];
    await merged(incident, [old]);
    await many('followTicket', 'FollowTicketInput', { parentId: incident.id, tickets: [at(follower)] });
    const major = await own({ kind: 'INCIDENT' });
    await merged(major, [await read(incident.id)]);
    expect(await gathered(old.id)).toMatchObject({ mergedInto: { id: major.id } });
    const { ticket } = await test.run<{ ticket: object }>(
      'query ($id: ID!) { ticket(id: $id) { parent { id } } }',
      { id: follower.id },
      agent,
    );
    expect(ticket).toEqual({ parent: { id: major.id } });
    await done('resolveTicket', 'ResolveTicketInput', await read(major.id));
    const outages = await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query('select id from incident where restored_at is not null and id = any($1)', [
        [incident.id, major.id],
      ]),
    );
    expect(outages).toHaveLength(2);
  });

  it('are split: the part carries over what was written of it', async () => {
    let ticket = await own();
    await test.run(
      'mutation ($input: ReplyToTicketInput!) { replyToTicket(input: $input) { userErrors { code } } }',
      { input: { idempotencyKey: 'reply', ticketId: ticket.id, text: 'And the invoice?' } },
      contact,
    );
    ticket = await read(ticket.id);
    const { ticket: shown } = await test.run<{
      ticket: { events: { nodes: { id: string; type: string }[] } };
    }>(
      'query ($id: ID!) { ticket(id: $id) { events(first: 9) { nodes { id type } } } }',
      { id: ticket.id },
      agent,
    );
    const reply = shown.events.nodes.find(({ type }) => type === 'REPLIED')?.id;
    const part = await done('splitTicket', 'SplitTicketInput', ticket, {
      subject: 'Invoice',
      eventIds: [reply],
    });
    expect(part.id).not.toBe(ticket.id);
    const types = (await log(part.id, contact)).map(([type]) => type);
    expect(types).toEqual(['OPENED', 'CARRIED_OVER']);
    expect((await log(ticket.id)).at(-1)).toEqual(['SPLIT', null, part.id]);
    expect(await gathered(part.id)).toMatchObject({
      links: { nodes: [{ type: 'SPLIT_FROM', toTicket: { id: ticket.id } }] },
    });
    expect(await refused('splitTicket', 'SplitTicketInput', ticket, { subject: 'Again' })).toBe('CONFLICT');
    const current = await read(ticket.id);
    expect(
      await refused('splitTicket', 'SplitTicketInput', current, { subject: 'X', eventIds: ['tev_x'] }),
    ).toBe('INVALID');
  });

  it('are linked, to each other without cycles, to changes and to releases', async () => {
    const [a, b, c] = [
      await own({ kind: 'INCIDENT' }),
      await own({ kind: 'PROBLEM' }),
      await own({ kind: 'INCIDENT' }),
    ];
    const link = async (from: ShownTicket, input: object) =>
      step('linkTicket', 'LinkTicketInput', await read(from.id), input);
    expect((await link(a, { type: 'BLOCKED_BY', toTicketId: b.id })).userErrors).toEqual([]);
    expect((await link(b, { type: 'BLOCKED_BY', toTicketId: c.id })).userErrors).toEqual([]);
    expect((await link(c, { type: 'BLOCKED_BY', toTicketId: a.id })).userErrors[0]?.code).toBe('LINK_CYCLE');
    expect((await link(c, { type: 'CAUSED_BY', toTicketId: a.id })).userErrors).toEqual([]);
    expect((await link(c, { type: 'CAUSED_BY', toTicketId: (await own()).id })).userErrors[0]?.code).toBe(
      'LINK_MEANINGLESS',
    );
    expect((await link(c, { type: 'ASKS_FOR', toTicketId: b.id })).userErrors[0]?.code).toBe(
      'LINK_MEANINGLESS',
    );
    expect((await link(a, { type: 'BROKEN_BY_CHANGE', toTicketId: b.id })).userErrors[0]?.code).toBe(
      'INVALID',
    );
    expect((await link(a, { type: 'BROKEN_BY_CHANGE', toChangeId: 'chg_none' })).userErrors[0]?.code).toBe(
      'NOT_FOUND',
    );
    const [{ id: changeId }] = (await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ id: string }>('select id from change'),
    )) as [{ id: string }];
    expect((await link(a, { type: 'BROKEN_BY_CHANGE', toChangeId: changeId })).userErrors).toEqual([]);
    const { ticketLinks } = await test.run<{ ticketLinks: { nodes: { id: string }[] } }>(
      `query ($filter: TicketLinkFilter) { ticketLinks(first: 9, filter: $filter) { nodes { id ticket { id } } totalCount } }`,
      { filter: { changeId } },
      agent,
    );
    expect(ticketLinks).toMatchObject({ nodes: [{ ticket: { id: a.id } }], totalCount: 1 });
    expect(await gathered(a.id, contact)).toMatchObject({
      links: { nodes: [{ type: 'BLOCKED_BY', toTicket: { id: b.id } }] },
    });
    const linkId = ticketLinks.nodes[0]?.id;
    const gone = await done('unlinkTicket', 'UnlinkTicketInput', await read(a.id), { linkId });
    expect((await log(gone.id)).at(-1)).toEqual(['UNLINKED', changeId, null]);
    expect(await refused('unlinkTicket', 'UnlinkTicketInput', gone, { linkId })).toBe('NOT_FOUND');
    expect(
      await refused('linkTicket', 'LinkTicketInput', gone, { type: 'CAUSED_BY', toTicketId: b.id }, contact),
    ).toBe('NOT_FOUND');
  });

  it('are read for all tickets of a page at once', async () => {
    const counted = (first: number) =>
      test.countStatements(
        `{ tickets(first: ${first}) { nodes { mergedInto { id } mergedTickets(first: 2) { nodes { id } }
          links(first: 2) { nodes { toTicket { id } } } linkedFrom(first: 2) { nodes { ticket { id } } }
          parent { id } followed { kind } followers(first: 2) { nodes { id } }
          thirdPartyCases(first: 2) { nodes { id } } demand { requests monthlyRevenue { amount } } } } }`,
        {},
        agent,
      );
    await counted(1);
    expect(await counted(20)).toBe(await counted(10));
  });
});
