import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { payload, type RequestContext } from '@plimsoll/shared';
import { initialPhase, type TicketPhase } from '../ticket-phase/index.js';
import { TicketPayload } from '../ticket-step/index.js';
import type { TicketRecord } from '../ticket/index.js';
import { ProblemNature, Ticket } from '../ticket/index.js';
import { loadState } from './ticket-state.loader.js';
import {
  classifyIncident,
  declareKnownError,
  diagnoseIncident,
  handProblemOver,
  investigateProblem,
  notifyOfIncident,
  takeProblemBack,
} from './ticket-state.service.js';
import {
  ClassifyIncidentInput,
  HandProblemOverInput,
  PhaseStepInput,
  TicketPhaseEnum,
  TicketState,
  type StateValue,
} from './ticket-state.types.js';

@Resolver(() => Ticket)
export class TicketStateResolver {
  @FieldResolver(() => TicketState, {
    nullable: true,
    description: 'Where it stands in the life of its kind, with what is known there.',
  })
  state(@Root() ticket: TicketRecord, @Ctx() context: RequestContext): Promise<StateValue> {
    return loadState(context, ticket);
  }

  @FieldResolver(() => TicketPhaseEnum, {
    nullable: true,
    description:
      'How far an incident or a problem is while it is open; what it had come to once it is resolved. Null for a request.',
  })
  phase(@Root() ticket: TicketRecord): TicketPhase | null {
    const { phase, kind, channel } = ticket;
    return phase ?? initialPhase(kind, channel);
  }

  @FieldResolver(() => ProblemNature, {
    nullable: true,
    description: 'What engineering is asked for by a problem; null where that is not known.',
  })
  nature(@Root() ticket: TicketRecord): ProblemNature | null {
    return ticket.nature;
  }

  @Mutation(() => TicketPayload, {
    description:
      'Says what an incident belongs to and how severe it is; one that monitoring detected is recorded by it. Roles: admin, agent, operator, manager.',
  })
  classifyIncident(
    @Arg('input', () => ClassifyIncidentInput, { description: 'What it is.' }) input: ClassifyIncidentInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await classifyIncident(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Notes that those whom a classified incident concerns were told. Roles: admin, agent, operator, manager.',
  })
  notifyOfIncident(
    @Arg('input', () => PhaseStepInput, { description: 'What was told to whom.' }) input: PhaseStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await notifyOfIncident(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description: 'Notes the cause of an incident that is classified. Roles: admin, agent, operator, manager.',
  })
  diagnoseIncident(
    @Arg('input', () => PhaseStepInput, { description: 'The cause.' }) input: PhaseStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await diagnoseIncident(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Notes what was found of a problem that engineering does not have. Roles: admin, agent, operator, manager.',
  })
  investigateProblem(
    @Arg('input', () => PhaseStepInput, { description: 'What was found.' }) input: PhaseStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await investigateProblem(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Declares a problem a known error, with how to live with it. Roles: admin, agent, operator, manager.',
  })
  declareKnownError(
    @Arg('input', () => PhaseStepInput, { description: 'How to live with it.' }) input: PhaseStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await declareKnownError(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Hands a problem to engineering (tier L4); whoever owns it in support goes on to own it. Roles: admin, agent, operator, manager.',
  })
  handProblemOver(
    @Arg('input', () => HandProblemOverInput, { description: 'What engineering is told.' })
    input: HandProblemOverInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await handProblemOver(context, input) }));
  }

  @Mutation(() => TicketPayload, {
    description:
      'Takes a problem back from engineering; experts (L3) go on to look for its cause. Roles: admin, agent, operator, manager.',
  })
  takeProblemBack(
    @Arg('input', () => PhaseStepInput, { description: 'Why.' }) input: PhaseStepInput,
    @Ctx() context: RequestContext,
  ): Promise<TicketPayload> {
    return payload(async () => ({ ticket: await takeProblemBack(context, input) }));
  }
}
