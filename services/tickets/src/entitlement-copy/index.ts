export {
  calendarsById,
  calendarVersions,
  copyFromEvents,
  currentCalendars,
  type CopiedNoun,
  type CurrentCalendar,
  type PromisedTimes,
} from './entitlement-copy.store.js';
