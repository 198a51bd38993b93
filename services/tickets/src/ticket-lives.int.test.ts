import 'reflect-metadata';
import fc from 'fast-check';
import type { Principal } from '@plimsoll/shared';
import { testSubgraph } from '@plimsoll/shared/testing';
import { createTicketsSubgraph, ticketsDatabase } from './subgraph.js';
import { deskCalls, type ShownTicket, type TicketAnswer } from './testing/desk-calls.js';
import { tellOfDesk, type Desk } from './testing/desk.js';
import { promiseTo } from './testing/promises.js';
import { faultsOf } from './testing/replay.js';

/** N new, P in progress, C T B waiting on customer, third party, problem, R resolved, X closed. */
const STATUS: Record<string, string> = {
  N: 'NEW',
  P: 'IN_PROGRESS',
  C: 'WAITING_ON_CUSTOMER',
  T: 'WAITING_ON_THIRD_PARTY',
  B: 'WAITING_ON_PROBLEM',
  R: 'RESOLVED',
  X: 'CLOSED',
};
const FROM = 'NPCTBRX';

/** Of each step: the status it leads to from each of `FROM`, `-` where it is refused; then the phases it leads between. */
const STEPS: Record<string, { to: string; phases?: Record<string, string> }> = {
  acknowledge: { to: 'P------', phases: { DETECTED: 'RECORDED' } },
  assign: { to: 'NPCTB--' },
  unassign: { to: 'NPCTB--' },
  escalate: { to: 'NPCTB--', phases: { CLASSIFIED: 'ESCALATED', NOTIFIED: 'ESCALATED' } },
  waitForCustomer: { to: 'CC-CC--' },
  waitForVendor: { to: 'TTT-T--' },
  waitForProblem: { to: 'BBBB---' },
  resume: { to: '--PPP--' },
  resolve: { to: 'RRRRR--' },
  close: { to: '-----X-' },
  reopen: { to: '-----PP' },
  replyOfStaff: { to: 'PPCTBR-' },
  noteOfStaff: { to: 'NPCTBR-' },
  tag: { to: 'NPCTBR-' },
  classify: { to: 'PPCTB--', phases: { DETECTED: 'CLASSIFIED', RECORDED: 'CLASSIFIED' } },
  notify: { to: 'PPCTB--', phases: { CLASSIFIED: 'NOTIFIED' } },
  diagnose: {
    to: 'PPCTB--',
    phases: {
      CLASSIFIED: 'DIAGNOSED',
      NOTIFIED: 'DIAGNOSED',
      ESCALATED: 'DIAGNOSED',
      DIAGNOSED: 'DIAGNOSED',
    },
  },
  investigate: {
    to: 'PPCTB--',
    phases: { LOGGED: 'INVESTIGATED', INVESTIGATED: 'INVESTIGATED', KNOWN_ERROR: 'INVESTIGATED' },
  },
  knowError: {
    to: 'PPCTB--',
    phases: { LOGGED: 'KNOWN_ERROR', INVESTIGATED: 'KNOWN_ERROR', KNOWN_ERROR: 'KNOWN_ERROR' },
  },
  handOver: {
    to: 'PPCTB--',
    phases: { LOGGED: 'FIX_IN_PROGRESS', INVESTIGATED: 'FIX_IN_PROGRESS', KNOWN_ERROR: 'FIX_IN_PROGRESS' },
  },
  takeBack: { to: 'PPCTB--', phases: { FIX_IN_PROGRESS: 'INVESTIGATED' } },
};
/** Steps that go on where the phase does not follow. */
const LENIENT = ['acknowledge', 'escalate'];
/** Steps between two tickets. */
const PAIRED = ['follow', 'merge', 'resolveWithFollowers', 'offerToFollowers'] as const;
/** Steps back. */
const UNDOING = ['unfollow', 'unmerge'] as const;

type Step = { name: string; on: number; other: number; pick: number };
const step = fc.record({
  name: fc.constantFrom(...Object.keys(STEPS), ...PAIRED, ...PAIRED, ...UNDOING),
  on: fc.nat(3),
  other: fc.nat(3),
  pick: fc.nat(1),
});

/** What is thought of a ticket. */
interface Thought {
  kind: 'REQUEST' | 'INCIDENT' | 'PROBLEM';
  customer: string | null;
  status: string;
  phase: string | null;
  parent: number | null;
  into: number | null;
  /** The status before it was merged. */
  before: string;
}

describe('the lives of tickets', () => {
  let now = new Date('2026-03-10T10:00:00.000Z');
  const test = testSubgraph({
    database: ticketsDatabase,
    create: (dependencies) => createTicketsSubgraph({ ...dependencies, clock: () => now }),
  });
  let desk: Desk;
  let agent: Principal;
  const { opened, many, mutate } = deskCalls(test.run, () => agent);
  let replies = 0;

  beforeAll(async () => {
    desk = await tellOfDesk(test.test.database);
    agent = { subject: 'agent-1', roles: ['agent'], personId: desk.analyst };
    await promiseTo(test.test.database, desk.customerA, {
      P1: { firstResponse: 'PT15M', update: 'PT1H', resolution: 'PT4H' },
      P3: { firstResponse: 'PT4H', resolution: 'PT16H' },
    });
  });

  /** The tickets as they are stored, in the order of the ids. */
  const readAll = async (ids: readonly string[]): Promise<(ShownTicket & { phase: string | null })[]> => {
    const rows = await test.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<ShownTicket & { phase: string | null }>(
        'select id, version, status, phase from ticket where id = any($1::text[])',
        [ids],
      ),
    );
    return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  };
  const openAll = async () => {
    const given = [
      { kind: 'REQUEST', customerId: desk.customerA },
      { kind: 'INCIDENT', customerId: desk.customerA },
      { kind: 'PROBLEM' },
      { kind: 'INCIDENT', customerId: desk.customerA, channel: 'MONITORING', priority: 'P1' },
    ] as const;
    const ids: string[] = [];
    for (const input of given) ids.push((await opened(input)).id);
    const thoughts = given.map((input): Thought => ({
      kind: input.kind,
      customer: 'customerId' in input ? input.customerId : null,
      status: 'N',
      phase: { REQUEST: null, PROBLEM: 'LOGGED', INCIDENT: 'channel' in input ? 'DETECTED' : 'RECORDED' }[
        input.kind
      ],
      parent: null,
      into: null,
      before: '',
    }));
    return { ids, thoughts };
  };

  /** Takes a step by a mutation, at the version of each ticket that was read; its code where it is refused. */
  const take = async (
    { name, on, other, pick }: Step,
    tickets: readonly ShownTicket[],
  ): Promise<string | null> => {
    const ticket = tickets[on] as ShownTicket;
    const second = tickets[other] as ShownTicket;
    const at = { id: ticket.id, expectedVersion: ticket.version };
    const text = 'What there is to say.';
    const one = async (mutation: string, type: string, input: object = {}): Promise<string | null> =>
      codeOf(await mutate(mutation, type, { ...at, ...input }));
    const each = async (mutation: string, type: string, input: object): Promise<string | null> => {
      const { results, userErrors } = await many(mutation, type, input);
      return userErrors[0]?.code ?? codeOf(results?.[0] as TicketAnswer);
    };
    const wait = (on_: string) => one('waitOnCustomer', 'WaitOnInput', { on: on_, text });
    const reply = async (isPublic: boolean) => {
      replies += 1;
      return codeOf(
        await mutate('replyToTicket', 'ReplyToTicketInput', {
          idempotencyKey: `reply-${replies}`,
          ticketId: ticket.id,
          text,
          public: isPublic,
        }),
      );
    };
    switch (name) {
      case 'acknowledge':
        return one('acknowledgeTicket', 'TicketStepInput');
      case 'assign':
        return one('assignTicket', 'AssignTicketInput', { assigneeId: pick ? desk.analyst : desk.engineer });
      case 'unassign':
        return one('assignTicket', 'AssignTicketInput', { assigneeId: null });
      case 'escalate':
        return one('escalateTicket', 'EscalateTicketInput', {
          assigneeId: desk.engineer,
          reason: text,
          information: { tried: text, impact: text },
        });
      case 'waitForCustomer':
        return wait('CUSTOMER');
      case 'waitForVendor':
        return wait('THIRD_PARTY');
      case 'waitForProblem':
        return wait('PROBLEM');
      case 'resume':
        return one('resumeTicket', 'TicketStepInput');
      case 'resolve':
        return one('resolveTicket', 'ResolveTicketInput', { text });
      case 'resolveWithFollowers':
        return one('resolveTicket', 'ResolveTicketInput', { text, followers: 'RESOLVE' });
      case 'offerToFollowers':
        return one('resolveTicket', 'ResolveTicketInput', { text, followers: 'OFFER' });
      case 'close':
        return one('closeTicket', 'CloseTicketInput', pick ? { satisfaction: 4 } : {});
      case 'reopen':
        return one('reopenTicket', 'TicketStepInput');
      case 'replyOfStaff':
        return reply(true);
      case 'noteOfStaff':
        return reply(false);
      case 'tag':
        return each('tagTickets', 'TagTicketsInput', { tickets: [at], add: [`t${pick}`] });
      case 'classify':
        return one('classifyIncident', 'ClassifyIncidentInput', { category: 'network', severity: 'SEV2' });
      case 'notify':
        return one('notifyOfIncident', 'PhaseStepInput', { text });
      case 'diagnose':
        return one('diagnoseIncident', 'PhaseStepInput', { text });
      case 'investigate':
        return one('investigateProblem', 'PhaseStepInput', { text });
      case 'knowError':
        return one('declareKnownError', 'PhaseStepInput', { text });
      case 'handOver':
        return one('handProblemOver', 'HandProblemOverInput', { text });
      case 'takeBack':
        return one('takeProblemBack', 'PhaseStepInput', { text });
      case 'follow':
        return each('followTicket', 'FollowTicketInput', { parentId: second.id, tickets: [at] });
      case 'unfollow':
        return each('unfollowTicket', 'UnfollowTicketInput', { tickets: [at] });
      case 'merge':
        return each('mergeTickets', 'MergeTicketsInput', {
          intoId: second.id,
          expectedVersion: second.version,
          tickets: [at],
        });
      default:
        return one('unmergeTicket', 'UnmergeTicketInput');
    }
  };

  it('go as the table of steps says, and every log tells what became of its ticket', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 40 }), async (steps) => {
        const { ids, thoughts } = await openAll();
        for (const one of steps) {
          now = new Date(now.getTime() + 600_000);
          const tickets = await readAll(ids);
          const versions = tickets.map(({ version }) => version);
          const isExpected = think(one, thoughts);
          const refusal = await take(one, tickets);
          expect({ one, refusal: refusal ?? 'none' }).toEqual({
            one,
            refusal: isExpected ? 'none' : expect.not.stringMatching(/^none$/),
          });
          taken += isExpected ? 1 : 0;
          const after = await readAll(ids);
          expect(after.map(({ status, phase }) => [status, phase])).toEqual(
            thoughts.map(({ status, phase }) => [STATUS[status], phase]),
          );
          after.forEach(({ version }, index) => expect(version).toBeGreaterThanOrEqual(versions[index] ?? 0));
        }
        expect(await faultsOf(test.test.database, ids)).toEqual([]);
      }),
      { numRuns: 5, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it('stay whole when many take steps at once: one of each version, no gap in a log, one open clock a target', async () => {
    let refused = 0;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 6, maxLength: 6 }), { minLength: 5, maxLength: 8 }),
        async (rounds) => {
          const { ids } = await openAll();
          for (const round of rounds) {
            now = new Date(now.getTime() + 600_000);
            const tickets = await readAll(ids);
            const answers = await Promise.all(round.map((one) => take(one, tickets)));
            taken += answers.filter((code) => code === null).length;
            refused += answers.filter((code) => code !== null).length;
            const before = new Map(tickets.map(({ id, version }) => [id, version]));
            for (const { id, version } of await readAll(ids)) {
              expect(version).toBeGreaterThanOrEqual(before.get(id) ?? 0);
            }
          }
          expect(await faultsOf(test.test.database, ids)).toEqual([]);
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});

function codeOf({ ticket, userErrors }: TicketAnswer): string | null {
  const [fault] = userErrors;
  return fault ? `${fault.code} ${fault.message}` : ticket === null ? 'NOTHING' : null;
}

/** Whether a step is taken by what is thought of the tickets, which then think on. */
function think({ name, on, other }: Step, thoughts: Thought[]): boolean {
  const named = thoughts[on] as Thought;
  // What is said on a ticket that was merged stands on the one that goes on.
  const isSaid = name === 'replyOfStaff' || name === 'noteOfStaff';
  const own = (isSaid && named.into !== null ? thoughts[named.into] : named) as Thought;
  const second = thoughts[other] as Thought;
  const isOpen = ({ status }: Thought) => status !== 'R' && status !== 'X';
  const childrenOf = (index: number) => thoughts.filter(({ parent }) => parent === index);
  if (name === 'follow') {
    let above: number | null = other;
    while (above !== null && above !== on) above = thoughts[above]?.parent ?? null;
    const isAllowed = second.kind !== 'REQUEST' && isOpen(second) && isOpen(own) && above === null;
    if (!isAllowed || own.parent === other) return false;
    own.parent = other;
    return true;
  }
  if (name === 'unfollow') {
    if (!isOpen(own)) return false;
    own.parent = null;
    return true;
  }
  if (name === 'merge') {
    if (on === other || !isOpen(second) || own.status === 'X' || own.customer !== second.customer)
      return false;
    own.before = own.status;
    own.status = 'X';
    for (const one of thoughts) if (one.into === on) one.into = other;
    own.into = other;
    if (second.kind !== 'REQUEST') {
      for (const child of childrenOf(on)) child.parent = child === second ? null : other;
    }
    return true;
  }
  if (name === 'unmerge') {
    if (own.into === null) return false;
    own.into = null;
    own.status = own.before;
    return true;
  }
  const isResolution = name.startsWith('resolve') || name === 'offerToFollowers';
  const { to, phases } = STEPS[isResolution ? 'resolve' : name] as (typeof STEPS)[string];
  const next = to[FROM.indexOf(own.status)] ?? '-';
  const phase = phases?.[own.phase ?? ''];
  if (next === '-' || (phases && !phase && !LENIENT.includes(name))) return false;
  if (name === 'reopen' && own.into !== null) return false;
  own.status = next;
  if (phase) own.phase = phase;
  if (!isResolution) return true;
  for (const child of childrenOf(on)) {
    if (!isOpen(child)) continue;
    if (name === 'resolveWithFollowers') child.status = 'R';
    else if (name === 'offerToFollowers' && child.status !== 'C') child.status = 'C';
    else if (child.status === 'B') child.status = 'P';
  }
  return true;
}
