import {
  authorize,
  checkText,
  enqueue,
  idempotently,
  invalid,
  newId,
  requireKeyScope,
  violatedConstraint,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { requireActiveCaller } from '../asker/index.js';
import { checkInformation, EscalationKind, findForm } from '../escalation-form/index.js';
import { START_ESCALATIONS_JOB } from '../escalation-policy/index.js';
import { onCallAt } from '../on-call-rotation/index.js';
import { withRoute } from '../rerouting/index.js';
import { severityScores } from '../severity/index.js';
import {
  actsForDesk,
  ASKING_ROLES,
  assigned,
  DESK_ROLES,
  LONGEST_REASON,
  takeStep,
  takeStepWithin,
  ticketAuthorOf,
  type Decision,
  type Happening,
} from '../ticket-step/index.js';
import { statusAfter, ticketRecords, type TicketRecord } from '../ticket/index.js';
import type { EscalateTicketInput, RequestEscalationInput } from './escalation-input.types.js';
import { alreadyRequested, nobodyOnCall } from './escalation.errors.js';
import { escalationRecords, type EscalationRecord } from './escalation.store.js';

/** What an escalation says; the rest follows from its ticket and its time. */
export type NewEscalation = Pick<EscalationRecord, 'kind' | 'reason'> &
  Partial<
    Pick<
      EscalationRecord,
      | 'toTier'
      | 'toPersonId'
      | 'rotationId'
      | 'formId'
      | 'information'
      | 'raisedById'
      | 'runId'
      | 'round'
      | 'step'
    >
  >;

/** Records escalations of a ticket with its severity at that instant. The ticket is held. A few statements for all. */
export async function raiseEscalations(
  tx: Session,
  author: Author,
  ticket: TicketRecord,
  now: Date,
  given: readonly NewEscalation[],
): Promise<EscalationRecord[]> {
  // How severe it is is worked out of what customers do not see of each other.
  const scores = seesAll(tx)
    ? await severityScores(tx, [ticket.id])
    : await tx.actAs({ kind: 'SYSTEM' }, (all) => severityScores(all, [ticket.id]));
  const severity = scores.get(ticket.id);
  const escalations = given.map((one): EscalationRecord => ({
    id: newId('esc'),
    version: 1,
    externalId: null,
    source: null,
    ticketId: ticket.id,
    fromTier: ticket.tier,
    toTier: null,
    toPersonId: null,
    rotationId: null,
    formId: null,
    information: {},
    severityScore: severity?.score ?? null,
    severity: severity ?? null,
    raisedAt: now,
    raisedById: null,
    runId: null,
    round: null,
    step: null,
    acknowledgedAt: null,
    acknowledgedById: null,
    note: null,
    endedAt: null,
    endedBecause: null,
    ...one,
  }));
  await escalationRecords.create(tx, author, escalations);
  return escalations;
}

function seesAll({ scope }: Session): boolean {
  return scope.kind === 'STAFF' || scope.kind === 'SYSTEM';
}

/**
 * Escalates a ticket by hand: to another tier, to a person, to whoever is on call, or to management, with what its form
 * asks for. Roles: admin, agent, operator, manager.
 */
export function escalateTicket(context: RequestContext, input: EscalateTicketInput): Promise<TicketRecord> {
  const { kind, tier, assigneeId } = input;
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    checkAim(input);
    if (tier != null && tier === ticket.tier) {
      throw invalid(`The ticket is with the tier ${tier} already.`, ['tier']);
    }
    const status = statusAfter(ticket.status, { type: 'ESCALATED' });
    const reason = checkText(input.reason, 'reason', LONGEST_REASON);
    const form = await findForm(tx, { kind, ticketKind: ticket.kind, tier: tier ?? null });
    const information = checkInformation(form, input.information);
    const told = await toldPersons(tx, input, context.now);
    const events: Happening[] = [
      ...(tier == null ? [] : [{ type: 'ESCALATED', from: ticket.tier, to: tier, text: reason }]),
      ...told.map(({ personId }) => ({
        type: 'ESCALATED',
        from: personId === assigneeId ? ticket.assigneeId : null,
        to: personId,
        text: reason,
      })),
      // Who is told need not take it over: that is an event of its own.
      ...(assigneeId == null || assigneeId === ticket.assigneeId
        ? []
        : [{ type: 'ASSIGNED', from: ticket.assigneeId, to: assigneeId, text: reason }]),
    ];
    const said = { kind, reason, toTier: tier ?? null, formId: form.id, information };
    const decision: Decision = {
      changes: {
        status,
        ...(tier == null ? {} : { tier }),
        ...(await assigned(tx, ticket, assigneeId ?? undefined)),
      },
      events,
      after: async (within, author) => {
        const by = { raisedById: author.actorId };
        await raiseEscalations(
          within,
          author,
          ticket,
          context.now,
          told.length === 0
            ? [{ ...said, ...by }]
            : told.map(({ personId, rotationId }) => ({ ...said, ...by, toPersonId: personId, rotationId })),
        );
      },
    };
    return input.reroute ? withRoute(tx, ticket, decision, context.now, 'ESCALATED') : decision;
  });
}

function checkAim(input: EscalateTicketInput): void {
  const { kind, tier, assigneeId, personId, rotationId } = input;
  if (input.reroute && (tier == null || assigneeId != null)) {
    throw invalid('A ticket finds its way anew where a tier takes it over, and no person does.', ['reroute']);
  }
  if (kind === EscalationKind.REQUESTED) {
    throw invalid('What customers ask for is recorded by `requestEscalation`.', ['kind']);
  }
  if (kind === EscalationKind.HIERARCHICAL) {
    const field = tier != null ? 'tier' : assigneeId != null ? 'assigneeId' : null;
    if (field) throw invalid('Management is told; it does not take the ticket over.', [field]);
    if (personId == null && rotationId == null) {
      throw invalid('Say to which person or rotation of management the ticket is escalated.', ['personId']);
    }
  } else if (tier == null && assigneeId == null && personId == null && rotationId == null) {
    throw invalid('Say to which tier, person or rotation the ticket is escalated.', ['tier']);
  }
}

/** Who is told, nobody twice; by which rotation where one was named. */
async function toldPersons(
  tx: Session,
  { assigneeId, personId, rotationId }: EscalateTicketInput,
  now: Date,
): Promise<{ personId: string; rotationId: string | null }[]> {
  const named = [...new Set([assigneeId, personId].filter((id) => id != null))];
  if (personId != null) await requireSeen(tx, 'person', [personId], ['personId']);
  const told = named.map((id): { personId: string; rotationId: string | null } => ({
    personId: id,
    rotationId: null,
  }));
  if (rotationId != null) {
    const [first] = await onCallAt(tx, rotationId, now);
    if (first === undefined) throw nobodyOnCall();
    if (!named.includes(first)) told.push({ personId: first, rotationId });
  }
  return told;
}

/**
 * Records that the customer asks for an escalation, once for its idempotency key; it goes to whoever has the ticket, and
 * to whom policies say. Roles: admin, agent, operator, manager, partner, contact.
 */
export async function requestEscalation(
  context: RequestContext,
  input: RequestEscalationInput,
): Promise<EscalationRecord> {
  authorize(context, ...ASKING_ROLES);
  requireKeyScope(context, 'SUPPORT');
  const { principal, now } = context;
  const author = ticketAuthorOf(context);
  checkText(input.idempotencyKey, 'idempotencyKey');
  const kind = EscalationKind.REQUESTED;
  const escalation = await context.session
    .transaction(async (tx) => {
      const request = { principal, mutation: 'requestEscalation', key: input.idempotencyKey, body: input };
      const { id } = await idempotently(tx, request, async () => {
        if (!actsForDesk(principal)) await requireActiveCaller(tx, principal);
        let raised: EscalationRecord | undefined;
        await ticketRecords.require(tx, input.ticketId, ['ticketId']);
        await takeStepWithin(tx, author, { id: input.ticketId }, now, async (ticket) => {
          const status = statusAfter(ticket.status, { type: 'ESCALATED' });
          const reason = checkText(input.reason, 'reason', LONGEST_REASON);
          const form = await findForm(tx, { kind, ticketKind: ticket.kind, tier: null });
          const information = checkInformation(form, input.information);
          return {
            changes: { status },
            events: [{ type: 'ESCALATION_REQUESTED', text: reason, isPublic: true }],
            after: async (within) => {
              const said = { kind, reason, information, formId: form.id, toPersonId: ticket.assigneeId };
              await enqueue(within, START_ESCALATIONS_JOB, {});
              [raised] = await raiseEscalations(within, author, ticket, now, [
                { ...said, raisedById: author.actorId },
              ]);
            },
          };
        });
        if (!raised) throw new Error('a request that was taken has raised an escalation');
        return raised;
      });
      return escalationRecords.require(tx, id, ['idempotencyKey']);
    })
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'escalation_request' ? alreadyRequested() : error;
    });
  context.clearLoaders();
  return escalation;
}
