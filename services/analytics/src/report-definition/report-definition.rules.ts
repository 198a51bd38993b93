/** What a report tells of. */
export const REPORTS = [
  'OPERATIONS',
  'SERVICE_LEVELS',
  'TICKETS',
  'INCIDENTS',
  'CHANGES',
  'REVENUE',
] as const;
/** One of {@link REPORTS}. */
export type ReportName = (typeof REPORTS)[number];

/** One question of a report, in the words of the metrics layer. */
export interface SectionDefinition {
  readonly heading: string;
  readonly note: string;
  readonly measures: readonly string[];
  readonly dimensions: readonly string[];
  /** TREND: the report's period and the eleven before it, one row each; PERIOD: the period alone. */
  readonly over: 'TREND' | 'PERIOD';
  /** The column by which it is sorted, the greatest first; of a trend the periods in order. */
  readonly by: string | null;
  /** Rows that are shown at most. */
  readonly rows: number;
  /** Columns drawn over time, or as bars by the first dimension. */
  readonly drawn: readonly string[];
}

/** A report: its title, and its sections in order. */
export interface ReportDefinition {
  readonly title: string;
  readonly sections: readonly SectionDefinition[];
}

/** Periods of a trend. */
export const TREND_PERIODS = 12;
const MOST_ROWS = 20;

const trend = (
  heading: string,
  note: string,
  measures: readonly string[],
  drawn: readonly string[] = measures.slice(0, 2),
): SectionDefinition => ({
  heading,
  note,
  measures,
  drawn,
  dimensions: [],
  over: 'TREND',
  by: null,
  rows: TREND_PERIODS,
});

const ranking = (
  heading: string,
  note: string,
  dimensions: readonly string[],
  measures: readonly string[],
): SectionDefinition => ({
  heading,
  note,
  measures,
  dimensions,
  drawn: measures.slice(0, 1),
  over: 'PERIOD',
  by: measures[0] ?? null,
  rows: MOST_ROWS,
});

/** Every report. What a measure means stands in the metrics layer and is not said twice. */
export const DEFINITIONS: Readonly<Record<ReportName, ReportDefinition>> = {
  OPERATIONS: {
    title: 'Operations',
    sections: [
      trend(
        'Customers and revenue',
        'Who pays, what they pay a month, and how much of it was lost.',
        ['payingCustomers', 'monthlyRecurringRevenue', 'logoChurn', 'grossRevenueChurn', 'netRevenueChurn'],
        ['monthlyRecurringRevenue'],
      ),
      trend(
        'Service',
        'Months of a product that met their uptime target, clocks that were met, and what is owed.',
        ['uptimeAttainment', 'responseAttainment', 'serviceCredits'],
        ['uptimeAttainment', 'responseAttainment'],
      ),
      trend('Support', 'What came in and what was resolved.', [
        'ticketsOpened',
        'ticketsResolved',
        'firstContactResolution',
        'satisfactionMean',
      ]),
      trend('Stability', 'Incidents and changes.', [
        'incidentsUnplanned',
        'changesFinished',
        'changeSuccessRate',
      ]),
    ],
  },
  SERVICE_LEVELS: {
    title: 'Service levels',
    sections: [
      trend('Attainment', 'Months of a product that met their uptime target, and clocks that were met.', [
        'uptimeAttainment',
        'responseAttainment',
      ]),
      ranking(
        'By product',
        'Months of a product and agreement that began in the period.',
        ['productName'],
        ['serviceLevelMonthsBreached', 'serviceLevelMonths', 'uptime', 'serviceCredits'],
      ),
      ranking(
        'By customer',
        'Where most is owed.',
        ['customerName'],
        ['serviceCredits', 'serviceLevelMonthsBreached'],
      ),
    ],
  },
  TICKETS: {
    title: 'Tickets',
    sections: [
      trend('In and out', 'What was opened, resolved and opened again.', [
        'ticketsOpened',
        'ticketsResolved',
        'ticketsReopened',
        'firstContactResolution',
      ]),
      ranking('By priority', 'Tickets of the period.', ['priority'], ['ticketsOpened', 'ticketsResolved']),
      ranking('By queue', 'Tickets of the period.', ['queueName'], ['ticketsOpened', 'ticketsResolved']),
      ranking('By category', 'Tickets of the period.', ['category'], ['ticketsOpened', 'ticketsReopened']),
    ],
  },
  INCIDENTS: {
    title: 'Incidents',
    sections: [
      trend(
        'Number and outage',
        'Unplanned incidents by when they began.',
        ['incidentsUnplanned', 'outageSeconds'],
        ['incidentsUnplanned'],
      ),
      ranking(
        'By cause',
        'What was found to be the cause.',
        ['causeCategory'],
        ['incidentsUnplanned', 'outageSeconds'],
      ),
      ranking('By severity', 'How bad they were.', ['severity'], ['incidentsUnplanned', 'outageSeconds']),
    ],
  },
  CHANGES: {
    title: 'Changes',
    sections: [
      trend(
        'Outcomes',
        'Changes by when they were finished.',
        ['changesFinished', 'changesFailed', 'changesRolledBack', 'changeSuccessRate', 'emergencyShare'],
        ['changesFinished', 'changesFailed'],
      ),
      ranking(
        'By kind',
        'Changes that were finished in the period.',
        ['kind'],
        ['changesFinished', 'changeSuccessRate'],
      ),
    ],
  },
  REVENUE: {
    title: 'Customers and revenue',
    sections: [
      trend(
        'Bridge',
        'What came, grew, shrank and went.',
        [
          'monthlyRecurringRevenue',
          'newRevenue',
          'reactivatedRevenue',
          'expansionRevenue',
          'contractionRevenue',
          'churnedRevenue',
        ],
        ['monthlyRecurringRevenue'],
      ),
      trend('Churn', 'Of those there at the start of each period, who was lost.', [
        'logoChurn',
        'grossRevenueChurn',
        'netRevenueChurn',
        'renewalRate',
      ]),
      ranking('By segment', 'Losses of the period.', ['segment'], ['churnedRevenue', 'churnedCustomers']),
    ],
  },
};

/** What a column is called where people read it: `ticketsOpened` is Tickets opened. */
export function labelOf(name: string): string {
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The grain of a report's trend. */
export const TREND_GRAIN = {
  WEEKLY: 'WEEK',
  MONTHLY: 'MONTH',
} as const;
