import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { deskCalls, type ShownTicket } from '../testing/desk-calls.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

let now = new Date('2026-03-10T10:00:00.000Z');
const at = (time: string) => {
  now = new Date(`2026-03-10T${time}:00.000Z`);
};

interface Shown {
  id: string;
  version: number;
  [field: string]: unknown;
}
interface Answer {
  noun: Shown | null;
  userErrors: { code: string; path: string[] }[];
}

const { test, run, events, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
});
let desk: Desk;
let agent: Principal;
let manager: Principal;
let contact: Principal;
const { opened, done, refused, step, many } = deskCalls(run, () => agent);

const MAJOR = `id version declaredAt commander { id } communicator { id } scribe { id } updateMinutes lastUpdateAt
  nextUpdateAt stoodDownAt`;
const POSTMORTEM = `id version status owner { id } rootCause reasonForOutage contributingCauses lessons reviewComment
  publishedBy { id } publishedAt dueAt actions { title owner { id } dueOn ticket { id subject kind status tags assignee { id } } }`;

const send = async (mutation: string, input: object, caller = agent): Promise<Answer> => {
  const [noun, fields] = mutation.includes('ostmortem')
    ? ['postmortem', POSTMORTEM]
    : ['majorIncident', MAJOR];
  const types: Record<string, string> = {
    submitPostmortem: 'PostmortemStepInput',
    publishPostmortem: 'PostmortemStepInput',
  };
  const type = types[mutation] ?? `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { noun: ${noun} { ${fields} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return payload;
};
const take = async (mutation: string, { id, version }: Shown, input: object = {}, caller = agent) => {
  const { noun, userErrors } = await send(mutation, { id, expectedVersion: version, ...input }, caller);
  if (!noun) throw new Error(JSON.stringify(userErrors));
  return noun;
};
const codeOf = async (mutation: string, { id, version }: Shown, input: object = {}, caller = agent) => {
  const { noun, userErrors } = await send(mutation, { id, expectedVersion: version, ...input }, caller);
  return noun ? null : userErrors.map(({ code, path }) => [code, ...path].join(' ')).join(', ');
};
const readTicket = async (id: string): Promise<ShownTicket> =>
  (
    await run<{ ticket: ShownTicket }>(
      'query ($id: ID!) { ticket(id: $id) { id version status severity } }',
      { id },
      agent,
    )
  ).ticket;
const incident = (over: object = {}) => opened({ kind: 'INCIDENT', customerId: desk.customerA, ...over });
const workOf = async (caller: Principal) =>
  (
    await run<{
      me: { agent: { workList: { nodes: { why: string; dueAt: string | null; ticket: { id: string } }[] } } };
    }>('{ me { agent { workList(first: 50) { nodes { why dueAt ticket { id } } } } } }', {}, caller)
  ).me.agent.workList.nodes;
const stateOf = () =>
  test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(`select (select count(*) from outbox)::int as events, (select count(*) from ticket_event)::int as log,
      (select json_agg(m order by id) from major_incident m) as led, (select json_agg(p order by id) from postmortem p) as learned`),
  );

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
  agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  manager = { subject: 'manager-1', roles: ['manager'], personId: desk.engineer };
  contact = {
    subject: 'contact-1',
    roles: ['contact'],
    customerId: desk.customerA,
    contactId: desk.contactA,
  };
});

describe('a major incident', () => {
  it('is declared once, of an incident that lasts, and becomes SEV1', async () => {
    at('10:00');
    const ticket = await incident();
    const led = await take('declareMajorIncident', ticket, {
      reason: 'All of Europe',
      communicatorId: desk.engineer,
    });
    expect(led).toMatchObject({
      id: ticket.id,
      version: 1,
      commander: { id: desk.analyst },
      communicator: { id: desk.engineer },
      scribe: null,
      updateMinutes: 30,
      lastUpdateAt: null,
      nextUpdateAt: '2026-03-10T10:30:00.000Z',
      stoodDownAt: null,
    });
    const severe = await readTicket(ticket.id);
    expect(severe).toMatchObject({ severity: 'SEV1' });
    const before = await stateOf();
    expect(await codeOf('declareMajorIncident', severe, { reason: 'Again' })).toBe('ALREADY_DECLARED id');
    expect(await codeOf('declareMajorIncident', ticket, { reason: 'Stale' })).toMatch(/^CONFLICT/);
    const request = await opened({ customerId: desk.customerA });
    expect(await codeOf('declareMajorIncident', request, { reason: 'No' })).toBe('NOT_AN_INCIDENT id');
    const other = await incident();
    const person = 'per_01arz3ndektsv4rrffq69g5fav';
    expect(await codeOf('declareMajorIncident', other, { reason: 'x', commanderId: person })).toBe(
      'NOT_FOUND commanderId',
    );
    expect(await codeOf('declareMajorIncident', other, { reason: ' ' })).toBe('INVALID reason');
    expect(await codeOf('declareMajorIncident', other, { reason: 'x', updateMinutes: 4 })).toBe(
      'INVALID updateMinutes',
    );
    expect(await codeOf('declareMajorIncident', other, { reason: 'x' }, contact)).toMatch(
      /^(FORBIDDEN|NOT_FOUND)/,
    );
    const over = await done('resolveTicket', 'ResolveTicketInput', other);
    expect(await codeOf('declareMajorIncident', over, { reason: 'x' })).toBe('INVALID_STATUS id');
    expect((await stateOf())[0]).toMatchObject({ led: (before[0] as { led: object }).led });
  });

  it('owes updates in its rhythm to whoever commands and speaks, until it is stood down', async () => {
    at('11:00');
    const ticket = await incident();
    const led = await take('declareMajorIncident', ticket, {
      reason: 'Down',
      updateMinutes: 60,
      communicatorId: desk.engineer,
    });
    const owed = async (caller: Principal) =>
      (await workOf(caller)).find(({ why, ticket: { id } }) => id === ticket.id && why === 'UPDATE_OWED')
        ?.dueAt;
    expect(await owed(agent)).toBe('2026-03-10T12:00:00.000Z');
    expect(await owed(manager)).toBe('2026-03-10T12:00:00.000Z');
    at('12:10');
    const told = await done('postStatusUpdate', 'PostStatusUpdateInput', await readTicket(ticket.id), {
      status: 'IDENTIFIED',
      text: 'A switch failed.',
      components: ['Network'],
    });
    expect(told.version).toBeGreaterThan(ticket.version);
    const seen = await run<{
      ticket: { incident: object; lastUpdate: object; majorIncident: object | null };
    }>(
      `query ($id: ID!) { ticket(id: $id) { lastUpdate { at status text components } majorIncident { nextUpdateAt } } }`,
      { id: ticket.id },
      agent,
    );
    expect(seen.ticket).toEqual({
      lastUpdate: {
        at: now.toISOString(),
        status: 'IDENTIFIED',
        text: 'A switch failed.',
        components: ['Network'],
      },
      majorIncident: { nextUpdateAt: '2026-03-10T13:10:00.000Z' },
    });
    const handed = await take(
      'updateMajorIncident',
      { ...led, version: 2 },
      { scribeId: desk.engineer, updateMinutes: 15 },
    );
    expect(handed).toMatchObject({
      version: 3,
      nextUpdateAt: '2026-03-10T12:25:00.000Z',
      scribe: { id: desk.engineer },
    });
    expect(await codeOf('updateMajorIncident', handed, { commanderId: null })).toBe('INVALID commanderId');
    const endless = { text: 'x'.repeat(20_001) };
    expect(await codeOf('standDownMajorIncident', handed, endless)).toBe('INVALID text');
    expect(await codeOf('standDownMajorIncident', handed, endless, contact)).toMatch(/^NOT_FOUND/);
    const over = await take('standDownMajorIncident', handed, { text: 'It holds.' });
    expect(over).toMatchObject({ stoodDownAt: now.toISOString(), nextUpdateAt: null });
    expect(await owed(agent)).toBeUndefined();
    expect(await codeOf('standDownMajorIncident', over)).toBe('INVALID_STATUS id');
    expect(await codeOf('updateMajorIncident', over, { updateMinutes: 30 })).toBe('INVALID_STATUS id');
  });

  it('owes no update while it is over, and owes them again where it is reopened', async () => {
    at('12:30');
    const ticket = await incident();
    const led = await take('declareMajorIncident', ticket, { reason: 'Down', updateMinutes: 60 });
    const nextUpdateAt = async () => {
      const query = 'query ($id: ID!) { ticket(id: $id) { majorIncident { nextUpdateAt } } }';
      return (await run<{ ticket: object }>(query, { id: ticket.id }, agent)).ticket;
    };
    expect(await nextUpdateAt()).toEqual({ majorIncident: { nextUpdateAt: '2026-03-10T13:30:00.000Z' } });
    await done('resolveTicket', 'ResolveTicketInput', await readTicket(ticket.id));
    expect(await nextUpdateAt()).toEqual({ majorIncident: { nextUpdateAt: null } });
    await done('reopenTicket', 'TicketStepInput', await readTicket(ticket.id));
    expect(await nextUpdateAt()).toEqual({ majorIncident: { nextUpdateAt: '2026-03-10T13:30:00.000Z' } });
    await take('standDownMajorIncident', led);
  });

  it('tells its story by itself, with that of tickets that follow it', async () => {
    at('13:00');
    const ticket = await incident();
    const led = await take('declareMajorIncident', ticket, { reason: 'Down' });
    at('13:05');
    const report = await opened({ kind: 'INCIDENT', customerId: desk.customerB });
    await many('followTicket', 'FollowTicketInput', {
      parentId: ticket.id,
      tickets: [{ id: report.id, expectedVersion: report.version }],
    });
    at('13:10');
    await done('postStatusUpdate', 'PostStatusUpdateInput', await readTicket(ticket.id), {
      status: 'INVESTIGATING',
      text: 'We look into it.',
    });
    const { majorIncidents } = await run<{
      majorIncidents: {
        totalCount: number;
        nodes: { timeline: { nodes: { type: string; at: string; ticket: { id: string } }[] } }[];
      };
    }>(
      `query ($filter: MajorIncidentFilter) { majorIncidents(first: 1, filter: $filter) { totalCount nodes { timeline(first: 50) { nodes { type at ticket { id } } } } } }`,
      { filter: { open: true, commanderId: desk.analyst } },
      agent,
    );
    expect(majorIncidents.totalCount).toBe(2);
    const story = (majorIncidents.nodes[0]?.timeline.nodes ?? []).filter(({ type }) => type !== 'ROUTED');
    expect(story.map(({ type, ticket: { id } }) => [type, id])).toEqual([
      ['OPENED', ticket.id],
      ['MAJOR_INCIDENT_DECLARED', ticket.id],
      ['OPENED', report.id],
      ['STATUS_UPDATED', ticket.id],
    ]);
    expect(story.map((entry) => entry.at)).toEqual(story.map((entry) => entry.at).toSorted());
    await take('standDownMajorIncident', { ...led, version: 2 });
  });

  it('is seen by staff alone; customers read what they are told', async () => {
    at('14:00');
    const ticket = await incident();
    await take('declareMajorIncident', ticket, { reason: 'Down' });
    expect(
      await run(
        'query ($id: ID!) { ticket(id: $id) { id majorIncident { id } } majorIncidents(first: 1) { nodes { id } } postmortems(first: 1) { nodes { id } } }',
        { id: ticket.id },
        contact,
      ),
    ).toEqual({
      ticket: { id: ticket.id, majorIncident: null },
      majorIncidents: { nodes: [] },
      postmortems: { nodes: [] },
    });
    expect(
      await refused(
        'postStatusUpdate',
        'PostStatusUpdateInput',
        await readTicket(ticket.id),
        { status: 'MONITORING', text: 'x' },
        contact,
      ),
    ).toMatch(/FORBIDDEN|NOT_FOUND/);
  });
});

describe('a postmortem', () => {
  it('is owed after the end, written, reviewed by somebody else and published, and its actions are tickets', async () => {
    at('15:00');
    const ticket = await incident();
    await take('declareMajorIncident', ticket, { reason: 'Down' });
    expect(await codeOf('startPostmortem', await incident())).toBe('NOT_A_MAJOR_INCIDENT id');
    const report = await opened({ kind: 'INCIDENT', customerId: desk.customerA });
    await many('followTicket', 'FollowTicketInput', {
      parentId: ticket.id,
      tickets: [{ id: report.id, expectedVersion: report.version }],
    });
    await done('resolveTicket', 'ResolveTicketInput', await readTicket(ticket.id));
    const owed = async () => (await workOf(agent)).filter(({ why }) => why === 'POSTMORTEM_OWED');
    expect(await owed()).toEqual([
      { why: 'POSTMORTEM_OWED', dueAt: '2026-03-15T15:00:00.000Z', ticket: { id: ticket.id } },
    ]);
    const draft = await take('startPostmortem', await readTicket(ticket.id));
    expect(draft).toMatchObject({
      status: 'DRAFT',
      owner: { id: desk.analyst },
      dueAt: '2026-03-15T15:00:00.000Z',
      actions: [],
    });
    expect(await codeOf('startPostmortem', await readTicket(ticket.id))).toBe('ALREADY_EXISTS id');
    expect(await codeOf('submitPostmortem', draft)).toBe('INVALID rootCause');
    const untitled = { title: ' ', ownerId: desk.engineer };
    expect(await codeOf('addPostmortemAction', draft, untitled)).toBe('INVALID title');
    expect(await codeOf('addPostmortemAction', draft, untitled, contact)).toMatch(/^NOT_FOUND/);
    expect(await codeOf('publishPostmortem', draft, {}, manager)).toBe('INVALID_STATUS id');
    const written = await take('updatePostmortem', draft, {
      rootCause: 'The spare switch had an old configuration.',
      reasonForOutage: 'A network device failed and its spare did not take over.',
      contributingCauses: ['Spares are not exercised'],
      lessons: 'Exercise spares.',
    });
    const submitted = await take('submitPostmortem', written);
    const returned = await take('returnPostmortem', submitted, { comment: 'Since when?' }, manager);
    expect(returned).toMatchObject({ status: 'DRAFT', reviewComment: 'Since when?' });
    const again = await take('submitPostmortem', returned);
    expect(again.reviewComment).toBeNull();
    expect(await codeOf('publishPostmortem', again)).toMatch(/^(FORBIDDEN|NOT_FOUND)/);
    expect(await codeOf('publishPostmortem', again, {}, { ...manager, personId: desk.analyst })).toBe(
      'OWN_POSTMORTEM id',
    );
    expect(await codeOf('publishPostmortem', again, {}, { subject: 'admin', roles: ['admin'] })).toBe(
      'NO_PERSON id',
    );
    const reason = async (caller: Principal) =>
      (
        await run<{ ticket: { reasonForOutage: string | null } }>(
          'query ($id: ID!) { ticket(id: $id) { reasonForOutage } }',
          { id: ticket.id },
          caller,
        )
      ).ticket.reasonForOutage;
    const toldToFollowers = (caller: Principal) =>
      run<{ ticket: object }>(
        'query ($id: ID!) { ticket(id: $id) { followed { status reasonForOutage } } }',
        { id: report.id },
        caller,
      );
    expect(await reason(contact)).toBeNull();
    expect((await toldToFollowers(contact)).ticket).toEqual({
      followed: { status: 'RESOLVED', reasonForOutage: null },
    });
    const published = await take('publishPostmortem', again, {}, manager);
    expect(published).toMatchObject({
      status: 'PUBLISHED',
      publishedBy: { id: desk.engineer },
      publishedAt: now.toISOString(),
    });
    expect(await reason(contact)).toBe('A network device failed and its spare did not take over.');
    // Whose ticket follows it reads it there: the incident itself is seldom theirs.
    expect((await toldToFollowers(contact)).ticket).toEqual({
      followed: {
        status: 'RESOLVED',
        reasonForOutage: 'A network device failed and its spare did not take over.',
      },
    });
    expect(await owed()).toEqual([]);
    expect(await codeOf('updatePostmortem', published, { lessons: 'x' })).toBe('INVALID_STATUS id');
    const action = { title: 'Exercise spares each month', ownerId: desk.engineer, dueOn: '2026-04-01' };
    expect(await codeOf('addPostmortemAction', published, { ...action, dueOn: '2026-03-09' })).toBe(
      'INVALID dueOn',
    );
    const acted = await take('addPostmortemAction', published, action);
    expect(acted.actions).toEqual([
      {
        title: action.title,
        owner: { id: desk.engineer },
        dueOn: '2026-04-01',
        ticket: {
          id: expect.stringMatching(/^tkt_/) as string,
          subject: action.title,
          kind: 'REQUEST',
          status: 'NEW',
          tags: ['postmortem-action'],
          assignee: { id: desk.engineer },
        },
      },
    ]);
    expect(await codeOf('addPostmortemAction', published, action)).toMatch(/^CONFLICT/);
    const told = (await events()).filter(({ type }) => type.startsWith('plimsoll.postmortem.'));
    expect(told.at(-1)?.data).toMatchObject({ ticketId: ticket.id, status: 'PUBLISHED' });
    expect(JSON.stringify(told)).not.toContain('spare');
  });

  it('goes one way where two decide at once', async () => {
    at('16:00');
    const ticket = await incident();
    await take('declareMajorIncident', ticket, { reason: 'Down' });
    const draft = await take('startPostmortem', await readTicket(ticket.id));
    const written = await take('updatePostmortem', draft, { rootCause: 'x', reasonForOutage: 'y' });
    const submitted = await take('submitPostmortem', written);
    const answers = await Promise.all([
      codeOf('publishPostmortem', submitted, {}, manager),
      codeOf('returnPostmortem', submitted, { comment: 'No' }, manager),
    ]);
    expect(answers.filter((code) => code === null)).toHaveLength(1);
    expect(answers.filter((code) => code?.startsWith('CONFLICT'))).toHaveLength(1);
  });

  it('takes as many statements for many as for one', async () => {
    const list = `query ($first: Int!) { postmortems(first: $first, filter: {}) { totalCount nodes { ${POSTMORTEM} ticket { subject majorIncident { id postmortem { id } timeline(first: 3) { totalCount } } } history(first: 1) { totalCount } } } }`;
    await countStatements(list, { first: 1 });
    expect(await countStatements(list, { first: 9 })).toBe(await countStatements(list, { first: 1 }));
    expect(
      (
        await step('postStatusUpdate', 'PostStatusUpdateInput', await opened(), {
          status: 'RESOLVED',
          text: 'x',
        })
      ).userErrors[0]?.code,
    ).toBe('NOT_AN_INCIDENT');
  });
});
