import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { ReportName } from '../report-definition/index.js';
import { ReportScheduleEntity } from './report-schedule.entity.js';

/** A schedule as the rest of the service knows it. */
export type ReportScheduleRecord = ReportScheduleEntity;

/** Schedules, with their history and events, neither of which tells an address or a secret. */
export const reportScheduleRecords = new Records<ReportScheduleRecord>({
  entity: ReportScheduleEntity,
  noun: 'report schedule',
  eventNoun: 'report_schedule',
  eventData: ({ report, frequency, timeZone, ownerId, active }) => ({
    report,
    frequency,
    timeZone,
    ownerId,
    active,
  }),
  untracked: ['recipients', 'webhookSecret'],
});

/** What may be asked of the list of schedules. */
export type ReportScheduleListArguments = ListArguments<
  { report?: ReportName | null; active?: boolean | null },
  'NAME'
>;

const COLUMNS = `s.id, s.version, s.external_id as "externalId", s.source, s.name, s.report, s.frequency,
  s.send_day as "sendDay", s.send_hour as "sendHour", s.time_zone as "timeZone", s.locale, s.recipients,
  s.webhook_url as "webhookUrl", s.webhook_secret as "webhookSecret", s.owner_id as "ownerId", s.active,
  s.active_since as "activeSince"`;

/** How schedules are listed. */
export const reportScheduleList: ListDefinition<
  { report?: ReportName | null; active?: boolean | null },
  'NAME'
> = {
  columns: COLUMNS,
  from: 'report_schedule s',
  id: 's.id',
  orders: { NAME: { sql: 's.name', type: 'text' } },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  where: (filter, parameters) => [
    ...(filter.report == null ? [] : [`s.report = ${parameters.add(filter.report)}`]),
    ...(filter.active == null ? [] : [`s.active = ${parameters.add(filter.active)}`]),
  ],
};

/** All schedules that are sent. One statement. */
export function findActiveSchedules(session: Session): Promise<ReportScheduleRecord[]> {
  return session.query<ReportScheduleRecord>(
    `select ${COLUMNS} from report_schedule s where s.active order by s.id`,
  );
}
