import { reportPage, type ReportDocument, type ReportSection } from '../report-document/index.js';
import type { SuccessReport } from './success-report.types.js';

/** What a page says beside the report itself. */
export interface PageSetting {
  customerName: string;
  /** By id; a product without a name stands by its id. */
  productNames: ReadonlyMap<string, string>;
  /** The period in the reader's words. */
  period: string;
  /** IANA. */
  timeZone: string;
  /** BCP 47. */
  locale: string;
  dataAsOf: Date | null;
}

const TARGETS: Readonly<Record<string, string>> = {
  FIRST_RESPONSE: 'First response',
  UPDATE: 'Next update',
  RESOLUTION: 'Resolution',
};

/** A success report as one page to be shown to the customer, or printed. What there is nothing to tell of is left out. */
export function successPage(report: SuccessReport, setting: PageSetting): string {
  const { customerName, period, timeZone, locale, dataAsOf } = setting;
  const sections = [
    uptimeOf(report, setting),
    responseOf(report),
    answersOf(report),
    usageOf(report),
    milestonesOf(report),
  ].filter(({ rows }) => rows.length > 0);
  const document: ReportDocument = {
    title: `What ${customerName} got`,
    period,
    timeZone,
    locale,
    dataAsOf,
    sections,
  };
  return reportPage(document, { charts: true });
}

function uptimeOf({ products }: SuccessReport, { productNames }: PageSetting): ReportSection {
  return {
    heading: 'Availability',
    note: 'How long each product was there, of all the time it was promised for.',
    columns: [
      { name: 'product', label: 'Product', unit: 'TEXT' },
      { name: 'uptime', label: 'Uptime', unit: 'PERCENT' },
      { name: 'months', label: 'Months that met the target', unit: 'RATIO' },
    ],
    rows: products.map(({ product, uptime, monthsMet }) => [
      productNames.get(product.id) ?? product.id,
      uptime,
      monthsMet.ratio,
    ]),
    chart: null,
  };
}

function responseOf({ response }: SuccessReport): ReportSection {
  return {
    heading: 'Response',
    note: 'How often answers came within the time that was agreed.',
    columns: [
      { name: 'target', label: 'Target', unit: 'TEXT' },
      { name: 'met', label: 'Met', unit: 'RATIO' },
      { name: 'of', label: 'Of', unit: 'COUNT' },
    ],
    rows: response.map(({ target, met }) => [TARGETS[target] ?? target, met.ratio, met.denominator]),
    chart: null,
  };
}

function answersOf({ answers, satisfaction, ratingCount }: SuccessReport): ReportSection {
  return {
    heading: 'Answers',
    note: 'What was asked, and how it was answered; ratings are from 1 to 5.',
    columns: [
      { name: 'opened', label: 'Opened', unit: 'COUNT' },
      { name: 'resolved', label: 'Resolved', unit: 'COUNT' },
      { name: 'open', label: 'Open now', unit: 'COUNT' },
      { name: 'firstContact', label: 'At first contact', unit: 'RATIO' },
      { name: 'response', label: 'Median first response', unit: 'SECONDS' },
      { name: 'resolution', label: 'Median resolution', unit: 'SECONDS' },
      { name: 'rating', label: 'Rating', unit: 'NUMBER' },
      { name: 'ratings', label: 'Ratings', unit: 'COUNT' },
    ],
    rows: [
      [
        answers.ticketsOpened,
        answers.ticketsResolved,
        answers.openTicketCount,
        answers.firstContactResolution.ratio,
        answers.medianFirstResponseSeconds,
        answers.medianResolutionSeconds,
        satisfaction,
        ratingCount,
      ],
    ],
    chart: null,
  };
}

function usageOf({ usage }: SuccessReport): ReportSection {
  return {
    heading: 'Use',
    note: 'What was used, and what on as many days before.',
    columns: [
      { name: 'metric', label: 'What', unit: 'TEXT' },
      { name: 'total', label: 'In the period', unit: 'NUMBER' },
      { name: 'before', label: 'Before', unit: 'NUMBER' },
    ],
    rows: usage.map(({ metric, total, before }) => [metric, total, before]),
    chart: { kind: 'BAR', along: 'metric', series: ['total', 'before'] },
  };
}

function milestonesOf({ milestones }: SuccessReport): ReportSection {
  return {
    heading: 'Reached',
    note: 'What went live, and what was reached on the way.',
    columns: [
      { name: 'on', label: 'On', unit: 'TEXT' },
      { name: 'milestone', label: 'What', unit: 'TEXT' },
      { name: 'days', label: 'Days since the beginning', unit: 'COUNT' },
    ],
    rows: milestones.map(({ reachedOn, name, days }) => [reachedOn, name ?? 'Live', days]),
    chart: null,
  };
}
