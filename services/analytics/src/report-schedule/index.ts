export { latestDue, periodText, checkLocale } from './report-schedule.rules.js';
export { ReportScheduleEntity } from './report-schedule.entity.js';
export { ReportScheduleResolver } from './report-schedule.resolver.js';
export {
  findActiveSchedules,
  reportScheduleRecords,
  type ReportScheduleRecord,
} from './report-schedule.store.js';
export { ReportFrequencyEnum, ReportNameEnum, ReportSchedule } from './report-schedule.types.js';
