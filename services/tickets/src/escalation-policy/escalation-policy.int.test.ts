import type { Principal } from '@plimsoll/shared';
import { testCallers, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';

const { test, run, events, countStatements } = testSubgraph({
  database: ticketsDatabase,
  create: createTicketsSubgraph,
});
let desk: Desk;
const manager: Principal = { subject: 'manager', roles: ['manager'] };

interface Answer {
  policy: ({ id: string; version: number } & Record<string, unknown>) | null;
  userErrors: { code: string; path: string[] }[];
}
const send = async (
  verb: 'create' | 'update',
  input: object,
  caller: Principal = manager,
): Promise<Answer> => {
  const type = `${verb[0]!.toUpperCase()}${verb.slice(1)}EscalationPolicyInput`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${verb}EscalationPolicy(input: $input) {
       policy { id version name description rank repeats repeatAfterMinutes active calendar { id }
         conditions { openedForMinutes breached target kinds } steps { afterMinutes kind tier everyoneOnCall persons { id } team { name } } }
       userErrors { code path } } }`,
    { input },
    caller,
  );
  return payload;
};
const codes = ({ policy, userErrors }: Answer) =>
  policy ? [] : userErrors.map(({ code, path }) => [code, ...path].join(' '));
const create = (name: string, over: object = {}, caller?: Principal) =>
  send(
    'create',
    {
      idempotencyKey: `${name} ${JSON.stringify(over)}`,
      name,
      conditions: { openedForMinutes: 30 },
      steps: [{ personIds: [desk.analyst] }],
      ...over,
    },
    caller,
  );

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
});

describe('policies', () => {
  it('are made once for their key and edited at their version, with history and events', async () => {
    const { policy } = await create('Steps');
    expect(policy).toEqual({
      id: expect.stringMatching(/^esp_/) as string,
      version: 1,
      name: 'Steps',
      description: null,
      rank: 100,
      repeats: 0,
      repeatAfterMinutes: 30,
      active: true,
      calendar: null,
      conditions: { openedForMinutes: 30, breached: null, target: null, kinds: null },
      steps: [
        {
          afterMinutes: 0,
          kind: 'FUNCTIONAL',
          tier: null,
          everyoneOnCall: false,
          persons: [{ id: desk.analyst }],
          team: null,
        },
      ],
    });
    expect((await create('Steps')).policy?.id).toBe(policy?.id);
    const at = { id: policy!.id, expectedVersion: 1 };
    const edited = await send('update', {
      ...at,
      description: 'All',
      conditions: { breached: true, target: 'RESOLUTION' },
      steps: [{ tier: 'L2', afterMinutes: 5 }],
      repeats: 2,
      active: false,
    });
    expect(edited.policy).toMatchObject({
      version: 2,
      name: 'Steps',
      description: 'All',
      repeats: 2,
      active: false,
      conditions: { openedForMinutes: null, breached: true, target: 'RESOLUTION' },
      steps: [{ tier: 'L2', afterMinutes: 5, persons: [] }],
    });
    expect(codes(await send('update', at))).toEqual(['CONFLICT expectedVersion']);
    const told = (await events()).filter(({ subject }) => subject === policy!.id);
    expect(told.map(({ type, version }) => `${type} ${version}`)).toEqual([
      'plimsoll.escalation_policy.created.v1 1',
      'plimsoll.escalation_policy.updated.v1 2',
    ]);
  });

  it.each([
    [{ conditions: { priorities: ['P1'] } }, 'INVALID conditions'],
    [{ conditions: { severityAtLeast: 101 } }, 'INVALID conditions severityAtLeast'],
    [{ conditions: { breached: false, reopenedAtLeast: 1 } }, 'INVALID conditions breached'],
    [{ conditions: { reopenedAtLeast: 1, kinds: [] } }, 'INVALID conditions kinds'],
    [{ conditions: { reopenedAtLeast: 1, teamIds: ['tem_1'] } }, 'NOT_FOUND conditions teamIds'],
    [{ steps: [] }, 'INVALID steps'],
    [{ steps: [{ afterMinutes: 5 }] }, 'INVALID steps'],
    [{ steps: [{ kind: 'HIERARCHICAL', tier: 'L3' }] }, 'INVALID steps tier'],
    [{ steps: [{ kind: 'REQUESTED', tier: 'L3' }] }, 'INVALID steps kind'],
    [{ steps: [{ personIds: ['per_none'] }] }, 'NOT_FOUND steps personIds'],
    [{ steps: [{ rotationId: 'rot_none' }] }, 'NOT_FOUND steps rotationId'],
    [{ repeats: 21 }, 'INVALID repeats'],
    [{ calendarId: 'cal_none' }, 'NOT_FOUND calendarId'],
    [{ name: 'Steps' }, 'ALREADY_EXISTS name'],
  ])('are refused with %j', async (over, refusal) => {
    const before = (await events()).length;
    expect(codes(await create('Refused', over))).toEqual([refusal]);
    expect((await events()).length).toBe(before);
  });

  it('are seen by staff alone and made by managers, and list in a fixed number of statements', async () => {
    const { policy } = await create('Seen', { rank: 1 });
    const LIST = `query ($first: Int!) { escalationPolicies(first: $first) { nodes { name conditions { severityAtLeast }
      steps { persons { id } } runs(first: 2) { totalCount } history(first: 1) { totalCount } } } }`;
    const outsiders = [
      testCallers.contact(desk.customerA),
      testCallers.partner(desk.partnerA),
      testCallers.analyst,
      testCallers.nobody,
    ];
    for (const caller of outsiders) {
      expect(
        await run(
          'query ($id: ID!) { escalationPolicy(id: $id) { id } escalationPolicies { totalCount } }',
          { id: policy!.id },
          caller,
        ),
      ).toEqual({ escalationPolicy: null, escalationPolicies: { totalCount: 0 } });
    }
    const before = (await events()).length;
    for (const caller of [...outsiders, testCallers.agent, testCallers.operator, testCallers.executive]) {
      expect(codes(await create('No', {}, caller))).toEqual(['NOT_FOUND']);
      expect(codes(await send('update', { id: policy!.id, expectedVersion: 1 }, caller))).toEqual([
        'NOT_FOUND',
      ]);
    }
    expect((await events()).length).toBe(before);
    await create('Another');
    const listed = await run<{ escalationPolicies: { nodes: { name: string }[] } }>(LIST, { first: 9 });
    expect(listed.escalationPolicies.nodes.map(({ name }) => name)).toEqual(['Seen', 'Steps', 'Another']);
    expect(await countStatements(LIST, { first: 9 })).toBe(await countStatements(LIST, { first: 1 }));
  });
});
