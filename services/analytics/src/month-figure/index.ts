export { measureMonth, monthFigureJobs } from './month-figure.job.js';
export { heldFigures } from './month-figure.store.js';
export { loadMonthFigures, loadWhole } from './month-figure.loader.js';
export {
  END_OF_TIME,
  isWhole,
  lastDayOf,
  monthBounds,
  trailingMonths,
  wholeMonthsBetween,
  type MonthFamily,
  type SliceFigures,
} from './month-figure.rules.js';
export { MonthRestatementsResolver } from './month-restatement.resolver.js';
