import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { AgreementPayload } from '../agreement/index.js';
import { BusinessCalendar, loadCalendar } from '../calendar/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listAgreementTemplates, loadAgreementTemplate } from './agreement-template.loader.js';
import {
  createAgreementFromTemplate,
  createAgreementTemplate,
  updateAgreementTemplate,
} from './agreement-template.service.js';
import {
  AgreementTemplate,
  AgreementTemplateConnection,
  AgreementTemplatePayload,
  AgreementTemplatesArgs,
  CreateAgreementFromTemplateInput,
  CreateAgreementTemplateInput,
  UpdateAgreementTemplateInput,
} from './agreement-template.types.js';

@Resolver(() => AgreementTemplate)
export class AgreementTemplateResolver {
  @Query(() => AgreementTemplate, {
    nullable: true,
    description: 'The template with this id; null where there is none for you.',
  })
  agreementTemplate(
    @Arg('id', () => ID, { description: 'Identifier, `slt_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<AgreementTemplate | null> {
    return loadAgreementTemplate(context, id);
  }

  @Query(() => AgreementTemplateConnection, { description: 'Templates of agreements.' })
  async agreementTemplates(
    @Args(() => AgreementTemplatesArgs) args: AgreementTemplatesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listAgreementTemplates(context, args), (row) => row);
  }

  @FieldResolver(() => BusinessCalendar, {
    nullable: true,
    description: 'The calendar of the response targets; null: around the clock.',
  })
  async calendar(
    @Root() template: AgreementTemplate,
    @Ctx() context: RequestContext,
  ): Promise<BusinessCalendar | null> {
    return template.calendarId == null ? null : loadCalendar(context, template.calendarId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() template: AgreementTemplate,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'agreement_template', template.id, args);
  }

  @Mutation(() => AgreementTemplatePayload, {
    description: 'Creates a template of agreements. Roles: admin, manager, operator.',
  })
  createAgreementTemplate(
    @Arg('input', () => CreateAgreementTemplateInput, { description: 'The new template.' })
    input: CreateAgreementTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementTemplatePayload> {
    return payload(async () => ({ agreementTemplate: await createAgreementTemplate(context, input) }));
  }

  @Mutation(() => AgreementTemplatePayload, {
    description: 'Changes a template of agreements. Roles: admin, manager, operator.',
  })
  updateAgreementTemplate(
    @Arg('input', () => UpdateAgreementTemplateInput, { description: 'What changes.' })
    input: UpdateAgreementTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementTemplatePayload> {
    return payload(async () => ({ agreementTemplate: await updateAgreementTemplate(context, input) }));
  }

  @Mutation(() => AgreementPayload, {
    description:
      'Creates a draft of an agreement with the terms of a template. Roles: admin, manager, operator.',
  })
  createAgreementFromTemplate(
    @Arg('input', () => CreateAgreementFromTemplateInput, { description: 'Which template, and from when.' })
    input: CreateAgreementFromTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await createAgreementFromTemplate(context, input) }));
  }
}
