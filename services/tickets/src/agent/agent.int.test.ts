import 'reflect-metadata';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

interface Answer {
  userErrors: { code: string; path: string[] }[];
  agent?: { id: string; version: number } | null;
  skill?: { id: string; version: number } | null;
}

describe('agents and their skills', () => {
  const test = testSubgraph({ database: ticketsDatabase, create: createTicketsSubgraph });
  let desk: Desk;

  const inputOf = (mutation: string) =>
    mutation === 'setAgentAbsences'
      ? 'SetAbsencesInput'
      : `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const mutate = async (mutation: string, input: object, caller = testCallers.admin) =>
    (
      await test.run<{ answer: Answer }>(
        `mutation ($input: ${inputOf(mutation)}!) {
           answer: ${mutation}(input: $input) { ${mutation.endsWith('Skill') ? 'skill' : 'agent'} { id version } userErrors { code path } } }`,
        { input },
        caller,
      )
    ).answer;
  const codes = ({ userErrors }: Answer) =>
    userErrors.map(({ code, path }) => [code, path.join('.')].join(' '));

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    expect(
      await test.load(
        'Skills',
        [
          { external_id: 'db', name: 'Databases', description: 'Keeps them running' },
          { external_id: 'mail', name: 'Mail' },
          { external_id: 'mail-2', name: 'mail' },
        ],
        'test',
      ),
    ).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
      rejects: [{ line: 3, column: 'name', reason: 'Another row has this name.' }],
    });
  });

  it('are imported by person, with skills, languages and calendar', async () => {
    const rows = [
      { person: 'PER-1', skills: 'db:5; mail', languages: 'de-AT;en;EN', calendar: 'office', capacity: '4' },
      { person: 'PER-2', skills: 'nothing:2' },
      { person: 'PER-2', takes_tickets: 'no' },
    ];
    const report = await test.load('Agents', rows, 'test');
    expect(report).toMatchObject({ created: 2, rejects: [{ line: 2, column: 'skills' }] });
    expect(await test.load('Agents', rows.slice(0, 1), 'test')).toMatchObject({ unchanged: 1 });
    const twice = [{ person: 'PER-2' }, { person: desk.engineer, capacity: '10' }];
    expect(await test.load('Agents', twice, 'test')).toMatchObject({
      unchanged: 1,
      rejects: [{ line: 1, column: 'person' }],
    });
    const { agents } = await test.run<{ agents: unknown }>(
      `{ agents { totalCount nodes { person { id } skills { level skill { name } } languages calendar { id } capacity load away takesTickets absences { from } teams { name } } } }`,
    );
    expect(agents).toEqual({
      totalCount: 2,
      nodes: [
        {
          person: { id: desk.analyst },
          skills: [
            { level: 5, skill: { name: 'Databases' } },
            { level: 3, skill: { name: 'Mail' } },
          ],
          languages: ['de', 'en'],
          calendar: { id: expect.stringContaining('cal_') as string },
          capacity: 4,
          load: 0,
          away: false,
          takesTickets: true,
          absences: [],
          teams: [],
        },
        expect.objectContaining({ person: { id: desk.engineer }, takesTickets: false, capacity: 10 }),
      ],
    });
  });

  it('are changed with what is checked, once a person, and say themselves when they are away', async () => {
    const { id, version } = (
      await test.run<{ agents: { nodes: { id: string; version: number }[] } }>(
        `{ agents(filter: { personId: "${desk.analyst}" }) { nodes { id version } } }`,
      )
    ).agents.nodes[0] ?? { id: '', version: 0 };
    expect(codes(await mutate('createAgent', { idempotencyKey: 'twice', personId: desk.analyst }))).toEqual([
      'ALREADY_EXISTS personId',
    ]);
    const change = (input: object, caller = testCallers.admin) =>
      mutate('updateAgent', { id, expectedVersion: version, ...input }, caller);
    expect(codes(await change({ capacity: -1 }))).toEqual(['INVALID capacity']);
    expect(codes(await change({ languages: ['German!'] }))).toEqual(['INVALID languages']);
    expect(codes(await change({ skills: [{ skillId: 'skl_0', level: 3 }] }))).toEqual(['NOT_FOUND skills']);
    expect(codes(await change({ capacity: 5 }, testCallers.agent))).toEqual(['NOT_FOUND ']);
    const away = (caller = testCallers.agent, to = '2099-01-01T00:00:00Z') =>
      mutate(
        'setAgentAbsences',
        { id, expectedVersion: version, absences: [{ from: '2020-01-01T00:00:00Z', to, reason: 'leave' }] },
        caller,
      );
    expect(codes(await away())).toEqual(['FORBIDDEN id']);
    expect(codes(await away(testCallers.operator, '2019-01-01T00:00:00Z'))).toEqual(['INVALID absences']);
    const self = { subject: 'analyst', roles: ['agent' as const], personId: desk.analyst };
    expect((await away(self)).agent).toEqual({ id, version: version + 1 });
    const listed = await test.run(
      '{ agents(filter: { away: true }) { nodes { id away } } none: agents(filter: { away: true, language: "fr" }) { totalCount } }',
    );
    expect(listed).toEqual({ agents: { nodes: [{ id, away: true }] }, none: { totalCount: 0 } });
    const told = JSON.stringify(await test.events());
    expect(told).toContain('plimsoll.agent.updated.v1');
    expect(told).not.toContain('leave');
  });

  it('keep the names of skills apart', async () => {
    expect(codes(await mutate('createSkill', { idempotencyKey: 'skill', name: 'DATABASES' }))).toEqual([
      'ALREADY_EXISTS name',
    ]);
    expect(
      (await mutate('createSkill', { idempotencyKey: 'skill-2', name: 'Networks' })).skill?.version,
    ).toBe(1);
  });

  it('are for staff alone', async () => {
    for (const caller of [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
    ]) {
      const seen = await test.run('{ agents { totalCount } skills { totalCount } }', {}, caller);
      expect(seen).toEqual({ agents: { totalCount: 0 }, skills: { totalCount: 0 } });
    }
  });
});
