import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  reportScheduleList,
  reportScheduleRecords,
  type ReportScheduleListArguments,
  type ReportScheduleRecord,
} from './report-schedule.store.js';

/** The schedule with this id, or null where the caller sees none; batched a request. */
export function loadReportSchedule(
  context: RequestContext,
  id: string,
): Promise<ReportScheduleRecord | null> {
  return context
    .loader<string, ReportScheduleRecord>('report schedule', (ids) =>
      reportScheduleRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the schedules that the caller sees. */
export function listReportSchedules(
  context: RequestContext,
  args: ReportScheduleListArguments,
): Promise<Page<ReportScheduleRecord>> {
  return listPage(context.session, reportScheduleList, args);
}
