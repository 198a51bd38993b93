import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Plan {
  ticketCount: number;
  moves: {
    ticket: { id: string };
    expectedVersion: number;
    from: { id: string } | null;
    to: { id: string };
  }[];
  people: { person: { id: string }; load: number; loadAfter: number }[];
}

describe('tickets that find their way anew', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;
  const ids: Record<string, string> = {};

  const idOf = async (noun: string, externalId: string) =>
    (
      await test.run<{ found: { id: string } }>(
        `{ found: ${noun}ByExternalId(source: "test", externalId: "${externalId}") { id } }`,
      )
    ).found.id;
  const plan = async (caller = testCallers.operator) =>
    (
      await test.run<{ rebalancing: Plan | null }>(
        `{ rebalancing(teamId: "${ids['care']}") { ticketCount regardedCount
           moves { ticket { id } expectedVersion from { id } to { id } because } people { person { id } capacity load loadAfter } } }`,
        {},
        caller,
      )
    ).rebalancing;
  const apply = async (moves: object[], caller = testCallers.operator) =>
    (
      await test.run<{
        rebalanceTeam: { results: { ticket: object | null; userErrors: { code: string }[] }[] | null };
      }>(
        `mutation ($input: RebalanceTeamInput!) { rebalanceTeam(input: $input) {
           results { ticket { assignee { id } routedBecause } userErrors { code } } userErrors { code } } }`,
        { input: { teamId: ids['care'], moves } },
        caller,
      )
    ).rebalanceTeam;
  const publish = async (rules: object[], key: string) => {
    const { draft } = await test.run<{ draft: { ruleSet: { id: string } } }>(
      `mutation ($input: CreateRoutingRuleSetInput!) { draft: createRoutingRuleSet(input: $input) { ruleSet { id } } }`,
      { input: { idempotencyKey: key, name: key, fallbackQueueId: ids['other'], rules } },
    );
    const { id } = draft.ruleSet;
    await test.run(
      `mutation { publishRoutingRuleSet(input: { id: "${id}", expectedVersion: 1 }) { userErrors { message } } }`,
    );
    return id;
  };

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    await test.load(
      'Agents',
      [
        { person: 'PER-1', capacity: '4' },
        { person: 'PER-2', capacity: '4' },
      ],
      'test',
    );
    await test.load('Teams', [{ external_id: 'care', name: 'Care', members: 'PER-1;PER-2' }], 'test');
    await test.load(
      'Queues',
      [
        { external_id: 'care-queue', name: 'Care queue' },
        { external_id: 'other', name: 'Other queue' },
      ],
      'test',
    );
    ids['care'] = await idOf('team', 'care');
    ids['queue'] = await idOf('queue', 'care-queue');
    ids['other'] = await idOf('queue', 'other');
    const ticket = (external_id: string, columns: object) => ({
      external_id,
      subject: external_id,
      team: 'care',
      opened_at: '2026-03-01T10:00:00Z',
      ...columns,
    });
    await test.load(
      'Tickets',
      [
        ticket('T-1', { assignee: 'PER-1', priority: 'P1' }),
        ticket('T-2', { assignee: 'PER-1', priority: 'P2' }),
        ticket('T-3', { assignee: 'PER-1', priority: 'P3' }),
        ticket('T-4', { assignee: 'PER-1', priority: 'P4', status: 'IN_PROGRESS' }),
        ticket('T-5', { priority: 'P4' }),
        ticket('T-6', { assignee: 'PER-1', status: 'WAITING_ON_CUSTOMER' }),
      ],
      'test',
    );
  });

  it('are spread in a team: shown first, then moved as far as it still can be', async () => {
    const shown = await plan();
    const [five, three] = [await idOf('ticket', 'T-5'), await idOf('ticket', 'T-3')];
    expect(shown).toEqual({
      ticketCount: 5,
      regardedCount: 5,
      moves: [
        {
          ticket: { id: five },
          expectedVersion: 1,
          from: null,
          to: { id: desk.engineer },
          because: 'Nobody has it.',
        },
        {
          ticket: { id: three },
          expectedVersion: 1,
          from: { id: desk.analyst },
          to: { id: desk.engineer },
          because: 'Whoever has it has 4 of 4 tickets, the other 1 of 4.',
        },
      ],
      people: [
        { person: { id: desk.analyst }, capacity: 4, load: 4, loadAfter: 3 },
        { person: { id: desk.engineer }, capacity: 4, load: 0, loadAfter: 2 },
      ],
    });
    expect(await plan(testCallers.contact(desk.customerA))).toBeNull();
    const moves = shown!.moves.map(({ ticket, expectedVersion, to }) => ({
      ticketId: ticket.id,
      expectedVersion,
      toId: to.id,
    }));
    const refused = await apply([
      { ...moves[0]!, expectedVersion: 9 },
      { ...moves[1]!, toId: 'per_none' },
    ]);
    expect(refused.results?.map(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual([
      ['CONFLICT'],
      ['CANNOT_TAKE'],
    ]);
    const { results } = await apply(moves);
    expect(results?.map(({ ticket }) => ticket)).toEqual([
      {
        assignee: { id: desk.engineer },
        routedBecause: [
          'The work of the team was spread anew.',
          'Moved within the team: 0 of 4 tickets before this one.',
        ],
      },
      {
        assignee: { id: desk.engineer },
        routedBecause: [
          'The work of the team was spread anew.',
          'Moved within the team: 1 of 4 tickets before this one.',
        ],
      },
    ]);
    expect((await plan())?.moves).toEqual([]);
  });

  it('are sent elsewhere by hand, by the rules in force', async () => {
    await publish([{ name: 'All', when: {}, queueId: ids['queue'], teamId: ids['care'] }], 'first');
    const id = await idOf('ticket', 'T-1');
    const { rerouteTicket } = await test.run<{ rerouteTicket: { ticket: object } }>(
      `mutation { rerouteTicket(input: { id: "${id}", expectedVersion: 1, reason: "New rules" }) {
         ticket { version queue { name } team { name } assignee { id } routedBecause } userErrors { message } } }`,
      {},
      testCallers.agent,
    );
    expect(rerouteTicket).toEqual({
      ticket: {
        version: 2,
        queue: { name: 'Care queue' },
        team: { name: 'Care' },
        assignee: { id: desk.analyst },
        routedBecause: [
          'Rule 1 "All": takes every ticket.',
          'Queue "Care queue", team "Care".',
          'Whoever has it keeps it.',
        ],
      },
      userErrors: [],
    });
  });

  it('are sent elsewhere with another priority or tier where that is asked for', async () => {
    const rules = [
      { name: 'Experts', when: { tiers: ['L3'] }, queueId: ids['other'] },
      { name: 'Urgent', when: { priorities: ['P1'] }, queueId: ids['queue'], teamId: ids['care'] },
      { name: 'Others', when: {}, queueId: ids['queue'] },
    ];
    await publish(rules, 'by priority');
    const ROUTED =
      'ticket { version queue { name } team { name } routedBecause routingDecisions(first: 1) { nodes { cause } } } userErrors { message }';
    const id = await idOf('ticket', 'T-2');
    const { raised } = await test.run<{ raised: object }>(
      `mutation { raised: changeTicketPriority(input: { id: "${id}", expectedVersion: 1, priority: P1, reason: "VIP", reroute: true }) { ${ROUTED} } }`,
    );
    expect(raised).toMatchObject({
      ticket: {
        version: 2,
        team: { name: 'Care' },
        routingDecisions: { nodes: [{ cause: 'PRIORITY_CHANGED' }] },
      },
      userErrors: [],
    });
    const { escalated } = await test.run<{ escalated: object }>(
      `mutation { escalated: escalateTicket(input: { id: "${id}", expectedVersion: 2, tier: L3, reason: "Too hard", reroute: true,
         information: { tried: "Everything", impact: "All of them", evidence: ["The log"] } }) { ${ROUTED} } }`,
    );
    expect(escalated).toMatchObject({
      ticket: {
        queue: { name: 'Other queue' },
        team: null,
        routingDecisions: { nodes: [{ cause: 'ESCALATED' }] },
      },
      userErrors: [],
    });
    // Back to rules that take everything, as before.
    await publish([{ name: 'All', when: {}, queueId: ids['queue'], teamId: ids['care'] }], 'first again');
  });

  it('are tried by rules that are not in force yet, with what would differ', async () => {
    const { draft } = await test.run<{ draft: { ruleSet: { id: string } } }>(
      `mutation ($input: CreateRoutingRuleSetInput!) { draft: createRoutingRuleSet(input: $input) { ruleSet { id } } }`,
      {
        input: {
          idempotencyKey: 'second',
          name: 'Second',
          fallbackQueueId: ids['other'],
          rules: [
            {
              name: 'Urgent',
              when: { priorities: ['P1', 'P2'] },
              queueId: ids['queue'],
              teamId: ids['care'],
            },
          ],
        },
      },
    );
    const trial = (caller = testCallers.agent, to = '2026-04-01T00:00:00Z') =>
      test.execute(
        `{ testRoutingRules(ruleSetId: "${draft.ruleSet.id}", from: "2026-03-01T00:00:00Z", to: "${to}") {
             ruleSet { name } live { name } ticketCount testedCount takenByNoneCount byRule { ruleName ticketCount } differentCount
             differences(first: 1) { ticket { id } tried { ruleName queue { name } team { name } reasons } live { ruleName queue { name } team { name } } } } }`,
        {},
        caller,
      );
    const { data } = await trial();
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      testRoutingRules: {
        ruleSet: { name: 'Second' },
        live: { name: 'first again' },
        ticketCount: 6,
        testedCount: 6,
        takenByNoneCount: 4,
        byRule: [
          { ruleName: 'Urgent', ticketCount: 2 },
          { ruleName: null, ticketCount: 4 },
        ],
        differentCount: 4,
        differences: [
          {
            ticket: { id: expect.stringContaining('tkt_') as string },
            tried: {
              ruleName: null,
              queue: { name: 'Other queue' },
              team: null,
              reasons: ['No rule takes it.'],
            },
            live: { ruleName: 'All', queue: { name: 'Care queue' }, team: { name: 'Care' } },
          },
        ],
      },
    });
    expect((await trial(testCallers.analyst)).data).toMatchObject({ testRoutingRules: null });
    expect((await trial(testCallers.agent, '2030-01-01T00:00:00Z')).errors?.[0]?.extensions['code']).toBe(
      'INVALID',
    );
  });
});
