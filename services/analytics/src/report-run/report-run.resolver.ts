import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { checkTimeZone, invalid, payload, type RequestContext } from '@plimsoll/shared';
import { DateTime } from 'luxon';
import type { Reporting } from '../exchange-rate/index.js';
import { reportPage, reportText } from '../report-document/index.js';
import { checkLocale, periodText, ReportSchedule } from '../report-schedule/index.js';
import type { ReportScheduleRecord } from '../report-schedule/index.js';
import { loadRuns, writeReport } from './report-run.loader.js';
import { resendReport } from './report-run.service.js';
import {
  Report,
  ReportArgs,
  ReportDeliveryPayload,
  ReportRun,
  ResendReportInput,
} from './report-run.types.js';

const MOST_RUNS = 100;

@Resolver(() => ReportSchedule)
export class ReportRunResolver {
  constructor(private readonly reporting: Reporting) {}

  @FieldResolver(() => [ReportRun], { nullable: true, description: 'Its latest runs, the newest first.' })
  async runs(
    @Root() schedule: ReportScheduleRecord,
    @Arg('first', () => Int, { defaultValue: 12, description: 'How many, 1–100.' }) first: number,
    @Ctx() context: RequestContext,
  ) {
    if (first < 1 || first > MOST_RUNS) throw invalid(`\`first\` is from 1 to ${MOST_RUNS}.`, ['first']);
    return loadRuns(context, schedule.id, first);
  }

  @Query(() => Report, {
    nullable: true,
    description:
      'A report as it stands, of a week or a month in the time zone of its reader. Staff only; null for others.',
  })
  async report(
    @Args(() => ReportArgs) args: ReportArgs,
    @Ctx() context: RequestContext,
  ): Promise<Report | null> {
    if (context.scope.kind !== 'STAFF') return null;
    const { report, frequency, at } = args;
    const timeZone = checkTimeZone(args.timeZone, 'timeZone');
    const locale = checkLocale(args.locale);
    const unit = frequency === 'WEEKLY' ? 'week' : 'month';
    const local = DateTime.fromJSDate(at ?? context.now, { zone: timeZone });
    const start = (at == null ? local.minus({ [unit]: 1 }) : local).startOf(unit);
    const bounds = {
      from: start.toJSDate(),
      to: start
        .plus({ [unit]: 1 })
        .startOf(unit)
        .toJSDate(),
    };
    const document = await writeReport(
      context.session,
      { report, frequency, timeZone, locale, ...bounds, period: periodText(bounds, timeZone, locale) },
      { now: context.now, reporting: this.reporting },
    );
    return {
      ...document,
      sections: document.sections.map(({ heading, note, columns, rows }) => ({
        heading,
        note,
        columns,
        rows,
      })),
      html: reportPage(document, { charts: true }),
      text: reportText(document),
    };
  }

  @Mutation(() => ReportDeliveryPayload, {
    description:
      'Sends a report again to a receiver who did not get it, or of whom that is not known. Roles: admin, manager, executive.',
  })
  resendReport(
    @Arg('input', () => ResendReportInput, { description: 'The sending.' }) input: ResendReportInput,
    @Ctx() context: RequestContext,
  ): Promise<ReportDeliveryPayload> {
    return payload(async () => ({ reportDelivery: await resendReport(context, input) }));
  }
}
