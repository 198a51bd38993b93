import { checkText, DomainError, type BusEvent, type RequestContext, type Session } from '@plimsoll/shared';
import { findPriorityScheme, readPriorities, type Priorities } from '../priority-scheme/index.js';
import { takeTurn } from '../ticket-event/index.js';
import {
  DESK_ROLES,
  LONGEST_REASON,
  takeStep,
  takeStepsBySystem,
  ticketAuthorOf,
  type Decision,
  type Happening,
} from '../ticket-step/index.js';
import { isOpen, TicketKind, type TicketLevel, type TicketRecord } from '../ticket/index.js';
import { deriveImpact, withImpact, type HitCustomer } from './impact-assessment.rules.js';
import {
  findAssessments,
  findHitCustomers,
  keepAssessed,
  keepHits,
  keepOverride,
  type Assessed,
  type ToldHit,
} from './impact-assessment.store.js';
import type { OverrideTicketImpactInput, WithdrawImpactOverrideInput } from './impact-assessment.types.js';

/** Who assesses: the platform itself. */
const ASSESSOR = { actorId: null, cause: null, reason: 'the customers it hits' };

/**
 * Takes in which customers incidents hit, and gives those that are open the impact that follows from it, with their
 * priority, unless a person said otherwise.
 */
export async function assessImpacts(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  const latest = new Map<string, BusEvent>();
  for (const event of events) {
    if ((latest.get(event.subject)?.version ?? 0) < event.version) latest.set(event.subject, event);
  }
  await takeTurn(tx);
  const told = [...latest.values()].map((event) => ({
    ticketId: event.subject,
    version: event.version,
    hits: hitsOf(event),
  }));
  const ids = await keepHits(tx, told);
  if (ids.length === 0) return;
  const scheme = await findPriorityScheme(tx);
  if (!scheme) throw new Error('the database has no priority scheme');
  const hits = await findHitCustomers(tx, ids);
  const assessed = new Map(
    [...hits].map(([id, of]) => {
      const derived = deriveImpact(of, scheme);
      return [
        id,
        { ...summaryOf(id, of), derived: derived?.impact ?? null, because: derived?.because ?? [] },
      ];
    }),
  );
  await keepAssessed(tx, [...assessed.values()]);
  const overridden = await findAssessments(tx, ids);
  const priorities = await readPriorities(tx);
  await takeStepsBySystem(tx, ASSESSOR, ids, now, (ticket) => {
    const { derived, because } = assessed.get(ticket.id) ?? { derived: null, because: [] };
    if (derived === null || overridden.get(ticket.id)?.overriddenTo != null) return null;
    return changeOf(ticket, derived, priorities, 'IMPACT_DERIVED', because.join('; '));
  });
}

/** The customers that an event tells of, each product once with the worst that is told of it. */
function hitsOf({ data }: BusEvent): ToldHit[] {
  const impacts = (data['impacts'] ?? []) as {
    productId: string;
    state: 'DOWN' | 'DEGRADED';
    customerIds: string[];
  }[];
  const hits = new Map<string, ToldHit>();
  for (const { productId, state, customerIds } of impacts) {
    for (const customerId of customerIds) {
      const key = `${customerId}/${productId}`;
      if (hits.get(key)?.state !== 'DOWN') hits.set(key, { customerId, productId, state });
    }
  }
  return [...hits.values()];
}

function summaryOf(ticketId: string, hits: readonly HitCustomer[]): Omit<Assessed, 'derived' | 'because'> {
  const promised = hits.flatMap(({ uptimeTarget }) => uptimeTarget ?? []);
  return {
    ticketId,
    customers: hits.length,
    worstState: hits.some(({ state }) => state === 'DOWN') ? 'DOWN' : hits.length > 0 ? 'DEGRADED' : null,
    segments: [...new Set(hits.flatMap(({ segment }) => segment ?? []))].toSorted(),
    uptimeTarget: promised.length === 0 ? null : Math.max(...promised),
  };
}

function changeOf(
  ticket: TicketRecord,
  impact: TicketLevel,
  priorities: Priorities,
  type: string,
  text: string,
): Decision | null {
  const changes = withImpact(ticket, impact, priorities);
  if (!changes) return null;
  const events: Happening[] = [{ type, from: ticket.impact, to: impact, text }];
  if (changes.priority !== ticket.priority) {
    const why = `impact ${impact}, urgency ${ticket.urgency ?? 'not given'}`;
    events.push({ type: 'PRIORITY_CHANGED', from: ticket.priority, to: changes.priority, text: why });
  }
  return { changes, events };
}

/** Gives an open incident another impact than follows from the customers it hits. Roles: admin, agent, operator, manager. */
export function overrideTicketImpact(
  context: RequestContext,
  input: OverrideTicketImpactInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    requireOpenIncident(ticket);
    const reason = checkText(input.reason, 'reason', LONGEST_REASON);
    const by = ticketAuthorOf(context).actorId;
    const override = { to: input.impact, reason, by, at: context.now };
    const change = changeOf(ticket, input.impact, await readPriorities(tx), 'IMPACT_OVERRIDDEN', reason);
    const told = { type: 'IMPACT_OVERRIDDEN', from: ticket.impact, to: input.impact, text: reason };
    return {
      ...(change ?? { changes: {}, events: [told] }),
      after: (within) => keepOverride(within, ticket.id, override),
    };
  });
}

/** Lets the impact of an open incident follow from the customers it hits again. Roles: admin, agent, operator, manager. */
export function withdrawImpactOverride(
  context: RequestContext,
  input: WithdrawImpactOverrideInput,
): Promise<TicketRecord> {
  return takeStep(context, DESK_ROLES, input, async (ticket, tx) => {
    requireOpenIncident(ticket);
    const assessment = (await findAssessments(tx, [ticket.id])).get(ticket.id);
    if (assessment?.overriddenTo == null) {
      throw new DomainError('INVALID_TRANSITION', 'The impact of this ticket is not overridden.', ['id']);
    }
    const { derived, because, overriddenTo } = assessment;
    const reason = checkText(input.reason, 'reason', LONGEST_REASON);
    const withdrawn = { type: 'IMPACT_OVERRIDE_WITHDRAWN', from: overriddenTo, to: derived, text: reason };
    const change =
      derived === null
        ? null
        : changeOf(ticket, derived, await readPriorities(tx), 'IMPACT_DERIVED', because.join('; '));
    return {
      changes: change?.changes ?? {},
      events: [withdrawn, ...(change?.events ?? [])],
      after: (within) => keepOverride(within, ticket.id, null),
    };
  });
}

function requireOpenIncident(ticket: TicketRecord): void {
  if (ticket.kind !== TicketKind.INCIDENT) {
    throw new DomainError('NOT_AN_INCIDENT', 'Only the impact of an incident is derived.', ['id']);
  }
  if (!isOpen(ticket.status)) {
    throw new DomainError('INVALID_TRANSITION', 'The impact of a ticket that is over stays as it was.', [
      'id',
    ]);
  }
}
