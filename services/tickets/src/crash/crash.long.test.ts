import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from '../subgraph.js';
import { tellOfDesk, type Desk } from '../testing/desk.js';
import { promiseTo } from '../testing/promises.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const TICKETS = 3;
/** A Monday, 10:00 in the office. */
const OPENED = Date.parse('2026-03-02T09:00:00.000Z');
/** When the replicas look: the first warnings and step are due at the first instant, all that remains at the second. */
const INSTANTS = [50, 125].map((minute) => OPENED + minute * 60_000);
const MANAGER = { subject: 'manager', roles: ['manager' as const] };

const { test, run } = testSubgraph({
  database: ticketsDatabase,
  create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => new Date(OPENED) }),
});
let desk: Desk;

/** A process of the service that may be killed. */
class Replica {
  static readonly #started: Replica[] = [];
  readonly #ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Starts one that looks at nothing yet; it kills itself at its moment of number `killAt`, if that is not 0. */
  static async start(killAt: number): Promise<Replica> {
    const child = fork(join(__dirname, 'crashing-replica.mjs'), {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: test.url, KILL_AT: String(killAt) },
    });
    const replica = new Replica(child);
    Replica.#started.push(replica);
    expect(await replica.#answered()).toBe(true);
    return replica;
  }

  /** Lets it look at what is due; answers whether it lived to tell. */
  async look(instant: number): Promise<boolean> {
    if (!this.lives) return false;
    const answered = this.#answered();
    this.child.send(instant);
    return answered;
  }

  get lives(): boolean {
    return this.child.signalCode === null && this.child.exitCode === null;
  }

  /** Lets all end that live; fails where one ended by itself. */
  static async stopAll(): Promise<void> {
    await Promise.all(Replica.#started.splice(0).map((replica) => replica.#stop()));
  }

  async #stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.#ended;
    expect([0, 'SIGKILL']).toContain(this.child.exitCode ?? this.child.signalCode);
  }

  #answered(): Promise<boolean> {
    return Promise.race([
      new Promise<boolean>((resolve) => this.child.once('message', () => resolve(true))),
      this.#ended.then(() => false),
    ]);
  }
}

/** Opens tickets whose targets are all missed by the last instant. */
async function openTickets(round: string): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 0; count < TICKETS; count += 1) {
    const { openTicket } = await run<{ openTicket: { ticket: { id: string } | null; userErrors: object[] } }>(
      `mutation ($input: OpenTicketInput!) {
         openTicket(input: $input) { ticket { id } userErrors { code message } } }`,
      {
        input: {
          idempotencyKey: `${round} ${count}`,
          kind: 'REQUEST',
          subject: 'Help',
          priority: 'P1',
          tier: 'L1',
          customerId: desk.customerA,
        },
      },
      MANAGER,
    );
    expect(openTicket.userErrors).toEqual([]);
    ids.push(openTicket.ticket?.id ?? '');
  }
  return ids;
}

/** What is on record of these tickets in logs, runs, escalations and the outbox: a line for each, in order. */
async function onRecord(ticketIds: readonly string[]): Promise<string[][]> {
  const rows = await test.database.transaction(SYSTEM, (tx) =>
    tx.query<{ ticketId: string; line: string }>(
      `select e.ticket_id as "ticketId", concat_ws(' ', 'log', e.type, e.to_value,
              substring(e.text from '[Cc]ycle ([0-9]+)'), substring(e.text from '^([0-9]+) %')) as line
         from ticket_event e
        where e.ticket_id = any($1) and (e.type like 'SLA%' or e.type like 'ESCALAT%')
       union all
       select e.ticket_id, concat_ws(' ', 'escalation', e.round, e.step, e.to_person_id)
         from escalation e where e.ticket_id = any($1)
       union all
       select r.ticket_id, concat_ws(' ', 'run', r.ended_because) from escalation_run r where r.ticket_id = any($1)
       union all
       select o.data ->> 'ticketId', concat_ws(' ', 'told', o.type, o.data ->> 'target', o.data ->> 'cycle',
              o.data ->> 'percent', o.data ->> 'toPersonId')
         from outbox o
        where o.data ->> 'ticketId' = any($1) and o.type ~ '^plimsoll.(sla_clock|escalation|escalation_run)[.]'`,
      [ticketIds],
    ),
  );
  return ticketIds.map((id) =>
    rows.flatMap(({ ticketId, line }) => (ticketId === id ? line : [])).toSorted(),
  );
}

/** What has to be on record of each ticket in the end. */
function expected(): string[] {
  const ofClock = (target: string) => [
    ...[50, 75, 90].flatMap((percent) => [
      `log SLA_WARNED ${target} 1 ${percent}`,
      `told plimsoll.sla_clock.warned.v1 ${target} 1 ${percent}`,
    ]),
    `log SLA_BREACHED ${target} 1`,
    `told plimsoll.sla_clock.breached.v1 ${target} 1`,
  ];
  const ofStep = (step: number, person: string) => [
    `log ESCALATED ${person}`,
    `escalation 0 ${step} ${person}`,
    `told plimsoll.escalation.raised.v1 ${person}`,
  ];
  return [
    ...['FIRST_RESPONSE', 'RESOLUTION'].flatMap(ofClock),
    ...[desk.engineer, desk.analyst].flatMap((person, step) => ofStep(step, person)),
    ...['started', 'advanced', 'ended'].map((verb) => `told plimsoll.escalation_run.${verb}.v1`),
    'run EXHAUSTED',
  ].toSorted();
}

/** Waits for the server to undo what a killed process had begun: looks at clocks pass over tickets that are held. */
const released = (ticketIds: readonly string[]) =>
  test.database.transaction(SYSTEM, (tx) =>
    tx.query('select id from ticket where id = any($1) order by id for update', [ticketIds]),
  );

beforeAll(async () => {
  desk = await tellOfDesk(test.database);
  await promiseTo(test.database, desk.customerA, { P1: { firstResponse: 'PT1H', resolution: 'PT2H' } });
  const { made } = await run<{ made: { userErrors: object[] } }>(
    `mutation ($input: CreateEscalationPolicyInput!) {
       made: createEscalationPolicy(input: $input) { userErrors { code message path } } }`,
    {
      input: {
        idempotencyKey: 'policy',
        name: 'Two steps',
        conditions: { openedForMinutes: 30, priorities: ['P1'] },
        steps: [{ personIds: [desk.engineer] }, { afterMinutes: 20, personIds: [desk.analyst] }],
      },
    },
    MANAGER,
  );
  expect(made.userErrors).toEqual([]);
});

afterEach(() => Replica.stopAll());

it('loses and doubles nothing that is due where one of two replicas is killed before or after any commit', async () => {
  const survivor = await Replica.start(0);
  const deaths = { ALONE: 0, BESIDE: 0 };
  const all: string[] = [];
  /** Whether the replica that is to die has reached its moment: looking first, or at the same time as the other one. */
  const dies = async (doomed: Replica, company: 'ALONE' | 'BESIDE', killAt: number) => {
    const ids = await openTickets(`${company} ${killAt}`);
    all.push(...ids);
    for (const instant of INSTANTS) {
      const other = company === 'BESIDE' ? survivor.look(instant) : true;
      await doomed.look(instant);
      expect(await other).toBe(true);
      await released(ids);
      expect(await survivor.look(instant)).toBe(true);
    }
    const died = !doomed.lives;
    deaths[company] += Number(died);
    expect({ company, killAt, found: await onRecord(ids) }).toEqual({
      company,
      killAt,
      found: ids.map(expected),
    });
    return died;
  };
  for (let killAt = 1, reached = true; reached; killAt += 1) {
    const [first, second] = await Promise.all([Replica.start(killAt), Replica.start(killAt)]);
    reached = await dies(first, 'ALONE', killAt);
    await dies(second, 'BESIDE', killAt);
  }
  // Ten commits an instant: none that waits, the clocks in two batches and no more, one policy, who is due, three steps.
  expect(deaths.ALONE).toBeGreaterThanOrEqual(30);
  expect(deaths.BESIDE).toBeGreaterThanOrEqual(10);
  expect(await onRecord(all)).toEqual(all.map(expected));
});
