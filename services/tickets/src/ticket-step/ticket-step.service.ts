import {
  authorize,
  conflict,
  DomainError,
  invalid,
  notFound,
  requireKeyScope,
  type Author,
  type RequestContext,
  type Role,
  type Session,
  type UpdateInput,
} from '@plimsoll/shared';
import { requireActiveCaller } from '../asker/index.js';
import { appendTicketEvents, lockTickets, takeTurn, type NewTicketEvent } from '../ticket-event/index.js';
import { phaseAfter } from '../ticket-phase/index.js';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { afterSteps } from './after-step.js';
import { ticketAuthorOf } from './ticket-step.author.js';
import { actsForDesk, laterThan } from './ticket-step.rules.js';

/** Who takes a step, as records name him; `actorId` is also what the ticket's events name. */
export type StepAuthor = Author & { actorId: string | null };

/** What is told of a step; what is left out: happened at the step, by its author, and is not public. */
export type Happening = Pick<NewTicketEvent, 'type'> & Partial<Omit<NewTicketEvent, 'ticketId' | 'type'>>;

/** What a step does: the values that change, what is told of it, and what else happens in its transaction. */
export interface Decision {
  changes: Partial<TicketRecord>;
  events: readonly Happening[];
  /** After the ticket and its events are stored, under the caller's scope. */
  after?: (tx: Session, author: StepAuthor) => Promise<void>;
}

/**
 * Takes one step of a ticket that the caller sees, at the version the caller has read, in a transaction of its own.
 *
 * @param decide may throw a DomainError: nothing happens then
 * @param before what has to happen before the ticket is held: {@link takeTurn} where the step touches other tickets
 * @throws DomainError `FORBIDDEN` for other roles, `NOT_FOUND`, `CONFLICT` where the version is stale
 */
export async function takeStep(
  context: RequestContext,
  roles: readonly Role[],
  input: UpdateInput & { reason?: string | null },
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision> | Decision,
  before?: (tx: Session) => Promise<void>,
): Promise<TicketRecord> {
  authorize(context, ...roles);
  requireKeyScope(context, 'SUPPORT');
  const author = ticketAuthorOf(context, input.reason);
  const ticket = await context.session.transaction(async (tx) => {
    if (!actsForDesk(context.principal)) await requireActiveCaller(tx, context.principal);
    await before?.(tx);
    return takeStepWithin(tx, author, input, context.now, decide);
  });
  context.clearLoaders();
  return ticket;
}

/**
 * Takes one step of a ticket within the caller's transaction, which has authorized the caller.
 *
 * @param step.expectedVersion left out: whichever version the ticket has once it is held
 * @throws DomainError `NOT_FOUND`, `CONFLICT` where the version is stale
 */
export async function takeStepWithin(
  tx: Session,
  author: StepAuthor,
  step: { id: string; expectedVersion?: number },
  now: Date,
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision> | Decision,
): Promise<TicketRecord> {
  if (step.expectedVersion === undefined) await lockTickets(tx, [step.id]);
  const { version } =
    step.expectedVersion === undefined
      ? await ticketRecords.require(tx, step.id, ['id'])
      : { version: step.expectedVersion };
  let decision: Decision | undefined;
  const stored = await ticketRecords.update(tx, author, step.id, version, async (current) => {
    decision = withStatusTold(current, await decide(current, tx));
    return { ...decision.changes, ...led(current, decision), touchedAt: laterThan(current.touchedAt, now) };
  });
  await appendTicketEvents(
    tx,
    (decision?.events ?? []).map((event) => told(stored.id, author, now, event)),
  );
  await decision?.after?.(tx, author);
  await afterSteps(tx, [stored], now);
  return ticketRecords.require(tx, stored.id, ['id']);
}

/**
 * Takes one step of a ticket by a job or a projection, within its transaction and at whichever version the ticket has
 * once it is held. Null where there is no such ticket, or where nothing is to be done.
 *
 * @param decide null: nothing is to be done
 */
export async function takeStepBySystem(
  tx: Session,
  author: StepAuthor,
  ticketId: string,
  now: Date,
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision | null> | Decision | null,
): Promise<TicketRecord | null> {
  const [ticket] = await takeStepsBySystem(tx, author, [ticketId], now, decide);
  return ticket ?? null;
}

const AT_ONCE = 500;

/**
 * Takes one step of each of these tickets by a job or a projection, within its transaction; the tickets are held in the
 * one order in which everybody does. A few statements for each 500. Returns those that took a step.
 *
 * @param decide null: nothing is to be done of this one
 */
export async function takeStepsBySystem(
  tx: Session,
  author: StepAuthor,
  ticketIds: readonly string[],
  now: Date,
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision | null> | Decision | null,
): Promise<TicketRecord[]> {
  const ids = [...new Set(ticketIds)].sort();
  const taken: TicketRecord[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const batch = ids.slice(at, at + AT_ONCE);
    if (batch.length > 1) await takeTurn(tx);
    await lockTickets(tx, batch);
    const decided: Decided[] = [];
    for (const ticket of (await ticketRecords.findByIds(tx, batch)).values()) {
      const decision = await decide(ticket, tx);
      if (decision) decided.push(prepared(ticket, decision, now));
    }
    taken.push(...(await store(tx, author, decided, now)));
  }
  return taken;
}

/** What became of one ticket of many: as it is now, or why it did not take the step. */
export interface StepResult {
  id: string;
  ticket: TicketRecord | null;
  fault: DomainError | null;
}

const MOST_AT_ONCE = 500;

/**
 * Takes one step of each of 1 to 500 tickets that the caller sees, each at the version the caller has read: each that
 * can takes it, all of these in one transaction. A few statements however many. Answers in the order of the input.
 *
 * @param decide may throw a DomainError: that ticket takes no step then
 * @param before what has to happen before the tickets are held; a throw of it refuses all
 * @param after what has to happen once all steps are taken
 * @throws DomainError where the input itself is at fault
 */
export async function takeSteps(
  context: RequestContext,
  roles: readonly Role[],
  input: { tickets: readonly UpdateInput[]; reason?: string | null },
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision> | Decision,
  before?: (tx: Session) => Promise<void>,
  after?: (tx: Session, author: StepAuthor) => Promise<void>,
): Promise<StepResult[]> {
  authorize(context, ...roles);
  requireKeyScope(context, 'SUPPORT');
  const author = ticketAuthorOf(context, input.reason);
  const results = await context.session.transaction(async (tx) => {
    if (!actsForDesk(context.principal)) await requireActiveCaller(tx, context.principal);
    await takeTurn(tx);
    await before?.(tx);
    const taken = await takeStepsWithin(tx, author, input.tickets, context.now, decide);
    await after?.(tx, author);
    return taken;
  });
  context.clearLoaders();
  return results;
}

/**
 * The same within the caller's transaction, which has authorized the caller and taken its turn.
 *
 * @throws DomainError for none or more than 500 tickets, or one that is named twice
 */
async function takeStepsWithin(
  tx: Session,
  author: StepAuthor,
  tickets: readonly UpdateInput[],
  now: Date,
  decide: (ticket: TicketRecord, tx: Session) => Promise<Decision> | Decision,
): Promise<StepResult[]> {
  const ids = tickets.map(({ id }) => id);
  if (ids.length < 1 || ids.length > MOST_AT_ONCE) {
    throw invalid(`Name 1 to ${MOST_AT_ONCE} tickets; these are ${ids.length}.`, ['tickets']);
  }
  if (new Set(ids).size < ids.length) throw invalid('A ticket is named twice.', ['tickets']);
  await lockTickets(tx, ids);
  const found = await ticketRecords.findByIds(tx, ids);
  const decided: Decided[] = [];
  const faults = new Map<string, DomainError>();
  for (const [index, { id, expectedVersion }] of tickets.entries()) {
    try {
      const ticket = found.get(id);
      if (!ticket) throw notFound('ticket', id, ['id']);
      if (ticket.version !== expectedVersion) throw conflict('ticket', ticket.version);
      decided.push(prepared(ticket, await decide(ticket, tx), now));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const path = ['tickets', String(index), ...error.inputPath];
      faults.set(id, new DomainError(error.code, error.message, path));
    }
  }
  await store(tx, author, decided, now);
  const after = await ticketRecords.findByIds(
    tx,
    decided.map(({ before }) => before.id),
  );
  return ids.map((id) => ({ id, ticket: after.get(id) ?? null, fault: faults.get(id) ?? null }));
}

/** A step that is decided and not yet stored. */
interface Decided {
  before: TicketRecord;
  after: TicketRecord;
  decision: Decision;
}

/** @throws DomainError where the step's events lead to a phase which does not follow */
function prepared(before: TicketRecord, given: Decision, now: Date): Decided {
  const decision = withStatusTold(before, given);
  const changes = definedOf(decision.changes);
  const touchedAt = laterThan(before.touchedAt, now);
  return { before, after: { ...before, ...changes, ...led(before, decision), touchedAt }, decision };
}

/** Stores steps of tickets that are held, with their events and all that follows. */
async function store(
  tx: Session,
  author: StepAuthor,
  decided: readonly Decided[],
  now: Date,
): Promise<TicketRecord[]> {
  const stored = await ticketRecords.updateAll(
    tx,
    author,
    decided.map(({ before, after }) => [before, after]),
  );
  await appendTicketEvents(
    tx,
    decided.flatMap(({ before, decision }) =>
      decision.events.map((event) => told(before.id, author, now, event)),
    ),
  );
  for (const { decision } of decided) await decision.after?.(tx, author);
  await afterSteps(tx, stored, now);
  return stored;
}

function definedOf(changes: Partial<TicketRecord>): Partial<TicketRecord> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** The phase to which the events lead. */
function led(ticket: TicketRecord, { events }: Decision): Pick<TicketRecord, 'phase'> {
  return { phase: events.reduce((phase, { type }) => phaseAfter(ticket, phase, type), ticket.phase) };
}

/** The log alone tells every status: where no event of a step says which it led to, the first that can does. */
function withStatusTold(ticket: TicketRecord, decision: Decision): Decision {
  const { changes, events } = decision;
  const to = changes.status;
  if (to === undefined || to === ticket.status || events.some((event) => event.to === to)) return decision;
  const place = events.findIndex((event) => event.from == null && event.to == null);
  if (place < 0) throw new Error('a step that changes the status of a ticket has an event that can tell it');
  const from = ticket.status;
  return { ...decision, events: events.map((event, at) => (at === place ? { ...event, from, to } : event)) };
}

function told(ticketId: string, author: StepAuthor, now: Date, event: Happening): NewTicketEvent {
  return {
    ticketId,
    at: now,
    actorId: author.actorId,
    from: null,
    to: null,
    text: null,
    isPublic: false,
    ...event,
  };
}
