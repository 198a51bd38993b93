import {
  isAdditive,
  partsOf,
  relationOf,
  timeOf,
  type BaseMeasure,
  type Dimension,
  type Measure,
} from '../metric-catalog/index.js';
import { Parameters, type Statement } from './parameters.rules.js';
import type { OrderTerm, Question } from './question.rules.js';
import { lookupOf, namedAfterwards } from './names.rules.js';
import { rowsOf, type Factors, type Frame, type Rows } from './rows.rules.js';

/** Which rows of the answer are wanted. */
export interface PageAsked {
  /** How many; one more is read, which tells whether there are more. */
  readonly first: number;
  /** The sort values of the last row of the page before, in the order of the question; null: from the beginning. */
  readonly after: readonly (string | null)[] | null;
}

/** What money is told in, and what is open lasts until. */
export interface Setting {
  readonly now: Date;
  /** Null where no amount is converted. */
  readonly factors: Factors | null;
  /** Decimals of the reporting currency's minor unit. */
  readonly minorUnit: number;
}

/**
 * One statement for a whole question: the figures of each relation by period and dimensions, put side by side, with the
 * page and the number of all rows. Its text is made of the catalog's constants and the names of parameters alone.
 *
 * Columns: `total`; `k` the period from 1, null where there is no row; `d0`, `d1` … dimensions and `v0`, `v1` … measures as text;
 * `s` the row's sort values as a JSON array.
 */
export function compileQuestion(question: Question, page: PageAsked, setting: Setting): Statement {
  const { measures, dimensions, periods, order } = question;
  const parameters = new Parameters();
  const frame: Frame = { ...question, now: setting.now, factors: setting.factors, parameters };
  const parts = [...new Map(measures.flatMap(partsOf).map((part) => [part.name, part])).values()];
  const column = new Map(parts.map((part, index) => [part.name, `m${index}`]));
  const groups = new Map<string, BaseMeasure[]>();
  for (const part of parts) {
    const name = `${part.relation}.${part.time}`;
    groups.set(name, [...(groups.get(name) ?? []), part]);
  }
  const cuts = dimensions.map((_, index) => `d${index}`);
  const keys = ['k', ...cuts].join(', ');

  const figures = [...groups.values()].map((group) => {
    const filled = parts.map((part) => {
      const name = column.get(part.name);
      return group.includes(part) ? name : `null::numeric as ${name}`;
    });
    return `select ${[keys, ...filled].join(', ')} from (${figuresOf(group, column, dimensions, frame)}) g`;
  });
  if (dimensions.length === 0) {
    // Uncut, every period has its row, whether anything happened in it or not.
    const none = parts.map((part) => `null::numeric as ${column.get(part.name)}`);
    figures.push(
      `select ${['k', ...none].join(', ')} from generate_series(1, ${parameters.add(periods.starts.length, 'integer')}) as k`,
    );
  }
  const merged = `select ${[keys, ...parts.map((part) => `max(${column.get(part.name)}) as ${column.get(part.name)}`)].join(', ')}
    from (${figures.join('\nunion all\n')}) u group by ${keys}`;
  const values = measures.map((measure, index) => `${served(measure, column, setting)} as v${index}`);
  const sorts = order.map((term) => sortOf(term, dimensions));
  const orderBy = order
    .map(({ descending }, index) => `${sorts[index]}${descending ? ' desc' : ''} nulls last`)
    .join(', ');
  const behind = page.after === null ? 'true' : behindOf(order, sorts, page.after, dimensions, parameters);
  const limit = parameters.add(page.first + 1, 'integer');
  const texts = ['k', ...cuts, ...measures.map((_, index) => `v${index}::text as v${index}`)].join(', ');
  const sql = `with result as materialized (select ${[keys, ...values].join(', ')} from (${merged}) merged)
    select (select count(*) from result)::integer as total, page.*
      from (select 1) one
      left join lateral (
        select ${texts}, jsonb_build_array(${sorts.map((sort) => `(${sort})::text`).join(', ')}) as s,
               row_number() over (order by ${orderBy || '1'}) as place
          from result where ${behind} order by place limit ${limit}) page on true
     order by place`;
  return parameters.statement(sql);
}

/** The figures of one relation by period and dimensions. */
function figuresOf(
  measures: readonly BaseMeasure[],
  column: ReadonlyMap<string, string>,
  dimensions: readonly Dimension[],
  frame: Frame,
): string {
  const [first] = measures;
  if (!first) throw new Error('a group has measures');
  const relation = relationOf(first);
  const addUp = measures.every((measure) => isAdditive(measure) && !isConverted(measure, frame));
  const fansOut = dimensions.some(({ key }) => key === 'asset');
  const named = addUp && !fansOut ? namedAfterwards(relation, dimensions) : [];
  const near = dimensions.filter((dimension) => !named.includes(dimension));
  const rows = rowsOf(relation, timeOf(first), near, measures, frame);
  if (named.length === 0) {
    return groupedOf(
      measures,
      column,
      dimensions.map((one, index) => [rows.cut(one), `d${index}`]),
      rows,
      frame,
    );
  }
  // Names are looked up for groups of keys, not for rows; keys that share a name add up.
  const keys = [...new Set(named.flatMap(({ key }) => key ?? []))];
  const cuts = dimensions.flatMap((one, index): Cut[] =>
    named.includes(one) ? [] : [[rows.cut(one), `d${index}`]],
  );
  const byKey = groupedOf(
    measures,
    column,
    [...cuts, ...keys.map((key): Cut => [rows.keyed(key), `e_${key}`])],
    rows,
    frame,
  );
  const lookedUp = lookupOf(named, (key) => `s.e_${key}`);
  const told = dimensions.map((one, index) =>
    named.includes(one) ? `(${lookedUp.cut(one)})::text as d${index}` : `s.d${index}`,
  );
  const sums = measures.map(({ name }) => `sum(s.${column.get(name)})::numeric as ${column.get(name)}`);
  const places = dimensions.map((_, index) => index + 2);
  return `select ${['s.k', ...told, ...sums].join(', ')} from (${byKey}) s ${lookedUp.joins.join(' ')}
    group by ${[1, ...places].join(', ')}`;
}

/** What rows are grouped by, and the name of its column. */
type Cut = readonly [sql: string, name: string];

/** The figures of rows by period and what they are cut by. */
function groupedOf(
  measures: readonly BaseMeasure[],
  column: ReadonlyMap<string, string>,
  by: readonly Cut[],
  rows: Rows,
  frame: Frame,
): string {
  const cuts = by.map(([sql, name]) => `(${sql})::text as ${name}`);
  const names = ['k', ...by.map(([, name]) => name)];
  const nameOf = (measure: BaseMeasure) => column.get(measure.name) ?? '';
  const read = measures.flatMap((measure) => {
    const name = nameOf(measure);
    const value = `${rows.value(measure)} as ${name}`;
    return isConverted(measure, frame) ? [value, `${rows.converted(measure)} as ${name}_c`] : [value];
  });
  // Of a row that comes once for each of its assets one counts, where two of them look alike.
  const once = rows.isFannedOut
    ? `distinct on (${[...names, rows.key].map((_, at) => (at < names.length ? at + 1 : rows.key)).join(', ')}) `
    : '';
  const inner = `select ${once}${[`${rows.period} as k`, ...cuts, ...read].join(', ')}\n${rows.source}`;
  const counted = measures.every((measure) => measure.where === undefined && measure.value === undefined)
    ? ''
    : `where ${measures.map((measure) => `${nameOf(measure)} is not null`).join(' or ')}`;
  const aggregated = measures.map((measure) => {
    const name = nameOf(measure);
    return `${aggregateOf(measure, name, isConverted(measure, frame))} as ${name}`;
  });
  const grouped = `select ${[...names, ...aggregated].join(', ')} from (${inner}) r ${counted} group by ${names.join(', ')}`;
  const told = measures.map((measure) => {
    const name = nameOf(measure);
    return measure.aggregate === 'UNION_SECONDS'
      ? `(select sum(extract(epoch from upper(piece) - lower(piece))) from unnest(${name}) as piece)::numeric as ${name}`
      : `${name}::numeric as ${name}`;
  });
  return `select ${[...names, ...told].join(', ')} from (${grouped}) a`;
}

function isConverted(measure: BaseMeasure, { factors }: Frame): boolean {
  return measure.money !== undefined && factors !== null;
}

function aggregateOf({ aggregate }: BaseMeasure, name: string, converted: boolean): string {
  switch (aggregate) {
    case 'COUNT':
      return `count(${name})`;
    case 'COUNT_DISTINCT':
      return `count(distinct ${name})`;
    case 'SUM':
      // Not a number: an amount without its rate. Leaving it out in silence would be another figure.
      return converted
        ? `case when count(${name}) = count(${name}_c) then sum(${name}_c) else 'NaN' end`
        : `sum(${name})`;
    case 'MEAN':
      return `avg(${name})`;
    case 'MEDIAN':
      return `percentile_cont(0.5) within group (order by ${name})`;
    case 'P90':
      return `percentile_cont(0.9) within group (order by ${name})`;
    case 'UNION_SECONDS':
      return `range_agg(${name})`;
  }
}

/** A measure out of its parts; an empty denominator makes it null, nothing to count makes it 0. */
function served(
  measure: Measure,
  column: ReadonlyMap<string, string>,
  { minorUnit, factors }: Setting,
): string {
  const exact = (part: BaseMeasure) => {
    const name = column.get(part.name) ?? 'null';
    const isSum = !['MEAN', 'MEDIAN', 'P90'].includes(part.aggregate);
    return isSum ? `nullif(coalesce(${name}, 0), 'NaN')` : name;
  };
  const decimals = {
    COUNT: 0,
    SECONDS: 3,
    NUMBER: 6,
    RATIO: 12,
    PERCENT: 12,
    MONEY: factors === null ? 10 : minorUnit,
  }[measure.unit];
  if (measure.kind === 'BASE') {
    const [only] = partsOf(measure);
    return only ? `round(${exact(only)}, ${decimals})` : 'null';
  }
  const [numerator, denominator] = partsOf(measure).map(exact);
  const quotient = `${numerator} / nullif(${denominator}, 0)`;
  const told = measure.complement ? `1 - ${quotient}` : quotient;
  return `round(${measure.unit === 'PERCENT' ? `100 * (${told})` : told}, ${decimals})`;
}

function sortOf({ column }: OrderTerm, dimensions: readonly Dimension[]): string {
  if (column === 'period') return 'k';
  const [what, index] = column.split(' ');
  if (what === 'measure') return `v${index}`;
  return dimensions[Number(index)]?.type === 'INTEGER' ? `d${index}::bigint` : `d${index} collate "C"`;
}

/** The rows behind one, by its sort values: nothing comes last in either direction. */
function behindOf(
  order: readonly OrderTerm[],
  sorts: readonly string[],
  after: readonly (string | null)[],
  dimensions: readonly Dimension[],
  parameters: Parameters,
): string {
  const alternatives: string[] = [];
  const alike: string[] = [];
  order.forEach(({ column, descending }, index) => {
    const sort = sorts[index] ?? '';
    const value = after[index] ?? null;
    const isText =
      column.startsWith('dimension') && dimensions[Number(column.split(' ')[1])]?.type !== 'INTEGER';
    // Told apart by more than the value: the same text may stand for two columns of different types.
    if (value === null) {
      alike.push(`${sort} is null`);
      return;
    }
    const place = parameters.add(value, 'text') + (isText ? '' : '::numeric');
    alternatives.push(
      `(${[...alike, `(${sort} ${descending ? '<' : '>'} ${place} or ${sort} is null)`].join(' and ')})`,
    );
    alike.push(`${sort} = ${place}`);
  });
  return alternatives.length === 0 ? 'false' : `(${alternatives.join(' or ')})`;
}
