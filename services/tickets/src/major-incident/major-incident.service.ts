import {
  authorize,
  checkText,
  DomainError,
  invalid,
  isId,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import {
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_TEXT,
  optionalText,
  takeStep,
  takeStepWithin,
  ticketAuthorOf,
} from '../ticket-step/index.js';
import { TicketKind, TicketSeverity, type TicketRecord } from '../ticket/index.js';
import type {
  DeclareMajorIncidentInput,
  PostStatusUpdateInput,
  StandDownMajorIncidentInput,
  UpdateMajorIncidentInput,
} from './major-incident-input.types.js';
import { checkCanBeLed, checkStillLed, checkUpdateMinutes } from './major-incident.rules.js';
import { majorIncidentRecords, type MajorIncidentRecord } from './major-incident.store.js';

const MOST_COMPONENTS = 50;

/**
 * Declares an incident a major one, once: from then on status updates are owed in its rhythm. Roles: admin, agent,
 * operator, manager.
 */
export async function declareMajorIncident(
  context: RequestContext,
  input: DeclareMajorIncidentInput,
): Promise<MajorIncidentRecord> {
  const { personId } = context.principal;
  const ticket = await takeStep(context, DESK_ROLES, input, async (current, tx) => {
    checkCanBeLed(current);
    if (await findLed(tx, current.id)) {
      throw new DomainError('ALREADY_DECLARED', 'This incident is a major one already.', ['id']);
    }
    const commanderId = input.commanderId ?? personId;
    if (commanderId === undefined) {
      throw invalid('`commanderId` says who decides, since you are no person on record.', ['commanderId']);
    }
    const roles = {
      commanderId,
      communicatorId: input.communicatorId ?? null,
      scribeId: input.scribeId ?? null,
    };
    await requirePersons(tx, roles);
    const declared: MajorIncidentRecord = {
      id: current.id,
      version: 1,
      externalId: null,
      source: null,
      declaredAt: context.now,
      declaredById: personId ?? null,
      ...roles,
      updateMinutes: checkUpdateMinutes(input.updateMinutes),
      lastUpdateAt: null,
      stoodDownAt: null,
    };
    return {
      changes: { severity: TicketSeverity.SEV1 },
      events: [
        {
          type: 'MAJOR_INCIDENT_DECLARED',
          to: commanderId,
          text: checkText(input.reason, 'reason', LONGEST_REASON),
        },
      ],
      after: (inTx, author) => majorIncidentRecords.create(inTx, author, [declared]),
    };
  });
  return majorIncidentRecords.require(context.session, ticket.id, ['id']);
}

/** Gives a major incident other people or another rhythm. Roles: admin, agent, operator, manager. */
export function updateMajorIncident(
  context: RequestContext,
  input: UpdateMajorIncidentInput,
): Promise<MajorIncidentRecord> {
  const { commanderId, communicatorId, scribeId, updateMinutes } = input;
  return changed(context, input, 'MAJOR_INCIDENT_UPDATED', null, async (current, tx) => {
    checkStillLed(current);
    if (commanderId === null) throw invalid('Somebody has to decide; name who.', ['commanderId']);
    await requirePersons(tx, { commanderId, communicatorId, scribeId });
    return {
      ...(commanderId === undefined ? {} : { commanderId }),
      ...(communicatorId === undefined ? {} : { communicatorId }),
      ...(scribeId === undefined ? {} : { scribeId }),
      ...(updateMinutes == null ? {} : { updateMinutes: checkUpdateMinutes(updateMinutes) }),
    };
  });
}

/** Ends the leading of a major incident: no more updates are owed. Roles: admin, agent, operator, manager. */
export function standDownMajorIncident(
  context: RequestContext,
  input: StandDownMajorIncidentInput,
): Promise<MajorIncidentRecord> {
  authorize(context, ...DESK_ROLES);
  const text = optionalText(input.text, 'text');
  return changed(context, input, 'MAJOR_INCIDENT_STOOD_DOWN', text, (current) => {
    checkStillLed(current);
    return { stoodDownAt: context.now };
  });
}

/**
 * Tells customers about an incident: everybody who sees the ticket reads it, and the next update of a major incident is
 * owed from now on. Roles: admin, agent, operator, manager.
 */
export function postStatusUpdate(
  context: RequestContext,
  input: PostStatusUpdateInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, (ticket) => {
    if (ticket.kind !== TicketKind.INCIDENT) {
      throw new DomainError('NOT_AN_INCIDENT', 'Only a ticket of kind INCIDENT has status updates.', ['id']);
    }
    return {
      changes: {},
      events: [
        {
          type: 'STATUS_UPDATED',
          to: input.status,
          text: checkText(input.text, 'text', LONGEST_TEXT),
          components: checkComponents(input.components),
          isPublic: true,
        },
      ],
      after: async (tx, author) => {
        const led = await findLed(tx, ticket.id);
        if (!led || led.stoodDownAt !== null) return;
        await majorIncidentRecords.update(tx, author, led.id, led.version, () => ({
          lastUpdateAt: context.now,
        }));
      },
    };
  });
}

async function changed(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  type: string,
  text: string | null,
  change: (
    current: MajorIncidentRecord,
    tx: Session,
  ) => Promise<Partial<MajorIncidentRecord>> | Partial<MajorIncidentRecord>,
): Promise<MajorIncidentRecord> {
  authorize(context, ...DESK_ROLES);
  const author = ticketAuthorOf(context);
  const stored = await context.session.transaction(async (tx) => {
    // The ticket is held first, as by every step of it, so that nobody waits for the other.
    await majorIncidentRecords.require(tx, input.id, ['id']);
    let after: MajorIncidentRecord | undefined;
    await takeStepWithin(tx, author, { id: input.id }, context.now, async () => {
      after = await majorIncidentRecords.update(tx, author, input.id, input.expectedVersion, (current) =>
        change(current, tx),
      );
      return { changes: {}, events: [{ type, to: after.commanderId, text }] };
    });
    if (!after) throw new Error('a step of a major incident changes it');
    return after;
  });
  context.clearLoaders();
  return stored;
}

async function findLed(tx: Session, ticketId: string): Promise<MajorIncidentRecord | null> {
  return (await majorIncidentRecords.findByIds(tx, [ticketId])).get(ticketId) ?? null;
}

async function requirePersons(
  tx: Session,
  persons: Record<string, string | null | undefined>,
): Promise<void> {
  for (const [field, id] of Object.entries(persons)) {
    if (id == null) continue;
    if (!isId('per', id)) throw new DomainError('NOT_FOUND', 'There is no such person.', [field]);
    await requireSeen(tx, 'person', [id], [field]);
  }
}

function checkComponents(components: readonly string[] | null | undefined): string[] | null {
  if (components == null) return null;
  if (components.length > MOST_COMPONENTS) {
    throw invalid(`A status update names at most ${MOST_COMPONENTS} components.`, ['components']);
  }
  return components.map((name, index) => checkText(name, `components.${index}`));
}
