export { calendarClashes, type ChangeCalendar } from './calendar-clash.rules.js';
export {
  inOrder,
  type Clash,
  type Conflict,
  type ConflictKindName,
  type ConflictSeverityName,
  type FatalGroup,
} from './clash.rules.js';
export { FatalSearches, jointlyFatal } from './fatal-change.rules.js';
export { relatedChanges, sameAssets, samePeople } from './other-change.rules.js';
export {
  isCommitted,
  overlapOf,
  plannedTime,
  type ChangeTimes,
  type PlannedChange,
} from './overlap.rules.js';
