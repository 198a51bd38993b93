import 'reflect-metadata';
import { newId } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

const CALL = `openIncidents(first: 2) { subject lastUpdate { text } } priority queue { name }
  preferredAgents(first: 5) { id } routedBecause`;

describe('a call', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;

  const callId = (contact: string | null, customer: string | null) =>
    `call_${contact ?? '-'}.${customer ?? '-'}.-`;
  const ask = (ids: string[]) => ({
    references: ids.map((id) => ({ __typename: 'CallRouting', id })),
  });
  const DOCUMENT = `query ($references: [_Any!]!) { _entities(representations: $references) { ... on CallRouting { ${CALL} } } }`;
  const answer = async (ids: string[], caller = testCallers.agent) =>
    (await test.run<{ _entities: unknown[] }>(DOCUMENT, ask(ids), caller))._entities;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    await test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query('update customer set designated_analyst_id = $2 where id = $1', [
        desk.customerA,
        desk.engineer,
      ]);
      await tx.query('update contact set designated = true where id = $1', [desk.contactA]);
    });
    await test.load('Agents', [{ person: 'PER-1' }, { person: 'PER-2', capacity: '0' }], 'test');
    await test.load('Queues', [{ external_id: 'calls', name: 'Calls', members: 'PER-1;PER-2' }], 'test');
    const { queue } = await test.run<{ queue: { id: string } }>(
      '{ queue: queueByExternalId(source: "test", externalId: "calls") { id } }',
    );
    const { draft } = await test.run<{ draft: { ruleSet: { id: string } } }>(
      `mutation ($queueId: ID!) { draft: createRoutingRuleSet(input: { idempotencyKey: "rules", name: "Rules", fallbackQueueId: $queueId,
         rules: [{ name: "Calls", when: { channels: [PHONE] }, queueId: $queueId }] }) { ruleSet { id } } }`,
      { queueId: queue.id },
    );
    await test.run(
      'mutation ($id: ID!) { publishRoutingRuleSet(input: { id: $id, expectedVersion: 1 }) { userErrors { message } } }',
      { id: draft.ruleSet.id },
    );
    const opened = '2026-03-01T10:00:00Z';
    const incident = (external_id: string, columns: object) => ({
      external_id,
      subject: external_id,
      opened_at: opened,
      kind: 'incident',
      customer: 'CUS-A',
      ...columns,
    });
    await test.load(
      'Tickets',
      [
        incident('slow', { priority: 'P4', opened_at: '2026-03-02T10:00:00Z' }),
        incident('down', { priority: 'P1' }),
        incident('late', { priority: 'P4' }),
        incident('over', { priority: 'P1', status: 'RESOLVED' }),
        incident('other', { priority: 'P1', customer: 'CUS-B', kind: 'request' }),
        incident('wide', { priority: 'P2', customer: '' }),
      ],
      'test',
    );
    await test.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      const wide = `(select id from ticket where external_id = 'wide')`;
      await tx.query(`insert into impact_assessment (ticket_id) values (${wide}) on conflict do nothing`);
      await tx.query(`insert into impact_hit values (${wide}, $1, $2, 'DOWN')`, [
        desk.customerA,
        desk.product,
      ]);
    });
  });

  it('goes by the rules to the queue, with open incidents, priority and whoever should take it', async () => {
    expect(await answer([callId(desk.contactA, desk.customerA)])).toEqual([
      {
        openIncidents: [
          { subject: 'down', lastUpdate: null },
          { subject: 'wide', lastUpdate: null },
        ],
        priority: 'P1',
        queue: { name: 'Calls' },
        preferredAgents: [{ id: desk.engineer }, { id: desk.analyst }],
        routedBecause: [
          'Rule 1 "Calls": channel PHONE.',
          'The designated analyst of the customer is there.',
          '1 of 2 people can take it: 1 at capacity.',
        ],
      },
    ]);
  });

  it('is more urgent of a designated contact, and goes somewhere whoever calls', async () => {
    await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update contact set designated = true where id = $1`, [desk.contactB]),
    );
    expect(
      await answer([callId(desk.contactB, desk.customerB), callId(null, desk.customerB), callId(null, null)]),
    ).toMatchObject([
      { priority: 'P2', openIncidents: [], queue: { name: 'Calls' } },
      { priority: 'P3', preferredAgents: [{ id: desk.analyst }, { id: desk.engineer }] },
      { priority: 'P3', queue: { name: 'Calls' }, openIncidents: [] },
    ]);
  });

  it('is told staff alone, and nothing of what is no call', async () => {
    const id = callId(desk.contactA, desk.customerA);
    for (const caller of [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
    ]) {
      expect(await answer([id], caller)).toEqual([null]);
    }
    expect(await answer(['call_x'])).toEqual([null]);
  });

  it('takes as many statements for one as for many, and finds its incidents by the index', async () => {
    const one = await test.countStatements(DOCUMENT, ask([callId(desk.contactA, desk.customerA)]));
    const many = [desk.customerA, desk.customerB, desk.customerC].map((customer) => callId(null, customer));
    expect(await test.countStatements(DOCUMENT, ask(many))).toBe(one);
    const plan = await test.test.database.transaction({ kind: 'STAFF' }, async (tx) => {
      await tx.query(
        `insert into ticket (id, version, kind, subject, customer_id, priority, status, opened_at, touched_at)
         select 'tkt_many' || n, 1, 'INCIDENT', 'n', case when n % 50 = 0 then $1 else $2 end, 'P3',
                case when n % 9 = 0 then 'NEW' else 'CLOSED' end, now(), now() from generate_series(1, 3000) n`,
        [desk.customerA, newId('cus')],
      );
      await tx.query('set local enable_seqscan = on');
      const rows = await tx.query<{ 'QUERY PLAN': string }>(
        `explain select t.id from ticket t where t.customer_id = '${desk.customerA}' and t.kind = 'INCIDENT'
           and t.status not in ('RESOLVED', 'CLOSED') order by t.priority, t.opened_at desc, t.id limit 100`,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('ticket_open_incident');
    expect(plan).not.toContain('Seq Scan');
  });
});
