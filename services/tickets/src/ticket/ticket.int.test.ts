import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface List {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { id: string; subject: string }[];
}

const LIST = 'totalCount pageInfo { hasNextPage endCursor } nodes { id subject }';

describe('tickets', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;

  const importTickets = (rows: object[]) =>
    test.run<{ importTickets: { created: number; rejects: object[] } }>(
      'mutation ($rows: [JSON!]!) { importTickets(input: { source: "test", rows: $rows }) { created rejects { line column reason } } }',
      { rows },
    );
  const row = (id: string, columns: object = {}) => ({
    external_id: id,
    subject: `Subject ${id}`,
    opened_at: `2026-03-01T10:00:${id.slice(-2)}Z`,
    ...columns,
  });
  const list = async (args: string, caller: Principal = testCallers.agent) =>
    (await test.run<{ tickets: List }>(`{ tickets(${args}) { ${LIST} } }`, {}, caller)).tickets;
  const subjects = (found: List | null | undefined) => found?.nodes.map(({ subject }) => subject.slice(8));

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    const { importTickets: report } = await importTickets([
      row('T-01', {
        customer: 'CUS-A',
        kind: 'incident',
        priority: 'P1',
        asset: 'web',
        queue: 'Q1',
        team: 'X',
      }),
      row('T-02', { customer: 'CUS-A', status: 'CLOSED', asset: 'web', queue: 'Q1', assignee: 'PER-1' }),
      row('T-03', { contact: 'CON-B', kind: 'incident', tier: 'L4', assignee: 'PER-2', asset: 'db' }),
      row('T-04', { customer: 'CUS-C', status: 'RESOLVED', subject: 'Subject 100% off' }),
      row('T-05', { kind: 'problem', asset: 'db' }),
    ]);
    expect(report).toEqual({ created: 5, rejects: [] });
  });

  it('are listed for staff: filtered, sorted, counted', async () => {
    expect(subjects(await list('first: 10'))).toEqual(['T-05', '100% off', 'T-03', 'T-02', 'T-01']);
    expect(subjects(await list('first: 10, filter: { status: OPEN, kind: INCIDENT }'))).toEqual([
      'T-03',
      'T-01',
    ]);
    expect(subjects(await list('filter: { status: OPEN }'))).toEqual(['T-05', 'T-03', 'T-01']);
    expect(subjects(await list('filter: { status: CLOSED }'))).toEqual(['T-02']);
    expect(subjects(await list('filter: { search: "100%" }'))).toEqual(['100% off']);
    expect(subjects(await list('filter: { search: "t-03" }'))).toEqual(['T-03']);
    expect(subjects(await list(`filter: { assetId: "${desk.web}" }`))).toEqual(['T-02', 'T-01']);
    expect(subjects(await list(`filter: { assigneeId: "${desk.engineer}" }`))).toEqual(['T-03']);
    expect(subjects(await list('filter: { unassigned: true, priority: P1 }'))).toEqual(['T-01']);
    expect(
      subjects(
        await list('filter: { openedFrom: "2026-03-01T10:00:02Z", openedTo: "2026-03-01T10:00:04Z" }'),
      ),
    ).toEqual(['T-03', 'T-02']);
    expect(subjects(await list('orderBy: { field: PRIORITY, direction: ASC }'))?.[0]).toBe('T-01');
    expect((await list('first: 2')).totalCount).toBe(5);
  });

  it('are found by id and by external id', async () => {
    const [{ id } = { id: '' }] = (await list('filter: { search: "T-01" }')).nodes;
    const found = await test.run(
      `query ($id: ID!) { ticket(id: $id) { externalId } ticketByExternalId(source: "test", externalId: "T-01") {
         id kind priority queue { name externalId } team { name } assets { totalCount nodes { id } } customer { id } clocks { dueAt } } }`,
      { id },
    );
    expect(found).toEqual({
      ticket: { externalId: 'T-01' },
      ticketByExternalId: {
        id,
        kind: 'INCIDENT',
        priority: 'P1',
        queue: { name: 'Q1', externalId: 'Q1' },
        team: { name: 'X' },
        assets: { totalCount: 1, nodes: [{ id: desk.web }] },
        customer: { id: desk.customerA },
        // Nothing has been told yet of what its customer is promised.
        clocks: [{ dueAt: null }, { dueAt: null }, { dueAt: null }],
      },
    });
  });

  it('are shown to a partner and a contact for their own customers alone, by every way there is', async () => {
    const all = await list('first: 100');
    const idOf = (name: string) => all.nodes.find(({ subject }) => subject.endsWith(name))?.id ?? '';
    const callers: [Principal, string[]][] = [
      [testCallers.partner(desk.partnerA), ['T-02', 'T-01']],
      [testCallers.partner(desk.partnerB), ['T-03']],
      [testCallers.contact(desk.customerA), ['T-02', 'T-01']],
      [testCallers.contact(desk.customerC), ['100% off']],
      [testCallers.analyst, []],
      [testCallers.nobody, []],
    ];
    for (const [caller, expected] of callers) {
      expect(subjects(await list('first: 100', caller))).toEqual(expected);
      const answer = await test.run<Record<string, unknown> & { entities: object[] }>(
        `query ($a: ID!, $b: ID!, $refs: [_Any!]!) {
           a: ticket(id: $a) { subject } b: ticket(id: $b) { subject }
           none: ticketByExternalId(source: "test", externalId: "T-05") { id }
           entities: _entities(representations: $refs) {
             ... on Ticket { subject } ... on Customer { tickets { ${LIST} } } ... on Asset { tickets { ${LIST} } }
             ... on Queue { name } } queues { nodes { name } } }`,
        {
          a: idOf('T-01'),
          b: idOf('T-03'),
          refs: [
            { __typename: 'Ticket', id: idOf('T-01') },
            { __typename: 'Customer', id: desk.customerA },
            { __typename: 'Customer', id: desk.customerB },
            { __typename: 'Asset', id: desk.web },
            { __typename: 'Asset', id: desk.database },
          ],
        },
        caller,
      );
      const seesA = expected.includes('T-01');
      const seesB = expected.includes('T-03');
      const ofA = { tickets: expect.objectContaining({ totalCount: 2 }) as unknown };
      const ofB = { tickets: expect.objectContaining({ totalCount: 1 }) as unknown };
      expect(answer).toEqual({
        a: seesA ? { subject: 'Subject T-01' } : null,
        b: seesB ? { subject: 'Subject T-03' } : null,
        none: null,
        entities: [
          seesA ? { subject: 'Subject T-01' } : null,
          seesA ? ofA : null,
          seesB ? ofB : null,
          seesA ? ofA : null,
          seesB ? ofB : null,
        ],
        queues: { nodes: [] },
      });
    }
  });

  it('hide from customers that engineering works on them, and who', async () => {
    const query = `{ ticketByExternalId(source: "test", externalId: "T-03") { tier assignee { id } queue { id } } }`;
    const hidden = await test.run(query, {}, testCallers.contact(desk.customerB));
    expect(hidden).toEqual({ ticketByExternalId: { tier: null, assignee: null, queue: null } });
    const shown = await test.run(query, {}, testCallers.agent);
    expect(shown).toMatchObject({ ticketByExternalId: { tier: 'L4', assignee: { id: desk.engineer } } });
    for (const filter of ['{ tier: L4 }', `{ assigneeId: "${desk.engineer}" }`]) {
      expect((await list(`filter: ${filter}`, testCallers.contact(desk.customerB))).totalCount).toBe(0);
      expect((await list(`filter: ${filter}`, testCallers.agent)).totalCount).toBe(1);
    }
  });

  it('are paged without a gap or a repetition while others come in', async () => {
    const args = (after: string | null) =>
      `first: 2, after: ${JSON.stringify(after)}, filter: { search: "Subject" }, orderBy: { field: OPENED_AT, direction: DESC }`;
    const first = await list(args(null));
    await importTickets([row('T-99', { opened_at: '2026-04-01T10:00:00Z' })]);
    const second = await list(args(first.pageInfo.endCursor));
    const third = await list(args(second.pageInfo.endCursor));
    expect([...(subjects(first) ?? []), ...(subjects(second) ?? []), ...(subjects(third) ?? [])]).toEqual([
      'T-05',
      '100% off',
      'T-03',
      'T-02',
      'T-01',
    ]);
    expect(third.pageInfo.hasNextPage).toBe(false);
    const { errors } = await test.execute(`{ tickets(first: 101) { totalCount } }`);
    expect(errors?.[0]?.extensions['code']).toBe('INVALID');
  });

  it('take the same number of statements however many there are', async () => {
    const nested = (
      first: number,
    ) => `{ tickets(first: ${first}, orderBy: { field: PRIORITY }) { totalCount nodes { id
      assets(first: 3) { totalCount nodes { id } } events(first: 3) { totalCount nodes { type actor { id } } }
      history(first: 2) { totalCount nodes { version } } queue { name members { id } } team { name }
      incident { version impacts { state } } lastUpdate { text } customer { id } assignee { id } } } }`;
    const one = await test.countStatements(nested(1));
    expect(await test.countStatements(nested(5))).toBe(one);
    const reference = (__typename: string, ids: string[]) => ids.map((id) => ({ __typename, id }));
    const owners = (count: number) => ({
      refs: [
        ...reference('Customer', [desk.customerA, desk.customerB, desk.customerC].slice(0, count)),
        ...reference('Asset', [desk.web, desk.database].slice(0, count)),
      ],
    });
    const entities = `query ($refs: [_Any!]!) { _entities(representations: $refs) {
      ... on Customer { tickets(first: 3, filter: { status: OPEN }) { totalCount nodes { id } } }
      ... on Asset { tickets(first: 3, filter: { kind: INCIDENT, status: OPEN }) { totalCount nodes { id } } } } }`;
    // Two lists and two counts, once for all customers and once for all assets.
    expect(await test.countStatements(entities, owners(1), testCallers.agent)).toBe(4);
    expect(await test.countStatements(entities, owners(3), testCallers.agent)).toBe(4);
  });
});
