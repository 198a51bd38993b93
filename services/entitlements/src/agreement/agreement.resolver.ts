import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ConnectionArgs,
  ExternalIdArgs,
  ImportInput,
  ImportReport,
  payload,
  toConnection,
  type RequestContext,
} from '@plimsoll/shared';
import { BusinessCalendar, loadCalendar } from '../calendar/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  listAgreements,
  loadAgreement,
  loadAgreementByExternalId,
  loadAgreementStatus,
  loadVersions,
} from './agreement.loader.js';
import {
  activateAgreement,
  createAgreement,
  importAgreements,
  supersedeAgreement,
  updateAgreement,
  withdrawAgreement,
} from './agreement.service.js';
import {
  ActivateAgreementInput,
  AgreementStatusName,
  CreateAgreementInput,
  ServiceLevelAgreement,
  AgreementConnection,
  AgreementPayload,
  AgreementsArgs,
  SupersedeAgreementInput,
  UpdateAgreementInput,
  WithdrawAgreementInput,
} from './agreement.types.js';

@Resolver(() => ServiceLevelAgreement)
export class AgreementResolver {
  @Query(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'The service level agreement with this id; null where there is none for you.',
  })
  agreement(
    @Arg('id', () => ID, { description: 'Identifier, `sla_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return loadAgreement(context, id);
  }

  @Query(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'The service level agreement with this identifier in another system.',
  })
  agreementByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return loadAgreementByExternalId(context, source, externalId);
  }

  @Query(() => AgreementConnection, { description: 'Service level agreements.' })
  async agreements(@Args(() => AgreementsArgs) args: AgreementsArgs, @Ctx() context: RequestContext) {
    return toConnection(await listAgreements(context, args), (row) => row);
  }

  @FieldResolver(() => BusinessCalendar, {
    nullable: true,
    description: 'The calendar of the response targets; null: around the clock.',
  })
  async calendar(
    @Root() agreement: ServiceLevelAgreement,
    @Ctx() context: RequestContext,
  ): Promise<BusinessCalendar | null> {
    return agreement.calendarId == null ? null : loadCalendar(context, agreement.calendarId);
  }

  @FieldResolver(() => AgreementStatusName, {
    nullable: true,
    description: 'Where it stands in its life today (UTC).',
  })
  status(
    @Root() agreement: ServiceLevelAgreement,
    @Ctx() context: RequestContext,
  ): Promise<keyof typeof AgreementStatusName | null> {
    return loadAgreementStatus(context, agreement.id);
  }

  @FieldResolver(() => [ServiceLevelAgreement], {
    nullable: true,
    description: 'All versions of this name that you may see, this one included, the oldest first.',
  })
  async versions(
    @Root() agreement: ServiceLevelAgreement,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement[] | null> {
    return agreement.name == null ? null : loadVersions(context, agreement.name);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() agreement: ServiceLevelAgreement,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'agreement', agreement.id, args);
  }

  @Mutation(() => AgreementPayload, {
    description: 'Creates a service level agreement. Roles: admin, manager, operator.',
  })
  createAgreement(
    @Arg('input', () => CreateAgreementInput, { description: 'The new service level agreement.' })
    input: CreateAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await createAgreement(context, input) }));
  }

  @Mutation(() => AgreementPayload, {
    description: 'Changes a service level agreement. Roles: admin, manager, operator.',
  })
  updateAgreement(
    @Arg('input', () => UpdateAgreementInput, { description: 'What changes.' }) input: UpdateAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await updateAgreement(context, input) }));
  }

  @Mutation(() => AgreementPayload, {
    description:
      'Ends a version on a day and begins the next of the same name on that day; the payload has the next. Roles: admin, manager, operator.',
  })
  supersedeAgreement(
    @Arg('input', () => SupersedeAgreementInput, { description: 'The next version.' })
    input: SupersedeAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await supersedeAgreement(context, input) }));
  }

  @Mutation(() => AgreementPayload, {
    description:
      'Puts a draft in force; from then on its terms do not change and subscriptions of its plans promise it. Roles: admin, manager, operator.',
  })
  activateAgreement(
    @Arg('input', () => ActivateAgreementInput, { description: 'Which, and why.' })
    input: ActivateAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await activateAgreement(context, input) }));
  }

  @Mutation(() => AgreementPayload, {
    description: 'Gives a draft up; it stays on record. Roles: admin, manager, operator.',
  })
  withdrawAgreement(
    @Arg('input', () => WithdrawAgreementInput, { description: 'Which, and why.' })
    input: WithdrawAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<AgreementPayload> {
    return payload(async () => ({ agreement: await withdrawAgreement(context, input) }));
  }

  @Mutation(() => ImportReport, { description: 'Imports rows of `agreements.csv`. Roles: admin, operator.' })
  importAgreements(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importAgreements(context, input);
  }
}
