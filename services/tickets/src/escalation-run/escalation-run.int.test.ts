import { newId, type Database, type Principal } from '@plimsoll/shared';
import { testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { escalationJobs } from './index.js';

const START = new Date('2026-03-10T10:00:00.000Z');
let now = START;
const { test, run, execute, events } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
});
let desk: Desk;
let agent: Principal;
let rotation = '';
let team = '';
let keys = 0;
const manager: Principal = { subject: 'manager', roles: ['manager'] };
const SYSTEM = { kind: 'SYSTEM' } as const;

interface Shown {
  id: string;
  version: number;
  [field: string]: unknown;
}
interface Answer {
  noun: Shown | null;
  userErrors: { code: string; message: string; path: string[] }[];
}
const TYPES: Record<string, string> = {
  resolveTicket: 'ResolveTicketInput',
  reopenTicket: 'TicketStepInput',
  waitOnCustomer: 'WaitOnInput',
  resumeTicket: 'TicketStepInput',
  createOnCallRotation: 'CreateOnCallRotationInput',
};
const send = async (mutation: string, noun: string, input: object, caller: Principal): Promise<Answer> => {
  const type = TYPES[mutation] ?? `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const { payload } = await run<{ payload: Answer }>(
    `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { noun: ${noun} { id version } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return payload;
};
const done = async (
  mutation: string,
  noun: string,
  input: object,
  caller: Principal = manager,
): Promise<Shown> => {
  const answer = await send(mutation, noun, input, caller);
  if (!answer.noun) throw new Error(JSON.stringify(answer.userErrors));
  return answer.noun;
};
const codes = ({ noun, userErrors }: Answer) =>
  noun ? [] : userErrors.map(({ code, path }) => [code, ...path].join(' '));
const open = (over: object = {}) => {
  keys += 1;
  return done('openTicket', 'ticket', {
    idempotencyKey: `ticket ${keys}`,
    subject: `Help ${keys}`,
    customerId: desk.customerA,
    tier: 'L1',
    ...over,
  });
};
const policy = (name: string, over: object = {}) =>
  done('createEscalationPolicy', 'policy', {
    idempotencyKey: name,
    name,
    conditions: { openedForMinutes: 30, priorities: ['P1'] },
    steps: [
      { rotationId: rotation },
      { afterMinutes: 10, personIds: [desk.engineer], tier: 'L3' },
      { afterMinutes: 20, kind: 'HIERARCHICAL', personIds: [desk.analyst] },
    ],
    ...over,
  });
const retire = async (...policies: Shown[]) => {
  for (const { id } of policies) {
    await done('updateEscalationPolicy', 'policy', { id, expectedVersion: 1, active: false });
  }
};
const jobsOn = (database: Database) =>
  escalationJobs({ database, logger: testLogger(), clock: () => now }).handlers;
const sweep = (database: Database = test.database) =>
  jobsOn(database)['start_escalations']?.({}, { id: '1', attempt: 1 });
const at = (minutes: number) => {
  now = new Date(START.getTime() + minutes * 60_000);
};
interface Told {
  to: string | null;
  minute: number;
  round: number;
  step: number;
  kind: string;
  toTier: string | null;
}
const toldOf = (ticketId: string): Promise<Told[]> =>
  test.database.transaction(SYSTEM, (tx) =>
    tx.query<Told>(
      `select to_person_id as "to", round(extract(epoch from raised_at - $2) / 60)::int as minute, round, step, kind,
              to_tier as "toTier" from escalation where ticket_id = $1 and run_id is not null order by raised_at, step, to_person_id`,
      [ticketId, START],
    ),
  );
const runsOf = async (ticketId: string) =>
  (
    await run<{
      ticket: {
        escalationRuns: {
          nodes: (Shown & { because: string[]; nextAt: string | null; endedBecause: string | null })[];
        };
      };
    }>(
      `query ($id: ID!) { ticket(id: $id) { escalationRuns(first: 9) { nodes { id version policy { name } because startedAt round nextStep nextAt endedAt endedBecause } } } }`,
      { id: ticketId },
      agent,
    )
  ).ticket.escalationRuns.nodes;

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
  agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
  const layer = (name: string, personId: string) => ({ name, personIds: [personId], startsOn: '2026-03-01' });
  rotation = (
    await done('createOnCallRotation', 'rotation', {
      idempotencyKey: 'rotation',
      name: 'Experts',
      timeZone: 'UTC',
      layers: [layer('primary', desk.engineer), layer('secondary', desk.analyst)],
    })
  ).id;
  team = (
    await done('createTeam', 'team', {
      idempotencyKey: 'team',
      name: 'Team',
      memberIds: [desk.analyst, desk.engineer],
    })
  ).id;
});
beforeEach(() => at(0));

describe('a policy', () => {
  it('takes its steps one after the other at their instants, and tells why', async () => {
    const made = await policy('Steps', { repeats: 1, repeatAfterMinutes: 15 });
    const ticket = await open({ priority: 'P1' });
    const other = await open({ priority: 'P2' });
    for (const minute of [29, 30, 31, 39, 40, 59, 60, 74, 75, 84, 85, 105, 120, 500]) {
      at(minute);
      await sweep();
      if (minute === 31) {
        expect(await runsOf(ticket.id)).toEqual([
          {
            id: expect.stringMatching(/^esr_/) as string,
            version: 2,
            policy: { name: 'Steps' },
            because: ['It was opened 30 minutes ago or more.'],
            startedAt: '2026-03-10T10:30:00.000Z',
            round: 0,
            nextStep: 1,
            nextAt: '2026-03-10T10:40:00.000Z',
            endedAt: null,
            endedBecause: null,
          },
        ]);
      }
    }
    const [first, third] = [desk.engineer, desk.analyst];
    expect(await toldOf(ticket.id)).toEqual([
      { to: first, minute: 30, round: 0, step: 0, kind: 'FUNCTIONAL', toTier: null },
      { to: first, minute: 40, round: 0, step: 1, kind: 'FUNCTIONAL', toTier: 'L3' },
      { to: third, minute: 60, round: 0, step: 2, kind: 'HIERARCHICAL', toTier: null },
      { to: first, minute: 75, round: 1, step: 0, kind: 'FUNCTIONAL', toTier: null },
      { to: first, minute: 85, round: 1, step: 1, kind: 'FUNCTIONAL', toTier: null },
      { to: third, minute: 105, round: 1, step: 2, kind: 'HIERARCHICAL', toTier: null },
    ]);
    expect(await toldOf(other.id)).toEqual([]);
    expect(await runsOf(ticket.id)).toMatchObject([{ nextAt: null, endedBecause: 'EXHAUSTED' }]);
    const { data } = await execute(
      'query ($id: ID!) { ticket(id: $id) { tier events(first: 50) { nodes { type from to text } } } }',
      { id: ticket.id },
      agent,
    );
    expect(data).toMatchObject({ ticket: { tier: 'L3' } });
    const log = (data as { ticket: { events: { nodes: { type: string }[] } } }).ticket.events.nodes;
    expect(log.filter(({ type }) => type === 'ESCALATED').slice(0, 3)).toEqual([
      { type: 'ESCALATED', from: null, to: first, text: 'Steps: It was opened 30 minutes ago or more.' },
      { type: 'ESCALATED', from: 'L1', to: 'L3', text: 'Steps: It was opened 30 minutes ago or more.' },
      { type: 'ESCALATED', from: null, to: first, text: 'Steps: It was opened 30 minutes ago or more.' },
    ]);
    const runEvents = (await events()).filter(({ type }) => type.startsWith('plimsoll.escalation_run.'));
    expect(runEvents.map(({ type, version }) => `${type.slice(24)} ${version}`)).toEqual([
      'started.v1 1',
      'advanced.v1 2',
      'advanced.v1 3',
      'advanced.v1 4',
      'advanced.v1 5',
      'advanced.v1 6',
      'ended.v1 7',
    ]);
    await retire(made);
  });

  it('goes no further once somebody has answered, and waits for nobody else', async () => {
    const made = await policy('Answered', {
      steps: [
        { rotationId: rotation, everyoneOnCall: true },
        { afterMinutes: 10, teamId: team },
      ],
    });
    const ticket = await open({ priority: 'P1' });
    at(30);
    await sweep();
    const listed = await run<{ escalations: { nodes: { id: string; to: { id: string } }[] } }>(
      'query ($filter: EscalationFilter!) { escalations(filter: $filter) { nodes { id to { id } run { id } } } }',
      { filter: { ticketId: ticket.id, policyId: made.id, open: true } },
      agent,
    );
    const { nodes } = listed.escalations;
    expect(nodes.map(({ to }) => to.id).toSorted()).toEqual([desk.analyst, desk.engineer].toSorted());
    await done('acknowledgeEscalation', 'escalation', { id: nodes[0]!.id, expectedVersion: 1 }, agent);
    at(40);
    await sweep();
    expect(await toldOf(ticket.id)).toHaveLength(2);
    expect(await runsOf(ticket.id)).toMatchObject([{ nextAt: null, endedBecause: 'ACKNOWLEDGED' }]);
    const left = await run<{ escalations: { totalCount: number } }>(
      'query ($filter: EscalationFilter!) { escalations(filter: $filter) { totalCount } }',
      { filter: { ticketId: ticket.id, open: true } },
      agent,
    );
    expect(left.escalations.totalCount).toBe(0);
    await retire(made);
  });

  it('ends with its ticket and begins again when that is reopened', async () => {
    const made = await policy('Again');
    const ticket = await open({ priority: 'P1' });
    at(30);
    await sweep();
    let { version } = await done(
      'updateTicket',
      'ticket',
      { id: ticket.id, expectedVersion: ticket.version + 1 },
      agent,
    );
    ({ version } = await done('resolveTicket', 'ticket', { id: ticket.id, expectedVersion: version }, agent));
    expect(await runsOf(ticket.id)).toMatchObject([{ endedBecause: 'TICKET_DONE' }]);
    at(50);
    await sweep();
    await done('reopenTicket', 'ticket', { id: ticket.id, expectedVersion: version }, agent);
    await sweep();
    await sweep();
    expect((await toldOf(ticket.id)).map(({ minute, step }) => [minute, step])).toEqual([
      [30, 0],
      [50, 0],
    ]);
    await retire(made);
  });

  it('waits while the ticket waits for its customer', async () => {
    const made = await policy('Patient');
    const ticket = await open({ priority: 'P1' });
    at(30);
    await sweep();
    const waiting = await done(
      'waitOnCustomer',
      'ticket',
      { id: ticket.id, expectedVersion: ticket.version + 1, on: 'CUSTOMER' },
      agent,
    );
    at(45);
    await sweep();
    expect(await toldOf(ticket.id)).toHaveLength(1);
    await done('resumeTicket', 'ticket', { id: ticket.id, expectedVersion: waiting.version }, agent);
    await sweep();
    expect((await toldOf(ticket.id)).map(({ minute }) => minute)).toEqual([30, 45]);
    await retire(made);
  });

  it('goes on at once where a step reaches nobody, and says so', async () => {
    const empty = await done('createOnCallRotation', 'rotation', {
      idempotencyKey: 'empty',
      name: 'Not yet',
      timeZone: 'UTC',
      layers: [{ name: 'primary', personIds: [desk.analyst], startsOn: '2027-01-01' }],
    });
    const made = await policy('Nobody', {
      steps: [{ rotationId: empty.id }, { afterMinutes: 60, personIds: [desk.analyst] }],
    });
    const ticket = await open({ priority: 'P1' });
    at(30);
    await sweep();
    await sweep();
    expect((await toldOf(ticket.id)).map(({ to, minute }) => [to, minute])).toEqual([
      [null, 30],
      [desk.analyst, 30],
    ]);
    await retire(made);
  });

  it('begins by what is owed, by severity, by reopenings, and when it is asked for', async () => {
    const steps = [{ personIds: [desk.analyst] }];
    const made = [
      await policy('Due', { steps, conditions: { breachWithinMinutes: 60, target: 'RESOLUTION' } }),
      await policy('Missed', { steps, conditions: { breached: true } }),
      await policy('Severe', { steps, conditions: { severityAtLeast: 14 } }),
      await policy('Reopened', { steps, conditions: { reopenedAtLeast: 1, unassigned: true } }),
      await policy('Asked', { steps, conditions: { requested: true } }),
      await policy('Quiet', {
        steps,
        conditions: { quietForMinutes: 90, kinds: ['PROBLEM'], teamIds: [team] },
      }),
      await policy('Segment', { steps, conditions: { openedForMinutes: 1, segments: ['ENTERPRISE'] } }),
    ];
    const tickets = {
      due: await open(),
      later: await open(),
      missed: await open(),
      severe: await open({ urgency: 'HIGH' }),
      asked: await open(),
      quiet: await open({ kind: 'PROBLEM', teamId: team }),
      enterprise: await open({ customerId: desk.customerB, urgency: 'LOW' }),
    };
    await test.database.transaction(SYSTEM, async (tx) => {
      const clock = (ticketId: string, target: string, dueAt: string, breachedAt: string | null) =>
        tx.query(
          `insert into sla_clock (ticket_id, target, cycle, version, priority, target_ms, agreement_id, entitlement_id,
             started_at, due_at, status, paused, elapsed_ms, elapsed_at, breached_at)
           values ($1, $2, 9, 1, 'P2', 1, 'sla_1', 'ent_1', $3, $4, $5, false, 0, $3, $6)`,
          [ticketId, target, START, dueAt, breachedAt === null ? 'RUNNING' : 'BREACHED', breachedAt],
        );
      await clock(tickets.due.id, 'RESOLUTION', '2026-03-10T11:30:00Z', null);
      await clock(tickets.later.id, 'UPDATE', '2026-03-10T11:30:00Z', null);
      await clock(tickets.missed.id, 'UPDATE', '2026-03-10T10:20:00Z', '2026-03-10T10:20:00Z');
      await tx.query(`update customer set segment = 'ENTERPRISE' where id = $1`, [desk.customerB]);
    });
    const contact = { ...testCallers.contact(desk.customerA), contactId: desk.contactA };
    await done(
      'requestEscalation',
      'escalation',
      {
        idempotencyKey: 'asked',
        ticketId: tickets.asked.id,
        reason: 'Please',
        information: { impact: 'Much' },
      },
      contact,
    );
    at(30);
    await sweep();
    at(95);
    await sweep();
    const began = async (id: string) =>
      (await runsOf(id)).map(({ policy: of, startedAt, because }) => [
        (of as unknown as { name: string }).name,
        String(startedAt).slice(11, 16),
        because[0],
      ]);
    expect(await began(tickets.due.id)).toEqual([
      ['Due', '10:30', 'The clock of RESOLUTION is due at 2026-03-10T11:30:00.000Z.'],
    ]);
    expect(await began(tickets.later.id)).toEqual([]);
    expect(await began(tickets.missed.id)).toEqual([
      [
        'Missed',
        '10:30',
        'The clock of a response target was due at 2026-03-10T10:20:00.000Z and missed it.',
      ],
    ]);
    expect(await began(tickets.severe.id)).toEqual([
      ['Severe', '10:30', 'Its severity is 14 of 100, 14 or more.'],
    ]);
    expect(await began(tickets.asked.id)).toEqual([
      ['Asked', '10:30', 'An escalation was asked for at 2026-03-10T10:00:00.000Z.'],
    ]);
    expect(await began(tickets.quiet.id)).toEqual([
      ['Quiet', '11:35', 'Nothing has happened to it for 90 minutes or more.'],
    ]);
    // Its segment makes it severe too: 6 for a customer, 15 for the segment.
    expect((await began(tickets.enterprise.id)).map(([name]) => name).toSorted()).toEqual([
      'Segment',
      'Severe',
    ]);
    const resolved = await done(
      'resolveTicket',
      'ticket',
      { id: tickets.later.id, expectedVersion: tickets.later.version },
      agent,
    );
    await done('reopenTicket', 'ticket', { id: tickets.later.id, expectedVersion: resolved.version }, agent);
    await sweep();
    expect((await began(tickets.later.id)).map(([name]) => name)).toEqual(['Reopened']);
    await retire(...made);
  });

  it('is started and stopped by hand', async () => {
    const made = await policy('By hand', { conditions: { reopenedAtLeast: 99 } });
    const ticket = await open();
    const input = { idempotencyKey: 'hand', ticketId: ticket.id, policyId: made.id, reason: 'It looks bad' };
    const begun = await done('startEscalation', 'run', input, agent);
    expect((await done('startEscalation', 'run', input, agent)).id).toBe(begun.id);
    await sweep();
    expect(await toldOf(ticket.id)).toHaveLength(1);
    const stop = { id: begun.id, expectedVersion: 2, reason: 'False alarm' };
    expect(codes(await send('stopEscalation', 'run', { ...stop, expectedVersion: 1 }, agent))).toEqual([
      'CONFLICT expectedVersion',
    ]);
    expect((await done('stopEscalation', 'run', stop, agent)).version).toBe(3);
    expect(codes(await send('stopEscalation', 'run', { ...stop, expectedVersion: 3 }, agent))).toEqual([
      'INVALID_STATUS id',
    ]);
    at(60);
    await sweep();
    expect(await toldOf(ticket.id)).toHaveLength(1);
    expect(await runsOf(ticket.id)).toMatchObject([{ because: ['It looks bad'], endedBecause: 'STOPPED' }]);
    for (const caller of [testCallers.contact(desk.customerA), testCallers.executive, testCallers.analyst]) {
      expect(
        codes(await send('startEscalation', 'run', { ...input, idempotencyKey: 'other' }, caller)),
      ).toEqual(['NOT_FOUND']);
      expect(codes(await send('stopEscalation', 'run', stop, caller))).toEqual(['NOT_FOUND']);
    }
    await retire(made);
  });
});

describe('two replicas', () => {
  /** The steps that one policy owes its ticket until minute 105. */
  const OWED = [30, 40, 60, 75, 85, 105];

  it('of which one dies at every statement in turn lose no escalation and send none twice', async () => {
    const made = await policy('Dying', { repeats: 1, repeatAfterMinutes: 15 });
    const ticket = await open({ priority: 'P1' });
    const second = await test.openReplica();
    const third = await test.openReplica();
    let deaths = 0;
    for (const minute of OWED) {
      at(minute);
      // The first replica dies before its n-th statement, until it has got through; what it began is undone by the database.
      for (let allowed = 0; ; allowed += 1) {
        let left = allowed;
        const alive = third.onStatement(() => {
          left -= 1;
          if (left < 0) throw new Error('the process is gone');
        });
        const ended = await Promise.resolve(sweep(third)).then(
          () => left >= 0,
          () => false,
        );
        alive();
        if (ended) break;
        deaths += 1;
        // Another replica looks at the same time every now and then.
        if (allowed % 7 === 3) await sweep(second);
      }
      await Promise.all([sweep(second), sweep(third), sweep()]);
    }
    expect(deaths).toBeGreaterThan(30);
    expect((await toldOf(ticket.id)).map(({ minute }) => minute)).toEqual(OWED);
    await retire(made);
  });

  it('that look at the same time take each step once', async () => {
    const made = await policy('Contended');
    const tickets = await Promise.all(Array.from({ length: 8 }, () => open({ priority: 'P1' })));
    const replicas = [test.database, await test.openReplica(), await test.openReplica()];
    for (const minute of [30, 40, 60]) {
      at(minute);
      await Promise.all(replicas.map((database) => sweep(database)));
    }
    for (const { id } of tickets) {
      expect((await toldOf(id)).map(({ minute }) => minute)).toEqual([30, 40, 60]);
    }
    const log = await test.database.transaction(SYSTEM, (tx) =>
      tx.query<{ count: number }>(
        `select count(*)::int as count from ticket_event where type = 'ESCALATED' and ticket_id = any($1) group by ticket_id`,
        [tickets.map(({ id }) => id)],
      ),
    );
    // Three told and one tier.
    expect(log.map(({ count }) => count)).toEqual(Array(8).fill(4));
    await retire(made);
  });

  it('come too late without harm', async () => {
    const takeStep = jobsOn(test.database)['take_escalation_step'];
    await takeStep?.({ runId: newId('esr') }, { id: '1', attempt: 1 });
    await policy('Late');
    const ticket = await open({ priority: 'P1' });
    at(30);
    await sweep();
    const [begun] = await runsOf(ticket.id);
    await takeStep?.({ runId: begun!.id }, { id: '1', attempt: 2 });
    expect(await toldOf(ticket.id)).toHaveLength(1);
    at(40);
    await takeStep?.({ runId: begun!.id }, { id: '2', attempt: 1 });
    expect(await toldOf(ticket.id)).toHaveLength(2);
  });
});
