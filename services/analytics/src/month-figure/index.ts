export { measureMonth, monthFigureJobs } from './month-figure.job.js';
export { loadMonthFigures } from './month-figure.loader.js';
export {
  END_OF_TIME,
  lastDayOf,
  monthBounds,
  trailingMonths,
  type MonthFamily,
  type SliceFigures,
} from './month-figure.rules.js';
export { MonthRestatementsResolver } from './month-restatement.resolver.js';
