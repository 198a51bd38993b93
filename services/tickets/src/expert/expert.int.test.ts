import { newId, type Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { rankExperts } from './expert.rules.js';

const NOW = new Date('2026-03-10T10:00:00.000Z');
const { test, run, execute, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => NOW }),
});
const agent: Principal = { subject: 'agent', roles: ['agent'] };
let desk: Desk;
const skill = newId('skl');
const ticket = newId('tkt');

/** A ticket about assets that somebody had when it was resolved so many days ago; null: it is open. */
const insert = (id: string, assetIds: string[], assigneeId: string | null, daysAgo: number | null) =>
  test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into ticket (id, version, kind, subject, priority, status, assignee_id, asset_ids, opened_at, resolved_at, touched_at)
       values ($1, 1, 'REQUEST', 'Help', 'P2', $2, $3, $4, '2020-01-01Z', $5::timestamptz, '2020-01-01Z')`,
      [
        id,
        daysAgo === null ? 'NEW' : 'RESOLVED',
        assigneeId,
        assetIds,
        daysAgo === null ? null : new Date(NOW.getTime() - daysAgo * 86_400_000),
      ],
    ),
  );

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
  await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`insert into skill (id, version, name) values ($1, 1, 'PostgreSQL')`, [skill]);
    await tx.query(
      `insert into agent (id, version, person_id, skills, capacity, takes_tickets, absences)
       values ($1, 1, $2, $3, 5, true, $4)`,
      [
        newId('agt'),
        desk.engineer,
        JSON.stringify([{ skillId: skill, level: 4 }]),
        JSON.stringify([{ from: '2026-03-01T00:00:00Z', to: null, reason: 'Leave' }]),
      ],
    );
  });
  await insert(ticket, [desk.database, desk.web], desk.engineer, null);
  await insert(newId('tkt'), [desk.database, desk.web], desk.analyst, 0);
  await insert(newId('tkt'), [desk.database], desk.analyst, 180);
  await insert(newId('tkt'), [desk.database], desk.engineer, 360);
  await insert(newId('tkt'), [desk.database], desk.engineer, 800);
  await insert(newId('tkt'), [desk.database], null, 1);
});

describe('experts', () => {
  const ASK = `query ($about: ExpertSearch!, $first: Int) { experts(about: $about, first: $first) {
    person { id } score away openTickets parts { name points because skill { name } } } }`;

  it('are ranked by what they know, each part with its reason', async () => {
    const { experts } = await run<{ experts: object[] }>(
      ASK,
      { about: { ticketId: ticket, skillIds: [skill] } },
      agent,
    );
    expect(experts).toEqual([
      {
        person: { id: desk.engineer },
        // 4 levels, and a ticket of 360 days ago: a quarter of 5.
        score: 41,
        away: true,
        openTickets: 1,
        parts: [
          {
            name: 'SKILL',
            points: 40,
            because: 'has the skill to level 4 of 5',
            skill: { name: 'PostgreSQL' },
          },
          {
            name: 'ASSET_HISTORY',
            points: 1,
            because: 'resolved 1 ticket about these assets, the last on 2025-03-15',
            skill: null,
          },
        ],
      },
      {
        person: { id: desk.analyst },
        // One of today about both assets, counted once, and half of one of 180 days ago.
        score: 8,
        away: false,
        openTickets: 0,
        parts: [
          {
            name: 'ASSET_HISTORY',
            points: 8,
            because: 'resolved 2 tickets about these assets, the last on 2026-03-10',
            skill: null,
          },
        ],
      },
    ]);
    const web = await run<{ experts: { person: { id: string } }[] }>(
      ASK,
      { about: { assetIds: [desk.web] }, first: 5 },
      agent,
    );
    expect(web.experts.map(({ person }) => person.id)).toEqual([desk.analyst]);
  });

  it('of tickets are found with as many statements for many as for one', async () => {
    const list = `query ($first: Int!) { tickets(first: $first, orderBy: { field: OPENED_AT, direction: ASC }) { nodes { experts(first: 1) { person { id } score } } } }`;
    const { tickets } = await run<{ tickets: { nodes: { experts: object[] }[] } }>(list, { first: 9 }, agent);
    expect(tickets.nodes).toHaveLength(6);
    expect(tickets.nodes[0]?.experts).toEqual([{ person: { id: desk.analyst }, score: 8 }]);
    expect(await countStatements(list, { first: 6 }, agent)).toBe(
      await countStatements(list, { first: 1 }, agent),
    );
  });

  it('are for staff alone, at most fifty', async () => {
    for (const caller of [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
    ]) {
      expect(await run(ASK, { about: { assetIds: [desk.database], skillIds: [skill] } }, caller)).toEqual({
        experts: [],
      });
    }
    const { errors } = await execute(ASK, { about: {}, first: 51 }, agent);
    expect(errors?.[0]?.message).toContain('1 to 50');
  });

  it('have at most fifty points for history, and of equals whoever had more tickets comes first', () => {
    const history = (personId: string, tickets: number, weight: number) => ({
      personId,
      tickets,
      weight,
      lastAt: NOW,
    });
    const ranked = rankExperts(
      [history('b', 20, 20), history('a', 10, 10), history('d', 1, 0.05), history('c', 10, 10)],
      [{ personId: 'e', skills: [{ skillId: 'other', level: 5 }] }],
      [skill],
      9,
    );
    expect(ranked.map(({ personId, score }) => [personId, score])).toEqual([
      ['b', 50],
      ['a', 50],
      ['c', 50],
    ]);
  });
});
