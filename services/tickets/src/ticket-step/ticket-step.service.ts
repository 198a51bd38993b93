import {
  authorize,
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
    const changes: [TicketRecord, TicketRecord][] = [];
    const events: NewTicketEvent[] = [];
    const following: Decision['after'][] = [];
    for (const ticket of (await ticketRecords.findByIds(tx, batch)).values()) {
      const decided = await decide(ticket, tx);
      if (!decided) continue;
      const decision = withStatusTold(ticket, decided);
      changes.push([
        ticket,
        {
          ...ticket,
          ...definedOf(decision.changes),
          ...led(ticket, decision),
          touchedAt: laterThan(ticket.touchedAt, now),
        },
      ]);
      events.push(...decision.events.map((event) => told(ticket.id, author, now, event)));
      following.push(decision.after);
    }
    const stored = await ticketRecords.updateAll(tx, author, changes);
    await appendTicketEvents(tx, events);
    for (const after of following) await after?.(tx, author);
    await afterSteps(tx, stored, now);
    taken.push(...stored);
  }
  return taken;
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
