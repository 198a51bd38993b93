import { assetMonths } from './asset-trouble/index.js';
import { changeMonths } from './change-analysis/index.js';
import { incidentMonths } from './incident-analysis/index.js';
import type { MonthFamily } from './month-figure/index.js';
import { serviceLevelMonths, ticketMonths } from './trailing-months/index.js';

/** All figures that are worked out ahead, month by month. */
export const MONTH_FAMILIES: readonly MonthFamily<unknown>[] = [
  ticketMonths,
  incidentMonths,
  changeMonths,
  serviceLevelMonths,
  assetMonths,
];
