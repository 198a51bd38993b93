import type { Cell } from './csv.rules.js';
import type { Fields } from './views.js';

/** A report of analytics as a table: a line a group, and none that sums them up. */
export interface Report {
  /** What its period is told in. */
  period: 'days' | 'instants';
  /** What it may be cut by, the first unless the address says otherwise. */
  by: readonly string[];
  /** An operation with `$from`, `$to`, `$by` and, where it is read page by page, `$after`. */
  query: string;
  /** The rows in its answer, and where there may be more, how they go on; null where the caller is shown none. */
  rows: (
    answer: Fields,
  ) => { nodes: Fields[]; pageInfo?: { hasNextPage: boolean; endCursor: string | null } } | null;
  /** Each column with where a row has it: `customers.start`. */
  columns: readonly (readonly [name: string, path: string])[];
}

const RATIO = 'ratio numerator denominator';
const MONEY = 'amount currency';

const ratio = (column: string, path: string) =>
  [
    [column, `${path}.ratio`],
    [`${column}_numerator`, `${path}.numerator`],
    [`${column}_denominator`, `${path}.denominator`],
  ] as const;

const interval = (name: string) =>
  [
    [`${name}_mean_seconds`, `${name}.mean`],
    [`${name}_median_seconds`, `${name}.median`],
    [`${name}_p90_seconds`, `${name}.p90`],
    [`${name}_measured`, `${name}.measuredCount`],
  ] as const;

const amounts = (path: string, names: readonly string[]) =>
  names.map((name) => [`revenue_${name}`, `${path}.${name}.amount`] as const);

/** Rows that are given whole. */
const whole = (field: string) => (answer: Fields) => {
  const report = answer[field] as { rows: Fields[] } | null;
  return report === null ? null : { nodes: report.rows };
};

const INTERVALS = ['detect', 'acknowledge', 'mitigate', 'restore', 'resolve'] as const;
const BRIDGE = ['start', 'new', 'reactivated', 'expansion', 'contraction', 'churned', 'end'] as const;

/** The reports by name: `/export/<name>.csv`. */
export const REPORTS: Readonly<Record<string, Report>> = {
  'change-report': {
    period: 'instants',
    by: ['KIND', 'OUTCOME', 'MONTH', 'ASSET', 'ASSET_KIND'],
    query: `query ExportChangeReport($from: DateTime!, $to: DateTime!, $by: ChangeReportDimension!) {
      changeReport(from: $from, to: $to, by: $by) { rows { key asset { id name } succeeded succeededWithIssues failed
        rolledBack cancelled successRate { ${RATIO} } emergencyShare { ${RATIO} } incidentCount byHandCount
        harmfulShare { ${RATIO} } } }
    }`,
    rows: whole('changeReport'),
    columns: [
      ['group', 'key'],
      ['asset_name', 'asset.name'],
      ['succeeded', 'succeeded'],
      ['succeeded_with_issues', 'succeededWithIssues'],
      ['failed', 'failed'],
      ['rolled_back', 'rolledBack'],
      ['cancelled', 'cancelled'],
      ...ratio('success_rate', 'successRate'),
      ...ratio('emergency_share', 'emergencyShare'),
      ['incidents', 'incidentCount'],
      ['incidents_attributed_by_hand', 'byHandCount'],
      ...ratio('harmful_share', 'harmfulShare'),
    ],
  },
  'incident-report': {
    period: 'instants',
    by: ['MONTH', 'CATEGORY', 'CAUSE', 'SEVERITY', 'PRIORITY', 'ASSET', 'ASSET_KIND'],
    query: `query ExportIncidentReport($from: DateTime!, $to: DateTime!, $by: IncidentReportDimension!) {
      incidentReport(from: $from, to: $to, by: $by) { rows { key asset { id name } incidentCount openCount reopenedCount
        repeatCount causedByChangeCount causedByHandCount outageSeconds meanTimeBetweenFailuresSeconds
        ${INTERVALS.map((name) => `${name} { mean median p90 measuredCount }`).join(' ')} } }
    }`,
    rows: whole('incidentReport'),
    columns: [
      ['group', 'key'],
      ['asset_name', 'asset.name'],
      ['incidents', 'incidentCount'],
      ['open', 'openCount'],
      ['reopened', 'reopenedCount'],
      ['repeated', 'repeatCount'],
      ['caused_by_change', 'causedByChangeCount'],
      ['caused_by_change_by_hand', 'causedByHandCount'],
      ['outage_seconds', 'outageSeconds'],
      ['mean_time_between_failures_seconds', 'meanTimeBetweenFailuresSeconds'],
      ...INTERVALS.flatMap(interval),
    ],
  },
  'churn-report': {
    period: 'days',
    by: ['SEGMENT', 'PARTNER', 'PLAN', 'REASON', 'TENURE', 'ACCOUNT_MANAGER', 'REGION', 'VERTICAL'],
    query: `query ExportChurnReport($from: Date!, $to: Date!, $by: ChurnReportDimension!) {
      churnReport(from: $from, to: $to, by: $by) { rows { key name customers { start new reactivated churned end }
        revenue { currency ${BRIDGE.map((name) => `${name} { ${MONEY} }`).join(' ')} } logoChurn { ${RATIO} }
        grossRevenueChurn { ${RATIO} } netRevenueChurn { ${RATIO} } averageLifetimeDays renewalRate { ${RATIO} }
        cancellationsAsked cancellationRate { ${RATIO} } upgradeRate { ${RATIO} } downgradeRate { ${RATIO} } } }
    }`,
    rows: whole('churnReport'),
    columns: [
      ['group', 'key'],
      ['group_name', 'name'],
      ...(['start', 'new', 'reactivated', 'churned', 'end'] as const).map(
        (name) => [`customers_${name}`, `customers.${name}`] as const,
      ),
      ...amounts('revenue', BRIDGE),
      ['currency', 'revenue.currency'],
      ...ratio('logo_churn', 'logoChurn'),
      ...ratio('gross_revenue_churn', 'grossRevenueChurn'),
      ...ratio('net_revenue_churn', 'netRevenueChurn'),
      ['average_lifetime_days', 'averageLifetimeDays'],
      ...ratio('renewal_rate', 'renewalRate'),
      ['cancellations_asked', 'cancellationsAsked'],
      ...ratio('cancellation_rate', 'cancellationRate'),
      ...ratio('upgrade_rate', 'upgradeRate'),
      ...ratio('downgrade_rate', 'downgradeRate'),
    ],
  },
  'sla-report': {
    period: 'instants',
    by: [
      'MONTH',
      'CUSTOMER',
      'PRODUCT',
      'AGREEMENT',
      'SEGMENT',
      'REGION',
      'VERTICAL',
      'PARTNER',
      'ACCOUNT_MANAGER',
    ],
    query: `query ExportSlaReport($from: DateTime!, $to: DateTime!, $by: SlaReportBy!, $after: String) {
      operationsIntelligence { slaReport(first: 100, after: $after, from: $from, to: $to, by: $by) {
        pageInfo { hasNextPage endCursor } nodes { key name customerCount uptimeAttainment { ${RATIO} }
          responseAttainment { ${RATIO} } uptime lengthSeconds countedSeconds excludedSeconds unknownSeconds
          credits { ${MONEY} } } } }
    }`,
    rows: (answer) => {
      const found = answer['operationsIntelligence'] as { slaReport: ReturnType<Report['rows']> } | null;
      return found?.slaReport ?? null;
    },
    columns: [
      ['group', 'key'],
      ['group_name', 'name'],
      ['customers', 'customerCount'],
      ...ratio('uptime_attainment', 'uptimeAttainment'),
      ...ratio('response_attainment', 'responseAttainment'),
      ['uptime', 'uptime'],
      ['length_seconds', 'lengthSeconds'],
      ['counted_seconds', 'countedSeconds'],
      ['excluded_seconds', 'excludedSeconds'],
      ['unknown_seconds', 'unknownSeconds'],
      // Amounts in several currencies stand in one cell: a line is a group, and they are never added up.
      ['credits', 'credits'],
    ],
  },
  'cost-report': {
    period: 'days',
    by: ['SUPPORT_LEVEL', 'SEGMENT', 'REGION', 'PARTNER', 'ACCOUNT_MANAGER'],
    query: `query ExportCostReport($from: Date!, $to: Date!, $by: MarginDimension!) {
      costReport(from: $from, to: $to) { rows: margins(by: $by) { key name customerCount payingShare { ${RATIO} }
        cost { ${MONEY} } revenue { ${MONEY} } margin { ${MONEY} } marginRatio { ${RATIO} } } }
    }`,
    rows: whole('costReport'),
    columns: [
      ['group', 'key'],
      ['group_name', 'name'],
      ['customers', 'customerCount'],
      ...ratio('paying_share', 'payingShare'),
      ['cost', 'cost.amount'],
      ['revenue', 'revenue.amount'],
      ['margin', 'margin.amount'],
      ['currency', 'cost.currency'],
      ...ratio('margin_ratio', 'marginRatio'),
    ],
  },
};

/** What a row has at a path, as a cell; a list of amounts as `1.50 EUR; 2.00 USD`. */
export function cellAt(row: Fields, path: string): Cell {
  const value = path
    .split('.')
    .reduce<unknown>((found, name) => (found as Fields | null | undefined)?.[name], row);
  if (!Array.isArray(value)) return value as Cell;
  return (value as { amount: string; currency: string }[])
    .map(({ amount, currency }) => `${amount} ${currency}`)
    .join('; ');
}
