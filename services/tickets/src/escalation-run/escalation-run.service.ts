import {
  authorize,
  checkText,
  conflict,
  enqueue,
  idempotently,
  newId,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import type { WorkingCalendar } from '@plimsoll/working-time';
import { findAgentsOfPeople, isAway } from '../agent/index.js';
import { calendarsById } from '../entitlement-copy/index.js';
import {
  escalationPolicyRecords,
  type EscalationPolicyRecord,
  type PolicyStep,
} from '../escalation-policy/index.js';
import { endEscalations, EscalationEnd, raiseEscalations, type NewEscalation } from '../escalation/index.js';
import { onCallAt } from '../on-call-rotation/index.js';
import { severityScores } from '../severity/index.js';
import { teamRecords } from '../team/index.js';
import {
  DESK_ROLES,
  LONGEST_REASON,
  takeStepBySystem,
  takeStepWithin,
  ticketAuthorOf,
  type Decision,
} from '../ticket-step/index.js';
import { isOpen, statusAfter, ticketRecords, TicketStatus, type TicketRecord } from '../ticket/index.js';
import { runOver } from './escalation-run.errors.js';
import { firstPlace, placeAfter, reasonsToBegin } from './escalation-run.rules.js';
import {
  beginRuns,
  findCandidates,
  findRuns,
  holdRun,
  placeRun,
  type EscalationRunRecord,
} from './escalation-run.store.js';
import type { StartEscalationInput, StopEscalationInput } from './escalation-run.types.js';

/** The job that takes the next step of a run; enqueued for the instant at which it is due. */
export const TAKE_STEP_JOB = 'take_escalation_step';

const PLATFORM: Author & { actorId: null } = { actorId: null };
const WAITING: readonly TicketStatus[] = [TicketStatus.ON_HOLD, TicketStatus.WAITING_ON_CUSTOMER];

/**
 * Begins a policy over the next `limit` open tickets, by id, of which its conditions hold. Answers where to go on; null
 * where all were looked at.
 */
export async function beginPolicy(
  tx: Session,
  policy: EscalationPolicyRecord,
  now: Date,
  after: string,
  limit: number,
): Promise<string | null> {
  const found = await findCandidates(tx, policy, now, after, limit);
  const calendar = await calendarOf(tx, policy.calendarId);
  const scores =
    policy.conditions.severityAtLeast === null
      ? new Map<string, { score: number }>()
      : await severityScores(
          tx,
          found.map(({ id }) => id),
        );
  const chosen = found.flatMap((candidate) => {
    const facts = { ...candidate, severityScore: scores.get(candidate.id)?.score ?? null };
    const because = reasonsToBegin(policy.conditions, facts, now, calendar);
    return because === null ? [] : [newRun(policy, candidate.id, candidate.cycle, because, now, calendar)];
  });
  await enqueueSteps(tx, await beginRuns(tx, chosen));
  return found.length < limit ? null : (found.at(-1)?.id ?? null);
}

function newRun(
  policy: EscalationPolicyRecord,
  ticketId: string,
  cycle: string,
  because: string[],
  now: Date,
  calendar: WorkingCalendar | null,
): EscalationRunRecord {
  const { name, steps, repeats, repeatAfterMinutes, calendarId } = policy;
  const followed = { name, steps, repeats, repeatAfterMinutes, calendarId };
  return {
    id: newId('esr'),
    version: 1,
    policyId: policy.id,
    ticketId,
    cycle,
    policy: followed,
    because,
    startedAt: now,
    endedAt: null,
    endedBecause: null,
    ...firstPlace(followed, now, calendar),
  };
}

async function enqueueSteps(tx: Session, runs: readonly EscalationRunRecord[]): Promise<void> {
  for (const { id, nextAt } of runs) {
    if (nextAt)
      await enqueue(tx, TAKE_STEP_JOB, { runId: id }, { runAt: nextAt, jobKey: `escalation:${id}` });
  }
}

/** The calendar in which delays count; null around the clock, and for one that was not told of yet. */
async function calendarOf(tx: Session, id: string | null): Promise<WorkingCalendar | null> {
  return id === null ? null : ((await calendarsById(tx, [id])).get(id) ?? null);
}

/**
 * Takes the next step of a run if it is due: tells whom it names, and goes on to the next. Whoever comes second, or too
 * early, does nothing; so does everybody while the ticket waits for its customer or is on hold.
 */
export async function takeDueStep(tx: Session, runId: string, now: Date): Promise<void> {
  const [known] = await findRuns(tx, [runId]);
  if (!known || known.nextAt === null || known.nextAt > now) return;
  // The ticket is held before its runs, by everybody.
  await takeStepBySystem(tx, PLATFORM, known.ticketId, now, async (ticket) => {
    const run = await holdRun(tx, runId);
    if (!run || run.nextAt === null || run.nextAt > now || WAITING.includes(ticket.status)) return null;
    if (!isOpen(ticket.status)) {
      await placeRun(tx, { ...run, nextAt: null, endedAt: now, endedBecause: EscalationEnd.TICKET_DONE });
      return null;
    }
    return decideStep(tx, run, ticket, now);
  });
}

async function decideStep(
  tx: Session,
  run: EscalationRunRecord,
  ticket: TicketRecord,
  now: Date,
): Promise<Decision> {
  const step = run.policy.steps[run.nextStep];
  if (!step) throw new Error(`the run ${run.id} stands at a step that its policy does not have`);
  const told = await reachedBy(tx, step, now);
  const tier = step.tier === ticket.tier ? null : step.tier;
  const text = `${run.policy.name}: ${run.because.join(' ')}`.slice(0, LONGEST_REASON);
  const said = {
    kind: step.kind,
    reason: text,
    toTier: tier,
    rotationId: step.rotationId,
    information: { policy: run.policy.name, because: run.because },
    runId: run.id,
    round: run.round,
    step: run.nextStep,
  };
  const escalations: NewEscalation[] =
    told.length === 0 ? [said] : told.map((id) => ({ ...said, toPersonId: id }));
  const reached = told.length > 0 || tier !== null;
  const place = placeAfter(run.policy, run, reached, now, await calendarOf(tx, run.policy.calendarId));
  const over = place.nextAt === null;
  const next = {
    ...run,
    ...place,
    endedAt: over ? now : null,
    endedBecause: over ? EscalationEnd.EXHAUSTED : null,
  };
  return {
    changes: {
      status: statusAfter(ticket.status, { type: 'ESCALATED' }),
      ...(tier === null ? {} : { tier }),
    },
    events: [
      ...(tier === null ? [] : [{ type: 'ESCALATED', from: ticket.tier, to: tier, text }]),
      ...told.map((id) => ({ type: 'ESCALATED', to: id, text })),
      ...(reached ? [] : [{ type: 'ESCALATED', text: `${text} Nobody was reached.`.slice(-LONGEST_REASON) }]),
    ],
    after: async (within) => {
      await raiseEscalations(within, PLATFORM, ticket, now, escalations);
      await placeRun(within, next);
      await enqueueSteps(within, [next]);
    },
  };
}

/** Whom a step tells, nobody twice: those it names, those on call, and the people of a team but for those away. */
async function reachedBy(tx: Session, step: PolicyStep, now: Date): Promise<string[]> {
  const onCall = step.rotationId === null ? [] : await onCallAt(tx, step.rotationId, now);
  const team =
    step.teamId === null ? null : (await teamRecords.findByIds(tx, [step.teamId])).get(step.teamId);
  const agents = await findAgentsOfPeople(tx, team?.memberIds ?? []);
  const present = (team?.memberIds ?? []).filter((id) => !isAway(agents.get(id)?.absences ?? [], now));
  return [
    ...new Set([...step.personIds, ...(step.everyoneOnCall ? onCall : onCall.slice(0, 1)), ...present]),
  ];
}

/** Begins a policy over a ticket by hand, whatever its conditions. Roles: admin, agent, operator, manager. */
export async function startEscalation(
  context: RequestContext,
  input: StartEscalationInput,
): Promise<EscalationRunRecord> {
  authorize(context, ...DESK_ROLES);
  const { principal, now } = context;
  checkText(input.idempotencyKey, 'idempotencyKey');
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  const author = ticketAuthorOf(context);
  const run = await context.session.transaction(async (tx) => {
    const request = { principal, mutation: 'startEscalation', key: input.idempotencyKey, body: input };
    const { id } = await idempotently(tx, request, async () => {
      await ticketRecords.require(tx, input.ticketId, ['ticketId']);
      const policy = await escalationPolicyRecords.require(tx, input.policyId, ['policyId']);
      const calendar = await calendarOf(tx, policy.calendarId);
      const made = newRun(policy, input.ticketId, '', [reason], now, calendar);
      const begun = { ...made, cycle: `hand:${made.id}` };
      await takeStepWithin(tx, author, { id: input.ticketId }, now, (ticket) => ({
        changes: { status: statusAfter(ticket.status, { type: 'ESCALATED' }) },
        events: [{ type: 'ESCALATION_STARTED', text: `${policy.name}: ${reason}`.slice(0, LONGEST_REASON) }],
      }));
      await enqueueSteps(tx, await beginRuns(tx, [begun]));
      return begun;
    });
    const [stored] = await findRuns(tx, [id]);
    if (!stored) throw new Error(`the run ${id} is not there`);
    return stored;
  });
  context.clearLoaders();
  return run;
}

/** Ends a run by hand: nothing more is taken of it. Roles: admin, agent, operator, manager. */
export async function stopEscalation(
  context: RequestContext,
  input: StopEscalationInput,
): Promise<EscalationRunRecord> {
  authorize(context, ...DESK_ROLES);
  const author = ticketAuthorOf(context);
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  const { now } = context;
  const run = await context.session.transaction(async (tx) => {
    const [known] = await findRuns(tx, [input.id]);
    if (!known) throw notFound('run', input.id);
    await takeStepWithin(tx, author, { id: known.ticketId }, now, async () => {
      const held = await holdRun(tx, known.id);
      if (!held) throw notFound('run', known.id);
      if (held.version !== input.expectedVersion) throw conflict('run', held.version);
      if (held.endedAt !== null) throw runOver();
      await placeRun(tx, { ...held, nextAt: null, endedAt: now, endedBecause: EscalationEnd.STOPPED });
      await endEscalations(tx, author, { runId: held.id }, now, EscalationEnd.STOPPED);
      return { changes: {}, events: [{ type: 'ESCALATION_STOPPED', text: reason }] };
    });
    const [stopped] = await findRuns(tx, [known.id]);
    if (!stopped) throw notFound('run', known.id);
    return stopped;
  });
  context.clearLoaders();
  return run;
}
