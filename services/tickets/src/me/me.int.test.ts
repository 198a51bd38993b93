import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo } from '../testing/promises.js';

interface WorkList {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  nodes: {
    why: string;
    reasons: string[];
    dueAt: string | null;
    ticket: { subject: string } | null;
    change: object | null;
  }[];
}

const LIST = `totalCount pageInfo { hasNextPage endCursor }
  nodes { why reasons dueAt ticket { subject } change { id } }`;

describe('what somebody has to do', () => {
  // Monday, 10:00 in Berlin.
  let now = new Date('2026-03-02T09:00:00.000Z');
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let keys = 0;

  const analyst = (): Principal => ({ subject: 'analyst', roles: ['agent'], personId: desk.analyst });
  const contact = (): Principal => ({ ...testCallers.contact(desk.customerA), contactId: desk.contactA });
  const mutate = async (name: string, type: string, input: object, caller: Principal = analyst()) => {
    const { answer } = await test.run<{
      answer: { ticket: { id: string; version: number } | null; userErrors: { code: string }[] };
    }>(
      `mutation ($input: ${type}!) { answer: ${name}(input: $input) { ticket { id version } userErrors { code message } } }`,
      { input },
      caller,
    );
    expect(answer.userErrors).toEqual([]);
    return answer.ticket ?? { id: '', version: 0 };
  };
  const open = async (subject: string, input: object = {}) => {
    keys += 1;
    const ticket = await mutate('openTicket', 'OpenTicketInput', {
      idempotencyKey: `open-${keys}`,
      kind: 'REQUEST',
      subject,
      ...input,
    });
    return mutate('assignTicket', 'AssignTicketInput', {
      id: ticket.id,
      expectedVersion: ticket.version,
      assigneeId: desk.analyst,
    });
  };
  const reply = (ticketId: string, caller: Principal) => {
    keys += 1;
    const input = { idempotencyKey: `reply-${keys}`, ticketId, text: 'Hello', public: true };
    return mutate('replyToTicket', 'ReplyToTicketInput', input, caller);
  };
  const workList = async (args = '', approvals: unknown = [], caller = analyst()): Promise<WorkList> => {
    const { _entities } = await test.run<{ _entities: ({ workList: WorkList } | null)[] }>(
      `query ($desks: [_Any!]!) { _entities(representations: $desks) { ... on AgentDesk { workList${args} { ${LIST} } } } }`,
      { desks: [{ __typename: 'AgentDesk', id: desk.analyst, owedApprovals: approvals }] },
      caller,
    );
    const [found] = _entities;
    if (!found) throw new Error('there is no such desk');
    return found.workList;
  };
  const shown = ({ nodes }: WorkList) =>
    nodes.map(({ why, ticket, change }) => [why, ticket?.subject ?? change]);

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    await promiseTo(test.test.database, desk.customerA, {
      P1: { firstResponse: 'PT15M', update: 'PT1H', resolution: 'PT40H' },
      P3: { firstResponse: 'PT20H', resolution: 'PT40H' },
    });
    await test.load('Queues', [{ external_id: 'Q', name: 'Mail', members: 'PER-1' }], 'test');
    await test.load('Queues', [{ external_id: 'R', name: 'Calls' }], 'test');
  });

  it('is listed by what matters next, with the reason and a change that waits for a decision', async () => {
    await open('just there', { customerId: desk.customerC });
    await open('urgent', { customerId: desk.customerA, priority: 'P1' });
    const answered = await open('answered', { customerId: desk.customerA, contactId: desk.contactA });
    const told = await open('told', { customerId: desk.customerA, priority: 'P1' });
    await reply(answered.id, contact());
    now = new Date('2026-03-02T09:10:00.000Z');
    await reply(told.id, analyst());
    const list = await workList('', [{ changeId: 'chg_1', neededBy: '2026-03-03T00:00:00.000Z' }]);
    expect(shown(list)).toEqual([
      ['BREACH_AHEAD', 'urgent'],
      ['UPDATE_OWED', 'told'],
      ['CUSTOMER_REPLIED', 'answered'],
      ['APPROVAL_OWED', { id: 'chg_1' }],
      ['ASSIGNED', 'just there'],
    ]);
    expect(list.totalCount).toBe(5);
    expect(list.nodes[0]).toMatchObject({
      dueAt: '2026-03-02T09:15:00.000Z',
      reasons: ['BREACH_AHEAD', 'ASSIGNED'],
    });
    expect(list.nodes[1]?.dueAt).toBe('2026-03-02T10:10:00.000Z');
  });

  it('is paged in that order', async () => {
    const first = await workList('(first: 3)');
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await workList(`(first: 3, after: "${first.pageInfo.endCursor}")`);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect([...shown(first), ...shown(rest)]).toEqual(shown(await workList()));
    await expect(workList('(after: "nonsense")')).rejects.toThrow('cursor');
    await expect(workList('(first: 101)')).rejects.toThrow('100');
  });

  it('has what was escalated to them until they acknowledge it', async () => {
    const ticket = await open('of somebody else', { customerId: desk.customerC });
    const given = await mutate('assignTicket', 'AssignTicketInput', {
      id: ticket.id,
      expectedVersion: ticket.version,
      assigneeId: desk.engineer,
    });
    await mutate('escalateTicket', 'EscalateTicketInput', {
      id: given.id,
      expectedVersion: given.version,
      kind: 'HIERARCHICAL',
      personId: desk.analyst,
      reason: 'It has to be decided',
      information: { impact: 'Nobody can order', asked: 'Decide' },
    });
    const escalated = (await workList()).nodes.filter(({ why }) => why === 'ESCALATED_TO_YOU');
    expect(escalated).toMatchObject([
      { reasons: ['ESCALATED_TO_YOU'], ticket: { subject: 'of somebody else' } },
    ]);
    const { escalations } = await test.run<{
      escalations: { nodes: { id: string; version: number }[] };
    }>('{ escalations { nodes { id version } } }');
    const [raised] = escalations.nodes;
    const { answer } = await test.run<{ answer: { userErrors: object[] } }>(
      `mutation ($input: AcknowledgeEscalationInput!) {
         answer: acknowledgeEscalation(input: $input) { userErrors { message } } }`,
      { input: { id: raised?.id, expectedVersion: raised?.version } },
      analyst(),
    );
    expect(answer.userErrors).toEqual([]);
    expect((await workList()).nodes.map(({ why }) => why)).not.toContain('ESCALATED_TO_YOU');
  });

  it('takes as many statements for one ticket as for many', async () => {
    const count = () =>
      test.countStatements(
        `query ($desks: [_Any!]!) { _entities(representations: $desks) { ... on AgentDesk { workList { ${LIST} } } } }`,
        { desks: [{ __typename: 'AgentDesk', id: desk.analyst, owedApprovals: [] }] },
        analyst(),
      );
    const before = await count();
    for (const subject of ['one', 'two', 'three']) await open(subject, { customerId: desk.customerC });
    expect(await count()).toBe(before);
    expect(before).toBeLessThanOrEqual(5);
  });

  it('is told to nobody else, and to whom it belongs by who they are', async () => {
    const asked = (caller: Principal) =>
      test.run<{ me: object | null }>(
        '{ me { id roles agent { person { id } onCall { until } } partner { partner { id } } contact { contact { id } } } }',
        {},
        caller,
      );
    expect(await asked(analyst())).toEqual({
      me: {
        id: desk.analyst,
        roles: ['agent'],
        agent: { person: { id: desk.analyst }, onCall: [] },
        partner: null,
        contact: null,
      },
    });
    expect(await asked(contact())).toMatchObject({
      me: { id: desk.contactA, agent: null, partner: null, contact: { contact: { id: desk.contactA } } },
    });
    expect(await asked(testCallers.partner(desk.partnerA))).toMatchObject({
      me: { id: desk.partnerA, agent: null, partner: { partner: { id: desk.partnerA } }, contact: null },
    });
    expect(await asked(testCallers.analyst)).toMatchObject({ me: { id: 'test-analyst', agent: null } });
    expect(await asked(testCallers.nobody)).toEqual({ me: null });
    const engineer = { ...analyst(), personId: desk.engineer };
    await expect(workList('', [], engineer)).rejects.toThrow('no such desk');
    await expect(workList('', [], contact())).rejects.toThrow('no such desk');
  });

  it('waits for contacts and resellers in their own list', async () => {
    const waiting = async (caller: Principal) => {
      const lists = `workList { totalCount nodes { why ticket { subject } } }`;
      const { me } = await test.run<{
        me: Record<string, { workList: { nodes: { why: string; ticket: { subject: string } }[] } } | null>;
      }>(`{ me { partner { ${lists} } contact { ${lists} } } }`, {}, caller);
      const { nodes } = (me['partner'] ?? me['contact'])!.workList;
      return nodes.map(({ why, ticket }) => `${why} ${ticket.subject}`);
    };
    const step = (name: string, type: string, { id, version }: { id: string; version: number }, input = {}) =>
      mutate(name, type, { id, expectedVersion: version, ...input });
    const mine = { customerId: desk.customerA, contactId: desk.contactA };
    const closed = await step('resolveTicket', 'TicketStepInput', await open('closed', mine));
    await step('closeTicket', 'CloseTicketInput', closed);
    await step('resolveTicket', 'TicketStepInput', await open('resolved', { customerId: desk.customerA }));
    await step('waitOnCustomer', 'WaitOnInput', await open('asked', mine));
    await step('waitOnCustomer', 'WaitOnInput', await open('foreign', { customerId: desk.customerB }));
    const own = ['ANSWER_OWED asked', 'SOLUTION_TO_CONFIRM resolved', 'RATING_ASKED closed'];
    expect(await waiting(contact())).toEqual(own);
    expect(await waiting(testCallers.partner(desk.partnerA))).toEqual(own);
    expect(await waiting(testCallers.partner(desk.partnerB))).toEqual(['ANSWER_OWED foreign']);
    const other = { ...contact(), contactId: 'con_other' };
    expect(await waiting(other)).toEqual(['SOLUTION_TO_CONFIRM resolved']);
  });

  it('stands in queues until somebody takes it', async () => {
    const imported = (id: string, columns: object = {}) => ({
      external_id: id,
      subject: id,
      opened_at: '2026-03-02T08:10:00Z',
      queue: 'Q',
      ...columns,
    });
    await test.load(
      'Tickets',
      [
        imported('T-1'),
        imported('T-2', { opened_at: '2026-03-02T07:10:00Z' }),
        imported('T-3', { status: 'CLOSED', resolved_at: '2026-03-02T09:00:00Z' }),
        imported('T-4', { assignee: 'PER-2' }),
        imported('T-5', { queue: 'R' }),
      ],
      'test',
    );
    const { me } = await test.run<{ me: { agent: { queues: unknown } } }>(
      `{ me { agent { queues { queue { name } waitingCount oldestWaitingSeconds breachesAhead
         rates(over: "PT8H") { arrivedCount resolvedCount arrivedPerHour } } } } }`,
      {},
      analyst(),
    );
    expect(me.agent.queues).toEqual([
      {
        queue: { name: 'Mail' },
        waitingCount: 2,
        oldestWaitingSeconds: 7_200,
        breachesAhead: 0,
        rates: { arrivedCount: 4, resolvedCount: 1, arrivedPerHour: 0.5 },
      },
    ]);
  });

  it('breaks targets by team, hour by hour', async () => {
    await test.load('Teams', [{ external_id: 'T', name: 'Care' }], 'test');
    const { teams } = await test.run<{ teams: { nodes: { id: string }[] } }>('{ teams { nodes { id } } }');
    const [team] = teams.nodes;
    const ticket = await open('of the team', { customerId: desk.customerA, priority: 'P1' });
    await mutate('assignTicket', 'AssignTicketInput', {
      id: ticket.id,
      expectedVersion: ticket.version,
      teamId: team?.id,
    });
    const forecast = async (within: string) =>
      (
        await test.run<{ team: { breachForecast: { pastDueCount: number; hours: object[] } } }>(
          `query ($id: ID!) { team(id: $id) { breachForecast(within: "${within}") {
             pastDueCount hours { from firstResponses updates resolutions } } } }`,
          { id: team?.id },
        )
      ).team.breachForecast;
    expect(await forecast('PT2H')).toEqual({
      pastDueCount: 0,
      hours: [
        { from: '2026-03-02T09:10:00.000Z', firstResponses: 1, updates: 0, resolutions: 0 },
        { from: '2026-03-02T10:10:00.000Z', firstResponses: 0, updates: 0, resolutions: 0 },
      ],
    });
    now = new Date('2026-03-02T09:30:00.000Z');
    expect(await forecast('PT1H')).toMatchObject({ pastDueCount: 1, hours: [{ firstResponses: 0 }] });
    await expect(forecast('P15D')).rejects.toThrow('14 days');
  });
});
