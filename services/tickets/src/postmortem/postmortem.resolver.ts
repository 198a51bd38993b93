import { ConnectionArgs, DateTimeScalar, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { MajorIncident } from '../major-incident/index.js';
import { loadTicket, Ticket } from '../ticket/index.js';
import { listPostmortems, loadPostmortem, loadPostmortemOf, loadReason } from './postmortem.loader.js';
import { postmortemDueAt } from './postmortem.rules.js';
import {
  addPostmortemAction,
  publishPostmortem,
  returnPostmortem,
  startPostmortem,
  submitPostmortem,
  updatePostmortem,
} from './postmortem.service.js';
import {
  AddPostmortemActionInput,
  Postmortem,
  PostmortemActionObject,
  PostmortemConnection,
  PostmortemPayload,
  PostmortemsArgs,
  PostmortemStepInput,
  ReturnPostmortemInput,
  StartPostmortemInput,
  UpdatePostmortemInput,
} from './postmortem.types.js';

@Resolver(() => Ticket)
export class ReasonForOutageResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why the incident happened, as customers are told (RFO); null until it is published.',
  })
  reasonForOutage(@Root() { id }: Ticket, @Ctx() context: RequestContext) {
    return loadReason(context, id);
  }
}

@Resolver(() => MajorIncident)
export class PostmortemOfIncidentResolver {
  @FieldResolver(() => Postmortem, {
    nullable: true,
    description: 'Its postmortem; null until one is started.',
  })
  postmortem(@Root() { id }: MajorIncident, @Ctx() context: RequestContext) {
    return loadPostmortemOf(context, id);
  }
}

@Resolver(() => PostmortemActionObject)
export class PostmortemActionResolver {
  @FieldResolver(() => Ticket, { nullable: true, description: 'The ticket that says how far it is.' })
  ticket(@Root() { ticketId }: PostmortemActionObject, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }
}

@Resolver(() => Postmortem)
export class PostmortemResolver {
  @Query(() => Postmortem, {
    nullable: true,
    description: 'The postmortem with this id; null where there is none for you. Staff only.',
  })
  postmortem(
    @Arg('id', () => ID, { description: 'Identifier, `pmo_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadPostmortem(context, id);
  }

  @Query(() => PostmortemConnection, { description: 'Postmortems. Staff only.' })
  async postmortems(@Args(() => PostmortemsArgs) args: PostmortemsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listPostmortems(context, args), (row) => row);
  }

  @FieldResolver(() => Ticket, { nullable: true, description: 'The incident.' })
  ticket(@Root() { ticketId }: Postmortem, @Ctx() context: RequestContext) {
    return loadTicket(context, ticketId);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is due: five days after the incident was resolved; null while it lasts.',
  })
  async dueAt(@Root() { ticketId }: Postmortem, @Ctx() context: RequestContext): Promise<Date | null> {
    const resolvedAt = (await loadTicket(context, ticketId))?.resolvedAt;
    return resolvedAt == null ? null : postmortemDueAt(resolvedAt);
  }

  @FieldResolver(() => [PostmortemActionObject], { description: 'What is to be done, as it was decided.' })
  actions(@Root() { actions }: Postmortem) {
    return actions ?? [];
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: Postmortem,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'postmortem', id, args);
  }

  @Mutation(() => PostmortemPayload, {
    description: 'Starts the postmortem of a major incident, once. Roles: admin, agent, operator, manager.',
  })
  startPostmortem(
    @Arg('input', () => StartPostmortemInput, { description: 'Which incident.' }) input: StartPostmortemInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await startPostmortem(context, input) }));
  }

  @Mutation(() => PostmortemPayload, {
    description:
      'Writes a postmortem; one in review is a draft again, a published one stays as it is. Roles: admin, agent, operator, manager.',
  })
  updatePostmortem(
    @Arg('input', () => UpdatePostmortemInput, { description: 'What is written.' })
    input: UpdatePostmortemInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await updatePostmortem(context, input) }));
  }

  @Mutation(() => PostmortemPayload, {
    description:
      'Hands a postmortem with its root cause and reason for outage to a review. Roles: admin, agent, operator, manager.',
  })
  submitPostmortem(
    @Arg('input', () => PostmortemStepInput, { description: 'Which one.' }) input: PostmortemStepInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await submitPostmortem(context, input) }));
  }

  @Mutation(() => PostmortemPayload, {
    description:
      'Gives a postmortem back with what is missing. Roles: admin, manager, executive; not its owner.',
  })
  returnPostmortem(
    @Arg('input', () => ReturnPostmortemInput, { description: 'What is missing.' })
    input: ReturnPostmortemInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await returnPostmortem(context, input) }));
  }

  @Mutation(() => PostmortemPayload, {
    description:
      'Publishes a postmortem: everybody who sees the incident reads the reason for the outage. Roles: admin, manager, executive; not its owner.',
  })
  publishPostmortem(
    @Arg('input', () => PostmortemStepInput, { description: 'Which one.' }) input: PostmortemStepInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await publishPostmortem(context, input) }));
  }

  @Mutation(() => PostmortemPayload, {
    description:
      'Adds what is to be done: a ticket of its own, given to its owner and linked to the incident. Roles: admin, agent, operator, manager.',
  })
  addPostmortemAction(
    @Arg('input', () => AddPostmortemActionInput, { description: 'What, who, by when.' })
    input: AddPostmortemActionInput,
    @Ctx() context: RequestContext,
  ): Promise<PostmortemPayload> {
    return payload(async () => ({ postmortem: await addPostmortemAction(context, input) }));
  }
}
