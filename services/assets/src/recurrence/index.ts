export { checkSchedule, occurrencesOf, type Occurrence, type Schedule } from './schedule.rules.js';
