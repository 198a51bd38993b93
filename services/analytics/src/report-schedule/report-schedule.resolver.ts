import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { readReportPost, type ReportPost } from '../report-delivery/index.js';
import { listReportSchedules, loadReportSchedule } from './report-schedule.loader.js';
import { scheduleReport, updateReportSchedule } from './report-schedule.service.js';
import type { ReportScheduleRecord } from './report-schedule.store.js';
import {
  ReportSchedule,
  ReportScheduleConnection,
  ReportSchedulePayload,
  ReportSchedulesArgs,
  ScheduleReportInput,
  UpdateReportScheduleInput,
} from './report-schedule.types.js';

@Resolver(() => ReportSchedule)
export class ReportScheduleResolver {
  /** @param post absent where nothing is asked: where the schema alone is wanted */
  constructor(private readonly post: ReportPost = readReportPost({})) {}

  @Query(() => ReportSchedule, {
    nullable: true,
    description: 'The report schedule with this id. Staff only; null for others.',
  })
  reportSchedule(
    @Arg('id', () => ID, { description: 'Identifier, `rps_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ) {
    return loadReportSchedule(context, id);
  }

  @Query(() => ReportScheduleConnection, { description: 'The reports that are sent. Staff only.' })
  async reportSchedules(
    @Args(() => ReportSchedulesArgs) args: ReportSchedulesArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReportSchedules(context, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Addresses and secrets are left out.',
  })
  history(
    @Root() schedule: ReportScheduleRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'report_schedule', schedule.id, args);
  }

  @Mutation(() => ReportSchedulePayload, {
    description:
      'Has a report sent by mail, to a webhook or both, once for its idempotency key. Roles: admin, manager, executive.',
  })
  scheduleReport(
    @Arg('input', () => ScheduleReportInput, { description: 'The report.' }) input: ScheduleReportInput,
    @Ctx() context: RequestContext,
  ): Promise<ReportSchedulePayload> {
    return payload(async () => told(await scheduleReport(context, input, this.post), null));
  }

  @Mutation(() => ReportSchedulePayload, {
    description:
      'Changes a report that is sent, stops it or takes it up again; what comes due meanwhile is never sent. Roles: admin, manager, executive.',
  })
  updateReportSchedule(
    @Arg('input', () => UpdateReportScheduleInput, { description: 'What changes.' })
    input: UpdateReportScheduleInput,
    @Ctx() context: RequestContext,
  ): Promise<ReportSchedulePayload> {
    return payload(async () => {
      const before = await loadReportSchedule(context, input.id);
      return told(await updateReportSchedule(context, input, this.post), before?.webhookSecret ?? null);
    });
  }
}

function told(schedule: ReportScheduleRecord, known: string | null) {
  const { webhookSecret } = schedule;
  return { reportSchedule: schedule, webhookSecret: webhookSecret === known ? null : webhookSecret };
}
