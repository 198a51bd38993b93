import {
  authorize,
  authorOf,
  conflict,
  DomainError,
  ImpactState,
  invalid,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { requireSeen } from '../account/index.js';
import { appendTicketEvents } from '../ticket-event/index.js';
import { ticketRecords, TicketKind, type TicketRecord } from '../ticket/index.js';
import { checkFacts, checkImpact, restorationOf, type IncidentImpact } from './incident.rules.js';
import { incidentRecords, lockIncidentsNaming, type IncidentRecord } from './incident.store.js';
import type { IncidentImpactInput, RecordIncidentImpactInput } from './incident.types.js';

const MOST_IMPACTS = 1_000;

/** Records what an incident did to whom. Roles: admin, agent, manager, operator. */
export async function recordIncidentImpact(
  context: RequestContext,
  input: RecordIncidentImpactInput,
): Promise<IncidentRecord> {
  authorize(context, 'admin', 'agent', 'manager', 'operator');
  const author = authorOf(context);
  const recorded = await context.session.transaction(async (tx) => {
    const ticket = await ticketRecords.require(tx, input.id, ['id']);
    if (ticket.kind !== TicketKind.INCIDENT) {
      throw new DomainError('NOT_AN_INCIDENT', 'Only a ticket of kind INCIDENT has an impact.', ['id']);
    }
    await requireNamed(tx, input);
    const known = (await incidentRecords.findByIds(tx, [input.id])).get(input.id);
    const stored = known
      ? await incidentRecords.update(tx, author, input.id, input.expectedVersion, (current) =>
          withInput(current, input),
        )
      : await create(tx, author, ticket, input);
    await appendTicketEvents(tx, [
      {
        ticketId: ticket.id,
        at: context.now,
        type: 'IMPACT_RECORDED',
        actorId: author.actorId,
        from: known ? String(known.version) : null,
        to: String(stored.version),
        text: null,
        isPublic: false,
      },
    ]);
    return stored;
  });
  context.clearLoaders();
  return recorded;
}

async function create(
  tx: Session,
  author: Author,
  ticket: TicketRecord,
  input: RecordIncidentImpactInput,
): Promise<IncidentRecord> {
  if (input.expectedVersion !== 0) throw conflict('incident', 0);
  const incident = withInput(newIncident(ticket), input);
  await incidentRecords.create(tx, author, [incident]);
  return incident;
}

/** The outage side of a ticket of which nothing is known but that it was opened. */
function newIncident(ticket: TicketRecord): IncidentRecord {
  return {
    id: ticket.id,
    version: 1,
    externalId: ticket.externalId,
    source: ticket.source,
    startedAt: ticket.openedAt,
    detectedAt: null,
    acknowledgedAt: null,
    mitigatedAt: null,
    restoredAt: null,
    planned: false,
    announcedFrom: null,
    announcedTo: null,
    noticeGivenAt: null,
    causeCategory: null,
    causedByChangeId: null,
    impacts: [],
    impactsListed: false,
  };
}

function withInput(current: IncidentRecord, input: RecordIncidentImpactInput): IncidentRecord {
  const { id: _id, expectedVersion: _version, impacts, startedAt, planned, ...facts } = input;
  const given = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return checkFacts({
    ...current,
    ...given,
    startedAt: startedAt ?? current.startedAt,
    planned: planned ?? current.planned,
    ...(impacts == null ? {} : { impacts: impactsOf(impacts), impactsListed: true }),
  });
}

function impactsOf(inputs: readonly IncidentImpactInput[]): IncidentImpact[] {
  if (inputs.length > MOST_IMPACTS) {
    throw invalid(`An incident has at most ${MOST_IMPACTS} impacts.`, ['impacts']);
  }
  return inputs.map((input, index) => {
    const path = ['impacts', String(index)];
    if (input.state !== ImpactState.DOWN && input.state !== ImpactState.DEGRADED) {
      throw invalid('An impact is DEGRADED or DOWN.', [...path, 'state']);
    }
    return checkImpact(
      {
        assetId: input.assetId ?? null,
        productId: input.productId ?? null,
        customerId: input.customerId ?? null,
        state: input.state,
        from: input.from.toISOString(),
        to: input.to?.toISOString() ?? null,
      },
      path,
    );
  });
}

async function requireNamed(tx: Session, input: RecordIncidentImpactInput): Promise<void> {
  const impacts = input.impacts ?? [];
  await requireSeen(
    tx,
    'asset',
    impacts.flatMap(({ assetId }) => assetId ?? []),
    ['impacts', 'assetId'],
  );
  await requireSeen(
    tx,
    'product',
    impacts.flatMap(({ productId }) => productId ?? []),
    ['impacts', 'productId'],
  );
  await requireSeen(
    tx,
    'customer',
    impacts.flatMap(({ customerId }) => customerId ?? []),
    ['impacts', 'customerId'],
  );
  if (input.causedByChangeId != null) {
    await requireSeen(tx, 'change', [input.causedByChangeId], ['causedByChangeId']);
  }
}

/** Begins the outage side of a new ticket of kind INCIDENT, in the caller's transaction. */
export async function beginIncident(tx: Session, author: Author, ticket: TicketRecord): Promise<void> {
  await incidentRecords.create(tx, author, [{ ...newIncident(ticket), detectedAt: ticket.openedAt }]);
}

/** Notes when somebody took an incident up, unless that is on record; in the caller's transaction. */
export async function acknowledgeIncident(
  tx: Session,
  author: Author,
  ticketId: string,
  at: Date,
): Promise<void> {
  await change(tx, author, ticketId, (incident) => ({ acknowledgedAt: incident.acknowledgedAt ?? at }));
}

/** Ends the outage of a resolved incident unless its end is on record; in the caller's transaction. */
export async function endIncident(tx: Session, author: Author, ticketId: string, at: Date): Promise<void> {
  await change(tx, author, ticketId, ({ restoredAt, impacts, startedAt }) => ({
    restoredAt: restoredAt ?? restorationOf(impacts, startedAt, at),
  }));
}

async function change(
  tx: Session,
  author: Author,
  ticketId: string,
  decide: (incident: IncidentRecord) => Partial<IncidentRecord>,
): Promise<void> {
  const incident = (await incidentRecords.findByIds(tx, [ticketId])).get(ticketId);
  if (!incident) return;
  await incidentRecords.update(tx, author, ticketId, incident.version, decide);
}

/**
 * Names another customer wherever incidents name one of these, and tells the whole impact again.
 */
export async function nameOtherCustomer(
  tx: Session,
  author: Author,
  customerIds: readonly string[],
  into: string,
): Promise<void> {
  const ids = await lockIncidentsNaming(tx, customerIds);
  const incidents = await incidentRecords.findByIds(tx, ids);
  await incidentRecords.updateAll(
    tx,
    author,
    [...incidents.values()].map((incident) => [
      incident,
      {
        ...incident,
        impacts: incident.impacts.map((impact) =>
          impact.customerId !== null && customerIds.includes(impact.customerId)
            ? { ...impact, customerId: into }
            : impact,
        ),
      },
    ]),
  );
}
