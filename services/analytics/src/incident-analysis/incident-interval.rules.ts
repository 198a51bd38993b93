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
