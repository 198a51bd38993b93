import { ConnectionArgs, JsonScalar, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listReplyTemplates, loadReplyTemplate } from './reply-template.loader.js';
import { createReplyTemplate, previewReply, updateReplyTemplate } from './reply-template.service.js';
import {
  CreateReplyTemplateInput,
  ReplyPreviewPayload,
  ReplyTemplate,
  ReplyTemplateConnection,
  ReplyTemplatePayload,
  ReplyTemplatesArgs,
  UpdateReplyTemplateInput,
} from './reply-template.types.js';

@Resolver(() => ReplyTemplate)
export class ReplyTemplateResolver {
  @Query(() => ReplyTemplate, {
    nullable: true,
    description: 'The template with this id; null where there is none for you. Staff only.',
  })
  replyTemplate(
    @Arg('id', () => ID, { description: 'Identifier, `rtp_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadReplyTemplate(context, id);
  }

  @Query(() => ReplyTemplateConnection, { description: 'Templates of replies and notes. Staff only.' })
  async replyTemplates(
    @Args(() => ReplyTemplatesArgs) args: ReplyTemplatesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReplyTemplates(context, args), (row) => row);
  }

  @FieldResolver(() => ReplyPreviewPayload, {
    description: 'What it would say about a ticket; nothing is kept. Roles: admin, agent, operator, manager.',
  })
  preview(
    @Root() template: ReplyTemplate,
    @Arg('ticketId', () => ID, { description: 'The ticket, `tkt_…`.' }) ticketId: string,
    @Arg('values', () => JsonScalar, {
      nullable: true,
      description: 'Texts by the names of the variables.',
    })
    values: unknown,
    @Ctx() context: RequestContext,
  ): Promise<ReplyPreviewPayload> {
    return payload(async () => ({ preview: await previewReply(context, template.id, ticketId, values) }));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() template: ReplyTemplate,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'reply_template', template.id, args);
  }

  @Mutation(() => ReplyTemplatePayload, { description: 'Writes a template. Roles: admin, manager.' })
  createReplyTemplate(
    @Arg('input', () => CreateReplyTemplateInput, { description: 'The template.' })
    input: CreateReplyTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplyTemplatePayload> {
    return payload(async () => ({ replyTemplate: await createReplyTemplate(context, input) }));
  }

  @Mutation(() => ReplyTemplatePayload, {
    description: 'Changes a template, or takes it out of use. Roles: admin, manager.',
  })
  updateReplyTemplate(
    @Arg('input', () => UpdateReplyTemplateInput, { description: 'What changes.' })
    input: UpdateReplyTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplyTemplatePayload> {
    return payload(async () => ({ replyTemplate: await updateReplyTemplate(context, input) }));
  }
}
