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
import { readableHours } from '@plimsoll/working-time';
import { loadAgreement, ServiceLevelAgreement } from '../agreement/index.js';
import { BusinessCalendar, loadCalendar } from '../calendar/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { listSupportLevels, loadSupportLevel, loadSupportLevelByExternalId } from './support-level.loader.js';
import { createSupportLevel, importSupportLevels, updateSupportLevel } from './support-level.service.js';
import {
  CreateSupportLevelInput,
  SupportLevel,
  SupportLevelConnection,
  SupportLevelPayload,
  SupportLevelsArgs,
  UpdateSupportLevelInput,
} from './support-level.types.js';

@Resolver(() => SupportLevel)
export class SupportLevelResolver {
  @Query(() => SupportLevel, {
    nullable: true,
    description: 'The support level with this id; null where there is none for you.',
  })
  supportLevel(
    @Arg('id', () => ID, { description: 'Identifier, `lvl_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<SupportLevel | null> {
    return loadSupportLevel(context, id);
  }

  @Query(() => SupportLevel, {
    nullable: true,
    description: 'The support level with this identifier in another system.',
  })
  supportLevelByExternalId(
    @Args(() => ExternalIdArgs) { source, externalId }: ExternalIdArgs,
    @Ctx() context: RequestContext,
  ): Promise<SupportLevel | null> {
    return loadSupportLevelByExternalId(context, source, externalId);
  }

  @Query(() => SupportLevelConnection, { description: 'Support levels.' })
  async supportLevels(
    @Args(() => SupportLevelsArgs) args: SupportLevelsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listSupportLevels(context, args), (row) => row);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'When it is given, as people read it: `Mon-Fri 09:00-17:00 Europe/Berlin`, or `24x7`.',
  })
  async hours(@Root() supportLevel: SupportLevel, @Ctx() context: RequestContext): Promise<string | null> {
    const calendar = await this.calendar(supportLevel, context);
    return calendar?.hours == null ? null : readableHours(calendar.hours, calendar.timeZone ?? 'UTC');
  }

  @FieldResolver(() => BusinessCalendar, { nullable: true, description: 'Its hours as a calendar.' })
  async calendar(
    @Root() supportLevel: SupportLevel,
    @Ctx() context: RequestContext,
  ): Promise<BusinessCalendar | null> {
    return supportLevel.calendarId == null ? null : loadCalendar(context, supportLevel.calendarId);
  }

  @FieldResolver(() => ServiceLevelAgreement, {
    nullable: true,
    description: 'Its agreement; null where there is none, or none that you may see.',
  })
  async agreement(
    @Root() supportLevel: SupportLevel,
    @Ctx() context: RequestContext,
  ): Promise<ServiceLevelAgreement | null> {
    return supportLevel.agreementId == null ? null : loadAgreement(context, supportLevel.agreementId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() supportLevel: SupportLevel,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'support_level', supportLevel.id, args);
  }

  @Mutation(() => SupportLevelPayload, {
    description: 'Creates a support level. Roles: admin, manager, operator.',
  })
  createSupportLevel(
    @Arg('input', () => CreateSupportLevelInput, { description: 'The new support level.' })
    input: CreateSupportLevelInput,
    @Ctx() context: RequestContext,
  ): Promise<SupportLevelPayload> {
    return payload(async () => ({ supportLevel: await createSupportLevel(context, input) }));
  }

  @Mutation(() => SupportLevelPayload, {
    description: 'Changes a support level. Roles: admin, manager, operator.',
  })
  updateSupportLevel(
    @Arg('input', () => UpdateSupportLevelInput, { description: 'What changes.' })
    input: UpdateSupportLevelInput,
    @Ctx() context: RequestContext,
  ): Promise<SupportLevelPayload> {
    return payload(async () => ({ supportLevel: await updateSupportLevel(context, input) }));
  }

  @Mutation(() => ImportReport, {
    description: 'Imports rows of `support_levels.csv`. Roles: admin, operator.',
  })
  importSupportLevels(
    @Arg('input', () => ImportInput, { description: 'The rows.' }) input: ImportInput,
    @Ctx() context: RequestContext,
  ): Promise<ImportReport> {
    return importSupportLevels(context, input);
  }
}
