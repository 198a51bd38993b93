import { Duration } from 'luxon';

/** What the values of a column are: texts, or figures of a unit. */
export type ColumnUnit = 'TEXT' | 'COUNT' | 'SECONDS' | 'RATIO' | 'PERCENT' | 'MONEY' | 'NUMBER';

/** A column of a table; of amounts its currency. */
export interface ReportColumn {
  readonly name: string;
  /** As people read it. */
  readonly label: string;
  readonly unit: ColumnUnit;
  /** ISO 4217; of MONEY. */
  readonly currency?: string;
}

/** A text, a figure, or nothing. Figures may come as exact decimal texts. */
export type ReportCell = string | number | null;

/** A picture of a table: a column along the bottom, others as lines or bars. */
export interface ReportChart {
  readonly kind: 'LINE' | 'BAR';
  readonly along: string;
  readonly series: readonly string[];
}

/** One question of a report with its answer. */
export interface ReportSection {
  readonly heading: string;
  /** What the figures mean, in a sentence or two. */
  readonly note: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly chart: ReportChart | null;
}

/** A report as its reader gets it, whatever brings it. */
export interface ReportDocument {
  readonly title: string;
  /** The period in words, in the reader's time zone. */
  readonly period: string;
  /** IANA; the reader's. */
  readonly timeZone: string;
  /** BCP 47: how figures are written. */
  readonly locale: string;
  /** Until when everything that happened is in; null where that is not known. */
  readonly dataAsOf: Date | null;
  readonly sections: readonly ReportSection[];
}

/** What stands where there is no figure. */
const NOTHING = '–';

/** A cell as people read it, in their locale: 0.9931 of RATIO is 99.3 %, 5,400 of SECONDS is 1 h 30 min. */
export function cellText(cell: ReportCell, column: ReportColumn, locale: string): string {
  if (cell === null || cell === '') return NOTHING;
  if (column.unit === 'TEXT') return String(cell);
  const value = Number(cell);
  if (!Number.isFinite(value)) return String(cell);
  switch (column.unit) {
    case 'COUNT':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(value);
    case 'NUMBER':
      return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value);
    case 'RATIO':
      return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
    case 'PERCENT':
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value)} %`;
    case 'MONEY':
      return column.currency === undefined
        ? new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)
        : new Intl.NumberFormat(locale, { style: 'currency', currency: column.currency }).format(value);
    case 'SECONDS':
      return lengthText(value, locale);
  }
}

/** A length of time in its two largest units. */
function lengthText(seconds: number, locale: string): string {
  const sign = seconds < 0 ? '−' : '';
  const whole = Duration.fromMillis(Math.round(Math.abs(seconds)) * 1_000, { locale })
    .shiftTo('days', 'hours', 'minutes', 'seconds')
    .toObject();
  const parts = Object.entries(whole).filter(([, value]) => value !== 0);
  const [first] = parts;
  const units = Object.keys(whole);
  const shown =
    first === undefined
      ? [['seconds', 0] as const]
      : parts.filter(([unit]) => units.indexOf(unit) <= units.indexOf(first[0]) + 1);
  const text = shown
    .map(([unit, value]) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: unit.slice(0, -1),
        unitDisplay: 'short',
      }).format(value),
    )
    .join(' ');
  return `${sign}${text}`;
}

/** Where in a table the column of this name is. @throws RangeError where there is none */
export function columnIndex(section: ReportSection, name: string): number {
  const index = section.columns.findIndex((column) => column.name === name);
  if (index < 0) throw new RangeError(`The section "${section.heading}" has no column ${name}.`);
  return index;
}
