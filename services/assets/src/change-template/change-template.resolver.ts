import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  isId,
  payload,
  Ratio,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Change, ChangePayload } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadProcedure, StandardProcedure } from '../procedure/index.js';
import {
  listTemplates,
  loadSuccess,
  loadTemplate,
  loadTemplateByExternalId,
} from './change-template.loader.js';
import {
  approveTemplate,
  createTemplate,
  retireTemplate,
  updateTemplate,
} from './change-template.service.js';
import type { ChangeTemplateRecord } from './change-template.store.js';
import {
  ApproveChangeTemplateInput,
  ChangeTemplate,
  ChangeTemplateConnection,
  ChangeTemplatePayload,
  ChangeTemplatesArgs,
  CreateChangeTemplateInput,
  DraftStandardChangeInput,
  RetireChangeTemplateInput,
  UpdateChangeTemplateInput,
} from './change-template.types.js';
import { draftStandardChange } from './standard-change.service.js';

@Resolver(() => ChangeTemplate)
export class ChangeTemplateResolver {
  @Query(() => ChangeTemplate, {
    nullable: true,
    description: 'The template with this id; null where there is none for you. Staff only.',
  })
  changeTemplate(
    @Arg('id', () => ID, { description: 'Identifier, `ctp_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplate | null> {
    return loadTemplate(context, id);
  }

  @Query(() => ChangeTemplate, {
    nullable: true,
    description: 'The template with this identifier in another system. Staff only.',
  })
  changeTemplateByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplate | null> {
    return loadTemplateByExternalId(context, source, externalId);
  }

  @Query(() => ChangeTemplateConnection, { description: 'Templates of standard changes. Staff only.' })
  async changeTemplates(
    @Args(() => ChangeTemplatesArgs) args: ChangeTemplatesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listTemplates(context, args), (row) => row);
  }

  @FieldResolver(() => StandardProcedure, {
    nullable: true,
    description: 'The procedure that such a change follows, in the version published when it is drafted.',
  })
  procedure(@Root() { procedureId }: ChangeTemplateRecord, @Ctx() context: RequestContext) {
    return procedureId === null ? null : loadProcedure(context, procedureId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who wrote or edited it last.' })
  writtenBy(@Root() { writtenBy }: ChangeTemplateRecord): Person | null {
    return personOf(writtenBy);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who approved it as it is.' })
  approvedBy(@Root() { approvedBy }: ChangeTemplateRecord): Person | null {
    return personOf(approvedBy);
  }

  @FieldResolver(() => Ratio, {
    nullable: true,
    description:
      'Of the completed changes made from it, those that succeeded, with issues or without; cancelled ones count nowhere.',
  })
  async successRate(@Root() { id }: ChangeTemplate, @Ctx() context: RequestContext): Promise<Ratio> {
    const { succeeded, completed } = await loadSuccess(context, id);
    return {
      ratio: completed === 0 ? null : succeeded / completed,
      numerator: succeeded,
      denominator: completed,
    };
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: ChangeTemplate,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'change_template', id, args);
  }

  @Mutation(() => ChangeTemplatePayload, {
    description: 'Writes a template, which waits for approval. Roles: admin, manager, operator.',
  })
  createChangeTemplate(
    @Arg('input', () => CreateChangeTemplateInput, { description: 'The new template.' })
    input: CreateChangeTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplatePayload> {
    return payload(async () => ({ template: await createTemplate(context, input) }));
  }

  @Mutation(() => ChangeTemplatePayload, {
    description: 'Edits a template, which then waits for approval again. Roles: admin, manager, operator.',
  })
  updateChangeTemplate(
    @Arg('input', () => UpdateChangeTemplateInput, { description: 'What changes.' })
    input: UpdateChangeTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplatePayload> {
    return payload(async () => ({ template: await updateTemplate(context, input) }));
  }

  @Mutation(() => ChangeTemplatePayload, {
    description:
      'Approves a template as it is; nobody approves one that they wrote or edited last. Roles: admin, manager.',
  })
  approveChangeTemplate(
    @Arg('input', () => ApproveChangeTemplateInput, { description: 'Which template.' })
    input: ApproveChangeTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplatePayload> {
    return payload(async () => ({ template: await approveTemplate(context, input) }));
  }

  @Mutation(() => ChangeTemplatePayload, {
    description: 'Takes a template out of use; changes made from it stay. Roles: admin, manager, operator.',
  })
  retireChangeTemplate(
    @Arg('input', () => RetireChangeTemplateInput, { description: 'Which template, and why.' })
    input: RetireChangeTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplatePayload> {
    return payload(async () => ({ template: await retireTemplate(context, input) }));
  }

  @Mutation(() => ChangePayload, {
    description:
      'Makes a change of kind STANDARD from a template: APPROVED at once, with the steps of the template’s procedure. Refused beyond the limits of the template (`OUTSIDE_TEMPLATE` says which), and where something forbids it (`CONFLICTING`). Roles: admin, manager, operator.',
  })
  draftStandardChange(
    @Arg('input', () => DraftStandardChangeInput, { description: 'The template, and what it is used for.' })
    input: DraftStandardChangeInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangePayload> {
    return payload(async () => ({ change: await draftStandardChange(context, input) }));
  }
}

@Resolver(() => Change)
export class ChangeTemplateOfChangeResolver {
  @FieldResolver(() => ChangeTemplate, {
    nullable: true,
    description: 'The template it was made from; null where it was not. Staff only.',
  })
  template(
    @Root() { templateId }: ChangeRecord,
    @Ctx() context: RequestContext,
  ): Promise<ChangeTemplate | null> | null {
    return templateId === null ? null : loadTemplate(context, templateId);
  }
}

function personOf(id: string | null): Person | null {
  return id !== null && isId('per', id) ? { id } : null;
}
