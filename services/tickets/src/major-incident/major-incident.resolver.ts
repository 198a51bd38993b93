import { ConnectionArgs, DateTimeScalar, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { TicketPayload } from '../ticket-step/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import {
  DeclareMajorIncidentInput,
  PostStatusUpdateInput,
  StandDownMajorIncidentInput,
  UpdateMajorIncidentInput,
} from './major-incident-input.types.js';
import { listMajorIncidents, loadMajorIncident, loadTimeline } from './major-incident.loader.js';
import { isOver, nextUpdateAt } from './major-incident.rules.js';
import {
  declareMajorIncident,
  postStatusUpdate,
  standDownMajorIncident,
  updateMajorIncident,
} from './major-incident.service.js';
import {
  MajorIncident,
  MajorIncidentConnection,
  MajorIncidentPayload,
  MajorIncidentsArgs,
  TimelineConnection,
  TimelineEntry,
} from './major-incident.types.js';

@Resolver(() => Ticket)
export class TicketMajorIncidentResolver {
  @FieldResolver(() => MajorIncident, {
    nullable: true,
    description: 'How it is led, where it is a major incident; null for all others. Staff only.',
  })
  majorIncident(@Root() { id }: Ticket, @Ctx() context: RequestContext) {
    return loadMajorIncident(context, id);
  }
}

@Resolver(() => MajorIncident)
export class MajorIncidentResolver {
  @Query(() => MajorIncidentConnection, { description: 'Major incidents. Staff only.' })
  async majorIncidents(
    @Args(() => MajorIncidentsArgs) args: MajorIncidentsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listMajorIncidents(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The incident.' })
  ticket(@Root() { id }: MajorIncident, @Ctx() context: RequestContext) {
    return loadTicket(context, id);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When the next status update is owed; null once it is resolved or stood down.',
  })
  async nextUpdateAt(@Root() led: MajorIncident, @Ctx() context: RequestContext): Promise<Date | null> {
    const status = (await loadTicket(context, led.id))?.status;
    return status != null && isOver(status) ? null : nextUpdateAt(led);
  }

  @FieldResolver(() => TimelineConnection, {
    nullable: true,
    description:
      'All that happened to it, and when tickets that follow it were opened, resolved and reopened; in the order of time.',
  })
  async timeline(
    @Root() { id }: MajorIncident,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    const page = await loadTimeline(context, id, args);
    return page && toConnection(page, (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: MajorIncident,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'major_incident', id, args);
  }

  @Mutation(() => MajorIncidentPayload, {
    description:
      'Declares an incident a major one: it gets a commander, a rhythm of status updates and the severity SEV1, and owes a postmortem. Roles: admin, agent, operator, manager.',
  })
  declareMajorIncident(
    @Arg('input', () => DeclareMajorIncidentInput, { description: 'Which incident, and who leads it.' })
    input: DeclareMajorIncidentInput,
    @Ctx() context: RequestContext,
  ): Promise<MajorIncidentPayload> {
    return payload(async () => ({ majorIncident: await declareMajorIncident(context, input) }));
  }

  @Mutation(() => MajorIncidentPayload, {
    description:
      'Gives a major incident other people or another rhythm. Roles: admin, agent, operator, manager.',
  })
  updateMajorIncident(
    @Arg('input', () => UpdateMajorIncidentInput, { description: 'What changes.' })
    input: UpdateMajorIncidentInput,
    @Ctx() context: RequestContext,
  ): Promise<MajorIncidentPayload> {
    return payload(async () => ({ majorIncident: await updateMajorIncident(context, input) }));
  }

  @Mutation(() => MajorIncidentPayload, {
    description:
      'Ends the leading of a major incident; no more status updates are owed. Roles: admin, agent, operator, manager.',
  })
  standDownMajorIncident(
    @Arg('input', () => StandDownMajorIncidentInput, { description: 'Which one.' })
    input: StandDownMajorIncidentInput,
    @Ctx() context: RequestContext,
  ): Promise<MajorIncidentPayload> {
    return payload(async () => ({ majorIncident: await standDownMajorIncident(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Tells everybody who sees the incident how far it is. It counts as an update that the agreement asks for. Roles: admin, agent, operator, manager.',
  })
  postStatusUpdate(
    @Arg('input', () => PostStatusUpdateInput, { description: 'What is told.' })
    input: PostStatusUpdateInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await postStatusUpdate(context, input) }));
  }
}

@Resolver(() => TimelineEntry)
export class TimelineEntryResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket it happened to.' })
  ticket(@Root() { ticketId }: TimelineEntry, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }
}
