import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls, type ShownTicket } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { followerJobs } from './ticket-follow.job.js';

const at = ({ id, version }: ShownTicket) => ({ id, expectedVersion: version });
const NOW = new Date('2026-03-10T10:00:00.000Z');

describe('tickets that follow an incident or a problem', () => {
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
  });
  let desk: Desk;
  let agent: Principal;
  let contact: Principal;
  const { opened, done, refused, log, many, read } = deskCalls(test.run, () => agent);

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
    contact = { subject: 'c', roles: ['contact'], customerId: desk.customerA, contactId: desk.contactA };
  });

  const follow = (parent: ShownTicket, tickets: ShownTicket[]) =>
    many('followTicket', 'FollowTicketInput', { parentId: parent.id, tickets: tickets.map(at) });
  const ofThree = () =>
    Promise.all([desk.customerA, desk.customerB, desk.customerC].map((customerId) => opened({ customerId })));
  const following = async () => {
    const incident = await opened({ kind: 'INCIDENT' });
    const tickets = await ofThree();
    await follow(incident, tickets);
    return { incident: await read(incident.id), tickets };
  };
  const statuses = async (tickets: ShownTicket[]) =>
    Promise.all(tickets.map(async ({ id }) => (await read(id)).status));
  const seen = async (id: string, caller: Principal) =>
    (
      await test.run<{ ticket: object }>(
        `query ($id: ID!) { ticket(id: $id) { parent { id } followed { kind status phase updateText resolvedAt } } }`,
        { id },
        caller,
      )
    ).ticket;

  it('are of many customers; each sees how far it is, and none sees more of it', async () => {
    const { incident, tickets } = await following();
    const classified = await done('classifyIncident', 'ClassifyIncidentInput', incident, {
      category: 'network',
      severity: 'SEV1',
    });
    const { ticket } = await test.run<{ ticket: { followers: object } }>(
      'query ($id: ID!) { ticket(id: $id) { followers(first: 9) { totalCount } } }',
      { id: incident.id },
      agent,
    );
    expect(ticket.followers).toEqual({ totalCount: 3 });
    const progress = {
      kind: 'INCIDENT',
      status: 'IN_PROGRESS',
      phase: 'CLASSIFIED',
      updateText: null,
      resolvedAt: null,
    };
    expect(await seen(tickets[0]?.id ?? '', contact)).toEqual({ parent: null, followed: progress });
    expect(await seen(tickets[0]?.id ?? '', agent)).toEqual({
      parent: { id: classified.id },
      followed: progress,
    });
    const back = await many('unfollowTicket', 'UnfollowTicketInput', {
      tickets: [at(await read(tickets[0]?.id ?? ''))],
    });
    expect(back.results?.[0]?.ticket).not.toBeNull();
    expect(await seen(tickets[0]?.id ?? '', agent)).toEqual({ parent: null, followed: null });
  });

  it('are left, offered the solution, or resolved with it, as chosen', async () => {
    const [left, offered, resolved] = [await following(), await following(), await following()];
    const solve = (incident: ShownTicket, followers: string) =>
      done('resolveTicket', 'ResolveTicketInput', incident, { text: 'Replaced.', followers });
    await solve(left.incident, 'LEAVE');
    expect(await statuses(left.tickets)).toEqual(['NEW', 'NEW', 'NEW']);
    await solve(offered.incident, 'OFFER');
    expect(await statuses(offered.tickets)).toEqual(Array(3).fill('WAITING_ON_CUSTOMER'));
    const [first] = resolved.tickets as [ShownTicket];
    await done('resolveTicket', 'ResolveTicketInput', await read(first.id));
    await solve(resolved.incident, 'RESOLVE');
    expect(await statuses(resolved.tickets)).toEqual(Array(3).fill('RESOLVED'));
    expect((await log(resolved.tickets[1]?.id ?? '')).at(-1)).toEqual(['RESOLVED', 'NEW', 'RESOLVED']);
  });

  it('cannot follow themselves, requests, or what is finished', async () => {
    const [a, b, c] = [await opened({ kind: 'INCIDENT' }), await opened({ kind: 'PROBLEM' }), await opened()];
    await follow(b, [a]);
    const faults = async (parent: ShownTicket, ticket: ShownTicket) => {
      const { results, userErrors } = await follow(parent, [await read(ticket.id)]);
      return userErrors[0]?.code ?? results?.[0]?.userErrors[0]?.code;
    };
    expect(await faults(a, b)).toBe('FOLLOW_CYCLE');
    expect(await faults(a, a)).toBe('FOLLOW_CYCLE');
    expect(await faults(b, a)).toBe('INVALID');
    expect(await faults(c, a)).toBe('NOT_FOLLOWABLE');
    await done('resolveTicket', 'ResolveTicketInput', b);
    expect(await faults(b, c)).toBe('NOT_FOLLOWABLE');
    const many501 = Array.from({ length: 501 }, (_, index) => ({ ...c, id: `tkt_${index}` }));
    expect((await follow(a, many501)).userErrors[0]?.code).toBe('INVALID');
    expect((await follow(a, [c, c])).userErrors[0]?.code).toBe('INVALID');
  });

  it('wait for engineering with their owner, and go on when the problem is solved', async () => {
    const ticket = await opened({ customerId: desk.customerA, assigneeId: desk.analyst });
    const handed = await done('handToEngineering', 'HandToEngineeringInput', ticket, {
      nature: 'DEFECT',
      text: 'Orders are lost.',
      reference: 'ENG-7',
    });
    expect(handed).toMatchObject({ status: 'WAITING_ON_PROBLEM', assignee: { id: desk.analyst } });
    expect(await seen(ticket.id, contact)).toMatchObject({
      parent: null,
      followed: { kind: 'PROBLEM', phase: 'FIX_IN_PROGRESS' },
    });
    const { ticket: shown } = await test.run<{
      ticket: { parent: ShownTicket; links: { nodes: object[] } };
    }>(
      `query ($id: ID!) { ticket(id: $id) { parent { id version tier nature phase subject }
        links(first: 9) { nodes { type } } } }`,
      { id: ticket.id },
      agent,
    );
    const { parent: problem } = shown;
    expect(problem).toMatchObject({
      tier: 'L4',
      nature: 'DEFECT',
      phase: 'FIX_IN_PROGRESS',
      subject: 'Help',
    });
    expect(shown.links.nodes).toEqual([{ type: 'CAUSED_BY' }]);
    const second = await done(
      'handToEngineering',
      'HandToEngineeringInput',
      await opened({ customerId: desk.customerB }),
      { nature: 'DEFECT', text: 'Here too.', problemId: problem.id },
    );
    expect(
      await refused('handToEngineering', 'HandToEngineeringInput', second, {
        nature: 'DEFECT',
        text: 'X',
        problemId: problem.id,
      }),
    ).toBe('INVALID');
    await done('resolveTicket', 'ResolveTicketInput', await read(problem.id), { text: 'Fixed in 4.2' });
    expect(await statuses([ticket, second])).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    expect((await log(ticket.id, contact)).at(-1)).toEqual([
      'PROBLEM_SOLVED',
      'WAITING_ON_PROBLEM',
      'IN_PROGRESS',
    ]);
  });

  it('are settled by jobs where they are too many at once, each once', async () => {
    const incident = await opened({ kind: 'INCIDENT' });
    await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into ticket (id, version, kind, subject, priority, status, opened_at, touched_at, parent_id)
         select 'tkt_' || lpad(n::text, 26, '0'), 1, 'REQUEST', 'Help', 'P3', 'IN_PROGRESS', $2::timestamptz, $2::timestamptz, $1
           from generate_series(1, 501) n`,
        [incident.id, NOW],
      ),
    );
    await done('resolveTicket', 'ResolveTicketInput', incident, { followers: 'RESOLVE' });
    const open = () =>
      test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query(`select id from ticket where parent_id = $1 and status <> 'RESOLVED'`, [incident.id]),
      );
    expect(await open()).toHaveLength(1);
    const { handlers } = followerJobs({
      database: test.test.database,
      logger: testLogger(),
      clock: () => NOW,
    });
    const payload = { parentId: incident.id, choice: 'RESOLVE', text: null, actorId: null };
    const rest = { ...payload, afterId: `tkt_${'500'.padStart(26, '0')}` };
    await handlers['settle_followers']?.(rest, { id: '1', attempt: 1 });
    expect(await open()).toEqual([]);
    const versions = () =>
      test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query('select max(version) as version from ticket where parent_id = $1', [incident.id]),
      );
    const before = await versions();
    await handlers['settle_followers']?.(rest, { id: '1', attempt: 2 });
    expect(await versions()).toEqual(before);
  });
});
