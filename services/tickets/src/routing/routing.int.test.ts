import 'reflect-metadata';
import { newId, type BusEvent } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { accountProjections } from '../account/index.js';
import { copyFromEvents } from '../entitlement-copy/index.js';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Routed {
  id: string;
  version: number;
  queue: { name: string } | null;
  team: { name: string } | null;
  assignee: { id: string } | null;
  routedBecause: string[] | null;
}

const ROUTED = 'id version tier queue { name } team { name } assignee { id } routedBecause';

describe('the way of a ticket', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;
  let keys = 0;
  const key = () => `key-${(keys += 1)}`;
  const people = { anna: newId('per'), ben: newId('per'), carla: newId('per') };
  const level = newId('lvl');
  const ids: Record<string, string> = {};

  const event = (noun: string, id: string, version: number, data: object): BusEvent => ({
    id: newId('evt'),
    producer: 'entitlements',
    position: 1,
    time: '2026-01-01T00:00:00Z',
    type: `plimsoll.${noun}.${version === 1 ? 'created' : 'updated'}.v1`,
    subject: id,
    version,
    data: { id, source: 'test', ...data },
  });
  const tell = (noun: string, id: string, version: number, data: object) =>
    test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      const told = event(noun, id, version, data);
      const projection = accountProjections.find(({ producer }) => producer === 'entitlements');
      await projection?.handlers[told.type]?.(tx, [told]);
    });
  const idOf = async (noun: 'skill' | 'agent' | 'team' | 'queue', externalId: string) => {
    const { found } = await test.run<{ found: { id: string } }>(
      `{ found: ${noun}ByExternalId(source: "test", externalId: "${externalId}") { id } }`,
    );
    return found.id;
  };
  const open = async (input: object = {}, caller = testCallers.agent) => {
    const { openTicket } = await test.run<{ openTicket: { ticket: Routed; userErrors: unknown[] } }>(
      `mutation ($input: OpenTicketInput!) { openTicket(input: $input) { ticket { ${ROUTED} } userErrors { message } } }`,
      { input: { idempotencyKey: key(), kind: 'REQUEST', subject: 'It is slow', ...input } },
      caller,
    );
    expect(openTicket.userErrors).toEqual([]);
    return openTicket.ticket;
  };
  const publish = async (rules: object[]) => {
    const { draft } = await test.run<{
      draft: { ruleSet: { id: string; version: number } | null; userErrors: object[] };
    }>(
      `mutation ($input: CreateRoutingRuleSetInput!) {
         draft: createRoutingRuleSet(input: $input) { ruleSet { id version } userErrors { message path } } }`,
      { input: { idempotencyKey: key(), name: 'Rules', fallbackQueueId: ids['q-other'], rules } },
    );
    expect(draft.userErrors).toEqual([]);
    const { live } = await test.run<{ live: { ruleSet: object; userErrors: object[] } }>(
      `mutation ($input: RoutingRuleSetStepInput!) {
         live: publishRoutingRuleSet(input: $input) { ruleSet { status } userErrors { message } } }`,
      { input: { id: draft.ruleSet?.id, expectedVersion: draft.ruleSet?.version } },
    );
    expect(live).toEqual({ ruleSet: { status: 'LIVE' }, userErrors: [] });
  };
  const resolveAll = () =>
    test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update ticket set status = 'CLOSED' where status <> 'CLOSED'`),
    );
  const workOf = (tickets: Routed[]) => {
    const work = new Map<string, number>();
    for (const { assignee } of tickets) {
      work.set(assignee?.id ?? '-', (work.get(assignee?.id ?? '-') ?? 0) + 1);
    }
    return work;
  };

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    for (const [name, id] of Object.entries(people)) await tell('person', id, 1, { externalId: name });
    await tell('customer', desk.customerA, 2, {
      externalId: 'CUS-A',
      name: 'Alder',
      partnerId: desk.partnerA,
      designatedAnalystId: people.carla,
      locale: 'de-DE',
      segment: 'ENTERPRISE',
    });
    await tell('customer', desk.customerB, 2, {
      externalId: 'CUS-B',
      name: 'Birch',
      partnerId: desk.partnerB,
      locale: 'fi-FI',
    });
    await tell('contact', desk.contactA, 2, { customerId: desk.customerA, designated: true, active: true });
    await test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await copyFromEvents(tx, 'support_level', [
        event('support_level', level, 1, { name: 'Premier support', agreementId: newId('sla') }),
      ]);
      await copyFromEvents(tx, 'entitlement', [
        event('entitlement', newId('ent'), 1, {
          customerId: desk.customerA,
          agreementId: newId('sla'),
          supportLevelId: level,
          validFrom: '2020-01-01',
          validTo: null,
        }),
      ]);
    });
    await test.load('Skills', [{ external_id: 'db', name: 'Databases' }], 'test');
    await test.load(
      'Agents',
      [
        { person: 'anna', skills: 'db:5', languages: 'en;de', capacity: '3' },
        { person: 'ben', skills: 'db:2', languages: 'en', capacity: '3' },
        { person: 'carla', languages: 'en', capacity: '2' },
      ],
      'test',
    );
    await test.load(
      'Teams',
      [
        { external_id: 'care', name: 'Care', members: 'anna;ben' },
        { external_id: 'premier', name: 'Premier', members: 'carla' },
      ],
      'test',
    );
    await test.load(
      'Queues',
      [
        { external_id: 'q-care', name: 'Care queue' },
        { external_id: 'q-premier', name: 'Premier queue' },
        { external_id: 'q-other', name: 'Other queue' },
      ],
      'test',
    );
    for (const name of ['q-care', 'q-premier', 'q-other']) ids[name] = await idOf('queue', name);
    for (const name of ['care', 'premier']) ids[name] = await idOf('team', name);
    ids['db'] = await idOf('skill', 'db');
  });
  afterEach(resolveAll);

  it('leads to a named queue while no rules are in force, made once however many come at a time', async () => {
    const tickets = await Promise.all(Array.from({ length: 4 }, () => open()));
    for (const ticket of tickets) {
      expect(ticket).toMatchObject({ version: 1, queue: { name: 'Unrouted' }, team: null, assignee: null });
      expect(ticket.routedBecause).toEqual(['No routing rules are in force.', 'Queue "Unrouted".']);
    }
    const { queues } = await test.run<{ queues: { totalCount: number } }>(
      '{ queues(filter: { search: "Unrouted" }) { totalCount } }',
    );
    expect(queues.totalCount).toBe(1);
  });

  it('leads designated contacts to their team first, then follows the rules in order, and tells why', async () => {
    await publish([
      {
        name: 'Databases',
        when: { words: ['database'] },
        queueId: ids['q-care'],
        teamId: ids['care'],
        skills: [{ skillId: ids['db'], level: 3 }],
        tier: 'L2',
      },
      {
        name: 'Premier',
        when: { designatedContact: true, supportLevelIds: [level] },
        queueId: ids['q-premier'],
        teamId: ids['premier'],
      },
      {
        name: 'Requests',
        when: { kinds: ['REQUEST'] },
        queueId: ids['q-care'],
        teamId: ids['care'],
        inCustomersLanguage: true,
        toDesignatedAnalyst: false,
      },
    ]);
    const asker = { customerId: desk.customerA, contactId: desk.contactA };
    const premier = await open({ ...asker, subject: 'The database is down' });
    expect(premier).toMatchObject({ team: { name: 'Premier' }, assignee: { id: people.carla } });
    expect(premier.routedBecause).toEqual([
      'Rules for designated contacts come first.',
      'Rule 2 "Premier": a designated contact asks, support level Premier support.',
      'Queue "Premier queue", team "Premier".',
      'The designated analyst of the customer takes it.',
    ]);
    const database = await open({ subject: 'Which DATABASE is it?' });
    expect(database).toMatchObject({ tier: 'L2', assignee: { id: people.anna } });
    expect(database.routedBecause).toEqual([
      'Rule 1 "Databases": "database" in the subject.',
      'Queue "Care queue", team "Care".',
      '1 of 2 people can take it: 1 without the skills it needs.',
      'Least loaded: 0 of 3 tickets before this one.',
      'Tier L2 by the rule.',
    ]);
    const german = await open({ customerId: desk.customerA });
    expect(german.assignee).toEqual({ id: people.anna });
    expect(german.routedBecause).toContain('Somebody who works in de is needed.');
    const finnish = await open({ customerId: desk.customerB });
    expect(finnish.assignee).toEqual({ id: people.ben });
    expect(finnish.routedBecause).toContain('Nobody there works in fi: any language will do.');
    expect(await open({ kind: 'PROBLEM' })).toMatchObject({
      queue: { name: 'Other queue' },
      team: null,
      assignee: null,
      routedBecause: ['No rule takes it.', 'Queue "Other queue".'],
    });
    expect(await open({ assigneeId: people.ben })).toMatchObject({
      queue: null,
      assignee: { id: people.ben },
      routedBecause: ['Opened with a person: it stays there.'],
    });
  });

  it('tells in the log where a ticket went, and in its events nobody of the desk', async () => {
    const { id } = await open({ customerId: desk.customerA });
    const { ticket } = await test.run<{ ticket: object }>(
      `{ ticket(id: "${id}") { events { nodes { type actor { id } to public } }
           routingDecisions { totalCount nodes { cause ruleName ruleSet { name status } queue { name } team { name } assignee { id } } } } }`,
    );
    expect(ticket).toEqual({
      events: {
        nodes: [
          expect.objectContaining({ type: 'OPENED' }),
          { type: 'ROUTED', actor: null, to: ids['q-care'], public: false },
          { type: 'ROUTED', actor: null, to: ids['care'], public: false },
          { type: 'ASSIGNED', actor: null, to: people.anna, public: false },
        ],
      },
      routingDecisions: {
        totalCount: 1,
        nodes: [
          {
            cause: 'OPENED',
            ruleName: 'Requests',
            ruleSet: { name: 'Rules', status: 'LIVE' },
            queue: { name: 'Care queue' },
            team: { name: 'Care' },
            assignee: { id: people.anna },
          },
        ],
      },
    });
  });

  it('is found for tickets of customers too, who do not see it', async () => {
    const caller = { ...testCallers.contact(desk.customerA), contactId: desk.contactA };
    const seen = await open({}, caller);
    expect(seen).toMatchObject({ queue: null, team: null, routedBecause: null });
    const { ticket } = await test.run<{ ticket: Routed & { routingDecisions: object } }>(
      `{ ticket(id: "${seen.id}") { ${ROUTED} } }`,
    );
    expect(ticket).toMatchObject({ team: { name: 'Premier' }, assignee: { id: people.carla } });
    const hidden = await test.run(
      `{ ticket(id: "${seen.id}") { routingDecisions { totalCount } } routingRuleSets { totalCount } liveRoutingRules { id } }`,
      {},
      caller,
    );
    expect(hidden).toEqual({
      ticket: { routingDecisions: { totalCount: 0 } },
      routingRuleSets: { totalCount: 0 },
      liveRoutingRules: null,
    });
  });

  it('gives nobody more than they work on, however many come at a time, and the rest to the queue', async () => {
    const tickets = await Promise.all(Array.from({ length: 9 }, () => open()));
    expect(workOf(tickets)).toEqual(
      new Map(
        [
          [people.anna, 3],
          [people.ben, 3],
          ['-', 3],
        ].toSorted() as [string, number][],
      ),
    );
    const waiting = tickets.find(({ assignee }) => assignee === null);
    expect(waiting?.queue).toEqual({ name: 'Care queue' });
    expect(waiting?.routedBecause?.at(-1)).toBe('It waits there until somebody takes it.');
  });

  it('leads past whoever is away, and to everybody in turn where rules say so', async () => {
    await publish([
      { name: 'Turns', when: {}, queueId: ids['q-care'], teamId: ids['care'], assign: 'ROUND_ROBIN' },
    ]);
    const inTurn = await Promise.all(Array.from({ length: 4 }, () => open()));
    expect(workOf(inTurn)).toEqual(new Map([people.anna, people.ben].toSorted().map((id) => [id, 2])));
    const { agents } = await test.run<{ agents: { nodes: { id: string; version: number }[] } }>(
      `{ agents(filter: { personId: "${people.anna}" }) { nodes { id version } } }`,
    );
    await test.run(
      'mutation ($input: SetAbsencesInput!) { setAgentAbsences(input: $input) { userErrors { message } } }',
      {
        input: {
          id: agents.nodes[0]?.id,
          expectedVersion: agents.nodes[0]?.version,
          absences: [{ from: '2020-01-01T00:00:00Z' }],
        },
      },
    );
    const next = await open();
    expect(next.assignee).toEqual({ id: people.ben });
    expect(next.routedBecause).toContain('1 of 2 people can take it: 1 away.');
  });

  it('waits for working hours: those of the agent, else those of the team', async () => {
    const days = [-1, 0, 1].map((day) => new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10));
    const closed = newId('cal');
    await tell('calendar', closed, 1, { externalId: 'closed' });
    await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      copyFromEvents(tx, 'calendar', [
        event('calendar', closed, 1, { timeZone: 'UTC', hours: '24x7', holidays: days }),
      ]),
    );
    const members = [{ external_id: 'care', name: 'Care', members: 'ben;carla', calendar: 'closed' }];
    await test.load('Teams', members, 'test');
    const waiting = await open();
    expect(waiting).toMatchObject({ team: { name: 'Care' }, assignee: null });
    expect(waiting.routedBecause).toContain('0 of 2 people can take it: 2 outside working hours.');
    await test.load('Agents', [{ person: 'carla', calendar: 'office' }], 'test');
    expect(await open()).toMatchObject({ assignee: { id: people.carla } });
  });

  it('takes as many statements for one candidate as for many', async () => {
    const count = (subject: string) =>
      test.countStatements(
        `mutation { openTicket(input: { idempotencyKey: "${key()}", kind: REQUEST, subject: "${subject}" }) { ticket { id } } }`,
      );
    const care = { external_id: 'care', name: 'Care', calendar: '' };
    await test.load('Agents', [{ person: 'carla', capacity: '9' }], 'test');
    await test.load('Teams', [{ ...care, members: 'ben;carla' }], 'test');
    await count('the first one');
    const two = await count('two');
    await test.load('Teams', [{ ...care, members: 'carla' }], 'test');
    expect(await count('one')).toBe(two);
  });
});
