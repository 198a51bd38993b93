/** The five intervals of an incident (domain glossary, KPI definitions). */
export const INTERVALS = ['detect', 'acknowledge', 'mitigate', 'restore', 'resolve'] as const;
export type IntervalName = (typeof INTERVALS)[number];

/** How long one interval took over some incidents, in seconds; null where none is measured. */
export interface IntervalFigures {
  readonly mean: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  /** Intervals measured: both ends on record, in order. */
  readonly measuredCount: number;
  /** Resolved incidents without one of the ends. */
  readonly missingCount: number;
  /** Incidents whose ends are in the wrong order. */
  readonly negativeCount: number;
}

/** Incidents together: how many, and their five intervals. */
export interface IncidentFigures extends Readonly<Record<IntervalName, IntervalFigures>> {
  readonly incidentCount: number;
  readonly openCount: number;
  readonly reopenedCount: number;
}

const UNMEASURED: IntervalFigures = {
  mean: null,
  median: null,
  p90: null,
  measuredCount: 0,
  missingCount: 0,
  negativeCount: 0,
};

/** What there is to say where there was no incident. */
export const NO_INCIDENTS: IncidentFigures = {
  incidentCount: 0,
  openCount: 0,
  reopenedCount: 0,
  detect: UNMEASURED,
  acknowledge: UNMEASURED,
  mitigate: UNMEASURED,
  restore: UNMEASURED,
  resolve: UNMEASURED,
};

/** By what incidents are told apart. */
export enum IncidentReportDimension {
  MONTH = 'MONTH',
  CATEGORY = 'CATEGORY',
  CAUSE = 'CAUSE',
  SEVERITY = 'SEVERITY',
  PRIORITY = 'PRIORITY',
  ASSET = 'ASSET',
  ASSET_KIND = 'ASSET_KIND',
}

/** How far back, in days, another incident on the same asset makes one a repeat. */
export const REPEAT_DAYS = 30;

/** How an incident came to be laid to a change. */
export enum AttributionSource {
  HAND = 'HAND',
  RULE = 'RULE',
}

/** The version of the rule by which incidents are laid to changes; it grows whenever the rule says something else. */
export const ATTRIBUTION_RULE = 1;

/** The rule, for descriptions. */
export const ATTRIBUTION = `Rule ${ATTRIBUTION_RULE}: of the changes not cancelled that had begun when the incident started and had ended at most 24 hours before (or were under way, and ended within seven days after), those on an asset that the incident names, or on one that these need (as assets told with the incident); of several the one with the fewest dependencies in between, then the one that ended last, then by id. What a person has recorded as the cause goes before the rule. What comes together is not what causes.`;
