export {
  addWorkingTime,
  instantOfWallTime,
  isWorking,
  workingIntervals,
  workingTime,
  type Interval,
  type WeeklyWindow,
  type WorkingCalendar,
} from './working-time.rules.js';
