export { agreementsOfMonth, strictestAgreement } from './agreement.rules.js';
export type { Agreement, AgreementCandidate, AgreementOfMonth, CreditTier } from './agreement.rules.js';
export { measureMonth } from './availability.rules.js';
export type {
  Impact,
  ImpactState,
  MaintenanceNotice,
  MonthMeasure,
  MonthQuestion,
  TierFigure,
} from './availability.rules.js';
export { creditsOf, feesOfMonth, minorUnitOf } from './credit.rules.js';
export type { Amount, FeeSubscription, MonthFee, PriceTerm } from './credit.rules.js';
export { fixed, scaled } from './exact.rules.js';
export { exposureOf } from './exposure.rules.js';
export type {
  ExposureFigures,
  ExposureRow,
  ExposureSubject,
  OutageQuestion,
  SliceBounds,
  SliceStates,
} from './exposure.rules.js';
export {
  addMonths,
  daysOfMonth,
  monthBounds,
  monthOf,
  monthsTouched,
  startOfDate,
} from './local-month.rules.js';
export type { DateRange, LocalDay } from './local-month.rules.js';
export type { Interval } from './interval.rules.js';
