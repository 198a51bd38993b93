import { assetMonths } from './asset-trouble/index.js';
import { changeMonths } from './change-analysis/index.js';
import { lossMonths } from './churn/index.js';
import { incidentMonths } from './incident-analysis/index.js';
import type { MonthFamily } from './month-figure/index.js';
import { movementMonths, renewalMonths } from './revenue/index.js';
import { attainmentMonths, responseMonths } from './service-level-attainment/index.js';
import { ticketMonths } from './trailing-months/index.js';

/** All figures that are worked out ahead, month by month. */
export const MONTH_FAMILIES: readonly MonthFamily<unknown>[] = [
  ticketMonths,
  incidentMonths,
  changeMonths,
  attainmentMonths,
  responseMonths,
  assetMonths,
  renewalMonths,
  movementMonths,
  lossMonths,
];
