import { createHash } from 'node:crypto';
import { checkTimeZone, invalid } from '@plimsoll/shared';
import {
  dimensionNamed,
  dimensionsOf,
  DIMENSIONS,
  isInternal,
  measureNamed,
  MEASURES,
  type Dimension,
  type Measure,
} from '../metric-catalog/index.js';
import { periodsOf, type Grain, type Periods } from './period.rules.js';

/** How a filter compares. */
export const OPERATORS = ['EQ', 'NE', 'IN', 'NOT_IN', 'GT', 'GTE', 'LT', 'LTE', 'CONTAINS'] as const;
/** One of {@link OPERATORS}. */
export type Operator = (typeof OPERATORS)[number];

/** A filter as it is asked for. */
export interface FilterAsked {
  readonly dimension: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** What is asked: names are those of the catalog. */
export interface QuestionAsked {
  readonly measures: readonly string[];
  readonly dimensions?: readonly string[] | null;
  readonly grain?: Grain | null;
  readonly from: Date;
  readonly to: Date;
  readonly timeZone?: string | null;
  readonly filters?: readonly FilterAsked[] | null;
  readonly orderBy?: readonly { readonly name: string; readonly direction: 'ASC' | 'DESC' }[] | null;
}

/** A filter of which everything is known. */
export interface Filter {
  readonly dimension: Dimension;
  readonly operator: Operator;
  /** Checked to be of the dimension's type. */
  readonly values: readonly string[];
}

/** A place in the order of an answer: the period, a dimension or a measure by its index. */
export interface OrderTerm {
  readonly column: 'period' | `dimension ${number}` | `measure ${number}`;
  readonly descending: boolean;
}

/** A question that can be answered. */
export interface Question {
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  readonly filters: readonly Filter[];
  readonly grain: Grain;
  readonly periods: Periods;
  readonly timeZone: string;
  /** A total order: no two rows are alike in all of it. */
  readonly order: readonly OrderTerm[];
  /** The same for the same question, whatever the page. */
  readonly fingerprint: string;
}

const MOST = { measures: 12, dimensions: 4, filters: 20, values: 1_000 };
const ORDERED: readonly Operator[] = ['GT', 'GTE', 'LT', 'LTE'];

/**
 * Understands what is asked.
 *
 * @param seesInternal whether the caller is staff or an analyst: for others internal names do not exist
 * @throws DomainError `INVALID` for a name that is none, a dimension that a measure cannot be cut by, and too much at once;
 *   it names what there is
 */
export function questionOf(asked: QuestionAsked, seesInternal: boolean): Question {
  const names = unique(asked.measures, 'measures');
  if (names.length === 0) throw invalid('Ask for one measure at least.', ['input', 'measures']);
  const measures = names.map((name) => measureAsked(name, seesInternal));
  const dimensions = unique(asked.dimensions ?? [], 'dimensions').map((name) =>
    dimensionAsked(name, measures, seesInternal, ['input', 'dimensions']),
  );
  const filters = filtersAsked(asked.filters ?? [], measures, seesInternal);
  const grain = asked.grain ?? 'NONE';
  const timeZone = asked.timeZone ?? 'UTC';
  checkTimeZone(timeZone, 'timeZone');
  const periods = periodsOf(asked.from, asked.to, grain, timeZone);
  const order = orderAsked(asked.orderBy ?? [], measures, dimensions, grain);
  const { from, to } = asked;
  const fingerprint = createHash('sha256')
    .update(
      JSON.stringify([
        names,
        dimensions.map(({ name }) => name),
        filters.map(({ dimension, operator, values }) => [dimension.name, operator, values]),
        [grain, from, to, timeZone],
        order,
      ]),
    )
    .digest('base64url')
    .slice(0, 16);
  return { measures, dimensions, filters, grain, periods, timeZone, order, fingerprint };
}

/**
 * The filters of a question about these measures.
 *
 * @throws DomainError `INVALID`
 */
export function filtersAsked(
  asked: readonly FilterAsked[],
  measures: readonly Measure[],
  seesInternal: boolean,
): Filter[] {
  if (asked.length > MOST.filters) throw tooMany('filters', MOST.filters);
  return asked.map(({ dimension: name, operator, values }) => {
    const dimension = dimensionAsked(name, measures, seesInternal, ['input', 'filters']);
    checkValues(dimension, operator, values);
    return { dimension, operator, values };
  });
}

/**
 * The measure of a name.
 *
 * @throws DomainError `INVALID` where there is none, or none for this caller
 */
export function measureAsked(name: string, seesInternal: boolean): Measure {
  const measure = measureNamed(name);
  if (measure && (seesInternal || !isInternal(measure))) return measure;
  const there = MEASURES.filter((one) => seesInternal || !isInternal(one)).map((one) => one.name);
  throw invalid(`There is no measure ${quoted(name)}; there are ${there.join(', ')}.`, ['input', 'measures']);
}

/** What a measure can be cut and filtered by, as far as this caller may know. */
export function dimensionsFor(measure: Measure, seesInternal: boolean): Dimension[] {
  return dimensionsOf(measure).filter((dimension) => seesInternal || !dimension.internal);
}

function dimensionAsked(
  name: string,
  measures: readonly Measure[],
  seesInternal: boolean,
  path: readonly string[],
): Dimension {
  const allowed = measures
    .map((measure) => new Set(dimensionsFor(measure, seesInternal)))
    .reduce((all, own) => new Set([...all].filter((one) => own.has(one))));
  const dimension = dimensionNamed(name);
  if (dimension && allowed.has(dimension)) return dimension;
  const there = DIMENSIONS.filter((one) => allowed.has(one)).map((one) => one.name);
  const exists = dimension !== undefined && (seesInternal || !dimension.internal);
  throw invalid(
    exists
      ? `${measures.map((one) => one.name).join(', ')} cannot${measures.length > 1 ? ' all' : ''} be cut by ${name}; they can by ${there.join(', ')}.`
      : `There is no dimension ${quoted(name)}; there are ${there.join(', ')}.`,
    path,
  );
}

function checkValues({ name, type }: Dimension, operator: Operator, values: readonly string[]): void {
  const path = ['input', 'filters'];
  if (values.length > MOST.values) throw tooMany('values', MOST.values);
  const several = operator === 'IN' || operator === 'NOT_IN';
  const orNone = operator === 'EQ' || operator === 'NE';
  if (!several && values.length > 1) throw invalid(`${operator} compares ${name} with one value.`, path);
  if (!several && !orNone && values.length === 0) {
    throw invalid(`${operator} needs a value to compare ${name} with.`, path);
  }
  if (type === 'BOOLEAN' && (ORDERED.includes(operator) || operator === 'CONTAINS')) {
    throw invalid(`${name} is true or false: compare it by EQ, NE, IN or NOT_IN.`, path);
  }
  if (type === 'INTEGER' && operator === 'CONTAINS') {
    throw invalid(`${name} is a number: CONTAINS is for texts.`, path);
  }
  for (const value of values) {
    if (value.includes('\u0000')) throw invalid(`A value of ${name} holds a NUL character.`, path);
    if (type === 'INTEGER' && !/^-?\d{1,15}$/.test(value)) {
      throw invalid(`${name} is a whole number; ${quoted(value)} is none.`, path);
    }
    if (type === 'BOOLEAN' && value !== 'true' && value !== 'false') {
      throw invalid(`${name} is "true" or "false"; ${quoted(value)} is neither.`, path);
    }
  }
}

function orderAsked(
  asked: NonNullable<QuestionAsked['orderBy']>,
  measures: readonly Measure[],
  dimensions: readonly Dimension[],
  grain: Grain,
): OrderTerm[] {
  const columns = new Map<string, OrderTerm['column']>();
  if (grain !== 'NONE') columns.set('period', 'period');
  dimensions.forEach(({ name }, index) => columns.set(name, `dimension ${index}`));
  measures.forEach(({ name }, index) => columns.set(name, `measure ${index}`));
  const order = asked.map(({ name, direction }): OrderTerm => {
    const column = columns.get(name);
    if (column === undefined) {
      throw invalid(`The answer has no column ${quoted(name)}; it has ${[...columns.keys()].join(', ')}.`, [
        'input',
        'orderBy',
      ]);
    }
    return { column, descending: direction === 'DESC' };
  });
  const rest = [...columns.values()].filter(
    (column) => !column.startsWith('measure') && order.every((term) => term.column !== column),
  );
  return [...order, ...rest.map((column) => ({ column, descending: false }))];
}

function unique(names: readonly string[], field: 'measures' | 'dimensions'): string[] {
  const once = [...new Set(names)];
  if (once.length > MOST[field]) throw tooMany(field, MOST[field]);
  return once;
}

function tooMany(what: string, most: number) {
  return invalid(`At most ${most} ${what} in one question.`, ['input', what]);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
