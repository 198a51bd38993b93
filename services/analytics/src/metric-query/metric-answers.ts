import { createHash } from 'node:crypto';
import {
  decodeCursor,
  encodeCursor,
  invalid,
  minorUnitOf,
  servedAmount,
  type Session,
} from '@plimsoll/shared';
import { fixed } from '../availability/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { partsOf, relationOf, type Dimension, type Measure } from '../metric-catalog/index.js';
import { compileQuestion, type PageAsked } from './compile.rules.js';
import { answer, readCurrencies, type AnsweredRow, type RecordRow } from './metric.store.js';
import { periodsOf, type Periods } from './period.rules.js';
import {
  filtersAsked,
  measureAsked,
  questionOf,
  type FilterAsked,
  type Question,
  type QuestionAsked,
} from './question.rules.js';
import { compileRecords } from './records.rules.js';
import type { Factors } from './rows.rules.js';

/** Who asks, when, and in what money figures are told. */
export interface Asking {
  readonly now: Date;
  readonly reporting: Reporting;
  /** Whether the caller is staff or an analyst. */
  readonly seesInternal: boolean;
}

/** A column of an answer. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly unit: string | null;
}

/** A value of a row: text, number, true or false, or nothing. */
export type Value = string | number | boolean | null;

/** A page of an answer. */
export interface Metrics {
  readonly columns: Column[];
  readonly rows: Value[][];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const LARGEST_PAGE = 10_000;
/** Of a factor of conversion. */
const FACTOR_DECIMALS = 12;

/**
 * Answers a question in words of the catalog, under the scope of the session. Two statements and one for the answer itself;
 * where amounts are converted, at most three more.
 *
 * @throws DomainError `INVALID` for a question that cannot be asked, `QUESTION_TOO_LARGE` for one that takes too long
 */
export async function runMetrics(
  session: Session,
  asked: QuestionAsked,
  page: { first: number; after?: string | null },
  asking: Asking,
): Promise<Metrics> {
  const question = questionOf(asked, asking.seesInternal);
  const { first, after } = pageOf(page, question.fingerprint);
  const { currency } = asking.reporting;
  const byCurrency = question.dimensions.some(({ name }) => name === 'currency');
  const money = question.measures.flatMap(partsOf).some((part) => part.money);
  const factors =
    money && !byCurrency ? await loadFactors(session, question.periods, asking.reporting) : null;
  const statement = compileQuestion(
    question,
    { first, after },
    { now: asking.now, factors, minorUnit: minorUnitOf(currency) },
  );
  const { total, rows } = await answer<AnsweredRow>(session, statement);
  const shown = rows.slice(0, first);
  const cursors = shown.map((row) => encodeCursor(question.fingerprint, JSON.stringify(row.s), ''));
  return {
    columns: columnsOf(question, byCurrency ? null : currency),
    rows: shown.map((row) => valuesOf(row, question, byCurrency ? null : currency)),
    totalCount: total,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: cursors[0] ?? null,
      endCursor: cursors.at(-1) ?? null,
    },
  };
}

/** A record behind a figure, as the graph calls it. */
export interface MetricRecord {
  readonly noun: string;
  readonly id: string;
  readonly at: Date | null;
  readonly value: string;
  readonly currency: string | null;
}

/**
 * The records behind the figure of a measure over `[from, to)`, in order of time; of a ratio those of its numerator.
 *
 * @throws DomainError `INVALID`, `QUESTION_TOO_LARGE`
 */
export async function runMetricRecords(
  session: Session,
  asked: {
    measure: string;
    from: Date;
    to: Date;
    timeZone?: string | null;
    filters?: readonly FilterAsked[] | null;
  },
  page: { first: number; after?: string | null },
  { now, seesInternal }: Pick<Asking, 'now' | 'seesInternal'>,
): Promise<{ records: MetricRecord[]; cursors: string[]; totalCount: number; hasNextPage: boolean }> {
  const measure = measureAsked(asked.measure, seesInternal);
  const [part] = partsOf(measure);
  if (!part) throw new Error(`${measure.name} is made of nothing`);
  const filters = filtersAsked(asked.filters ?? [], [part], seesInternal);
  const timeZone = asked.timeZone ?? 'UTC';
  const periods = periodsOf(asked.from, asked.to, 'NONE', timeZone);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([part.name, asked.from, asked.to, timeZone, asked.filters ?? []]))
    .digest('base64url')
    .slice(0, 16);
  const { first, after } = pageOf(page, fingerprint);
  const statement = compileRecords(part, { periods, timeZone, now, filters }, { first, after });
  const { total, rows } = await answer<RecordRow>(session, statement);
  const shown = rows.slice(0, first);
  const { noun } = relationOf(part);
  return {
    records: shown.map(({ id, at, value, currency }) => ({ noun, id, at, value: value ?? '0', currency })),
    cursors: shown.map(({ s }) => encodeCursor(fingerprint, JSON.stringify(s), '')),
    totalCount: total,
    hasNextPage: rows.length > first,
  };
}

function pageOf({ first, after }: { first: number; after?: string | null }, fingerprint: string): PageAsked {
  if (!Number.isInteger(first) || first < 1 || first > LARGEST_PAGE) {
    throw invalid(`\`first\` is ${first}; ask for 1 to ${LARGEST_PAGE} rows and page on with \`after\`.`, [
      'first',
    ]);
  }
  if (after === null || after === undefined) return { first, after: null };
  return { first, after: sortValuesOf(decodeCursor(fingerprint, after).sortValue) };
}

function sortValuesOf(text: string): (string | null)[] {
  try {
    const values: unknown = JSON.parse(text);
    if (Array.isArray(values)) return values.map((value) => (typeof value === 'string' ? value : null));
  } catch {
    // Told below.
  }
  throw invalid('`after` is not a cursor of this answer; use an `endCursor` it returned.', ['after']);
}

/** One unit of each currency that amounts are in, on the first and the last day of each period. */
async function loadFactors(session: Session, periods: Periods, reporting: Reporting): Promise<Factors> {
  const currencies = new Set([reporting.currency, ...(await readCurrencies(session))]);
  const on = await loadConversion(session, reporting, currencies);
  const factorOn = (day: string, currency: string) => {
    const factor = on(day).factorOf(currency);
    return factor === null ? null : fixed(factor, FACTOR_DECIMALS);
  };
  const byCurrency = new Map(
    [...currencies].map((currency) => [
      currency,
      periods.days.map(([first, last]) => [factorOn(first, currency), factorOn(last, currency)] as const),
    ]),
  );
  return { byCurrency };
}

const MEASURE_TYPES = {
  COUNT: 'INTEGER',
  SECONDS: 'FLOAT',
  NUMBER: 'FLOAT',
  RATIO: 'FLOAT',
  PERCENT: 'DECIMAL',
  MONEY: 'DECIMAL',
} as const;

function columnsOf({ grain, dimensions, measures }: Question, currency: string | null): Column[] {
  return [
    ...(grain === 'NONE' ? [] : [{ name: 'period', type: 'DATE', unit: null }]),
    ...dimensions.map(({ name, type }) => ({ name, type, unit: null })),
    ...measures.map(({ name, unit }) => ({
      name,
      type: MEASURE_TYPES[unit],
      unit: unit === 'MONEY' ? (currency ?? unit) : unit,
    })),
  ];
}

function valuesOf(
  row: AnsweredRow,
  { grain, dimensions, measures, periods }: Question,
  currency: string | null,
): Value[] {
  return [
    ...(grain === 'NONE' ? [] : [periods.labels[row.k - 1] ?? null]),
    ...dimensions.map((dimension, index) => cutValue(row[`d${index}`] ?? null, dimension)),
    ...measures.map((measure, index) => {
      const own = dimensions.findIndex(({ name }) => name === 'currency');
      return measureValue(row[`v${index}`] ?? null, measure, currency ?? row[`d${own}`] ?? null);
    }),
  ];
}

function cutValue(text: string | null, { type }: Dimension): Value {
  if (text === null) return null;
  if (type === 'INTEGER') return Number(text);
  return type === 'BOOLEAN' ? text === 'true' : text;
}

function measureValue(text: string | null, { unit }: Measure, currency: string | null): Value {
  if (text === null) return null;
  if (unit === 'MONEY') return currency === null ? text : servedAmount(text, currency);
  return unit === 'PERCENT' ? text : Number(text);
}
