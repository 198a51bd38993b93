import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadOnCallRotation, OnCallRotation } from '../on-call-rotation/index.js';
import { SeverityScoreObject } from '../severity/index.js';
import { TicketPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket, TicketTier } from '../ticket/index.js';
import {
  AcknowledgeEscalationInput,
  EscalateTicketInput,
  RequestEscalationInput,
} from './escalation-input.types.js';
import { listEscalations, loadEscalation, loadTicketEscalations } from './escalation.loader.js';
import { acknowledgeEscalation } from './escalation-end.service.js';
import { escalateTicket, requestEscalation } from './escalation.service.js';
import { Escalation, EscalationConnection, EscalationPayload, EscalationsArgs } from './escalation.types.js';

@Resolver(() => Escalation)
export class EscalationResolver {
  @Query(() => Escalation, {
    nullable: true,
    description: 'The escalation with this id; null where there is none for you.',
  })
  escalation(
    @Arg('id', () => ID, { description: 'Identifier, `esc_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadEscalation(context, id);
  }

  @Query(() => EscalationConnection, {
    description: 'Escalations; customers and partners see what was asked for of their tickets.',
  })
  async escalations(@Args(() => EscalationsArgs) args: EscalationsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listEscalations(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket.' })
  ticket(@Root() { ticketId }: Escalation, @Ctx() context: RequestContext) {
    return ticketId === undefined ? null : loadTicket(context, ticketId);
  }

  @FieldResolver(() => TicketTier, { nullable: true, description: 'The tier that had it. Staff only.' })
  fromTier(@Root() { fromTier }: Escalation, @Ctx() context: RequestContext) {
    return context.scope.kind === 'STAFF' ? fromTier : null;
  }

  @FieldResolver(() => TicketTier, { nullable: true, description: 'The tier that took it over. Staff only.' })
  toTier(@Root() { toTier }: Escalation, @Ctx() context: RequestContext) {
    return context.scope.kind === 'STAFF' ? toTier : null;
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who was told; null where nobody was: a tier took over, or nobody was on call. Staff only.',
  })
  to(@Root() { toPersonId }: Escalation, @Ctx() context: RequestContext): Person | null {
    return personFor(context, toPersonId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The member of staff who raised it, if one did. Staff only.',
  })
  raisedBy(@Root() { raisedById }: Escalation, @Ctx() context: RequestContext): Person | null {
    return personFor(context, raisedById);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who took it on. Staff only.' })
  acknowledgedBy(@Root() { acknowledgedById }: Escalation, @Ctx() context: RequestContext): Person | null {
    return personFor(context, acknowledgedById);
  }

  @FieldResolver(() => SeverityScoreObject, {
    nullable: true,
    description: 'How severe the ticket was when it was raised, with the parts that made it up. Staff only.',
  })
  severity(@Root() { severity }: Escalation, @Ctx() context: RequestContext) {
    return context.scope.kind === 'STAFF' ? severity : null;
  }

  @FieldResolver(() => OnCallRotation, {
    nullable: true,
    description: 'The rotation by which somebody was found, or nobody was. Staff only.',
  })
  rotation(@Root() { rotationId }: Escalation, @Ctx() context: RequestContext) {
    return rotationId == null ? null : loadOnCallRotation(context, rotationId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: Escalation,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'escalation', id, args);
  }

  @Mutation(() => TicketPayload, {
    description:
      'Escalates a ticket by hand: hands it to another tier, a person, or both, or tells somebody of it, with the reason and what its form asks for. Roles: admin, agent, operator, manager.',
  })
  escalateTicket(
    @Arg('input', () => EscalateTicketInput, { description: 'To whom it goes and why.' })
    input: EscalateTicketInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await escalateTicket(context, input) }));
  }

  @Mutation(() => EscalationPayload, {
    description:
      'The customer asks for an escalation, once for its idempotency key and once at a time: whoever has the ticket is told, and whom policies say. Roles: admin, agent, operator, manager, partner, contact.',
  })
  requestEscalation(
    @Arg('input', () => RequestEscalationInput, { description: 'What is asked for and why.' })
    input: RequestEscalationInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationPayload> {
    return payload(async () => ({ escalation: await requestEscalation(context, input) }));
  }

  @Mutation(() => EscalationPayload, {
    description:
      'Takes an escalation on: the policy that raised it goes no further. Roles: admin, agent, operator, manager, executive.',
  })
  acknowledgeEscalation(
    @Arg('input', () => AcknowledgeEscalationInput, { description: 'Which, and what will be done.' })
    input: AcknowledgeEscalationInput,
    @Ctx() context: RequestContext,
  ): Promise<EscalationPayload> {
    return payload(async () => ({ escalation: await acknowledgeEscalation(context, input) }));
  }
}

@Resolver(() => Ticket)
export class TicketEscalationsResolver {
  @FieldResolver(() => EscalationConnection, {
    nullable: true,
    description: 'Its escalations, the latest first by default.',
  })
  async escalations(
    @Root() { id }: Ticket,
    @Args(() => EscalationsArgs) args: EscalationsArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTicketEscalations(context, id, args);
    return page && toConnection(page, (row) => row);
  }
}

/** Who works on what is not for customers to find out: engineering is hidden from them. */
function personFor({ scope }: RequestContext, id: string | null | undefined): Person | null {
  return scope.kind === 'STAFF' && id != null && isId('per', id) ? { id } : null;
}
