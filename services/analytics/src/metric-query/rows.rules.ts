import {
  JOINS,
  type BaseMeasure,
  type Dimension,
  type JoinName,
  type KeyName,
  type Relation,
  type Sql,
  type Time,
} from '../metric-catalog/index.js';
import type { Parameters } from './parameters.rules.js';
import type { Periods } from './period.rules.js';
import type { Filter } from './question.rules.js';

/** One unit of a currency in the reporting currency, a period each: decimals, null where no rate is recorded. */
export interface Factors {
  /** By currency, of the first day of each period and of the last one. */
  readonly byCurrency: ReadonlyMap<
    string,
    readonly (readonly [onFirst: string | null, onLast: string | null])[]
  >;
}

/** What the rows of a question are cut out of. */
export interface Frame {
  readonly periods: Periods;
  readonly timeZone: string;
  /** What is open lasts until then. */
  readonly now: Date;
  readonly filters: readonly Filter[];
  /** Null: amounts stay in their own currency. */
  readonly factors: Factors | null;
  readonly parameters: Parameters;
}

const FANNED_OUT: Sql = 'f_asset.id';
const INSTANT_BEFORE = `interval '1 microsecond'`;

/** The rows of a relation that belong to the question's periods, and how their figures are read. */
export interface Rows {
  /** `from … where …`. */
  readonly source: Sql;
  /** The number of the row's period, from 1. */
  readonly period: Sql;
  /** What a row says of a dimension. */
  readonly cut: (dimension: Dimension) => Sql;
  /** What ties a row to what it is cut by. */
  readonly keyed: (key: KeyName) => Sql;
  /** What a row adds to a measure; null where it does not count. */
  readonly value: (measure: BaseMeasure) => Sql;
  /** An amount in the reporting currency; null where the rate is missing. */
  readonly converted: (measure: BaseMeasure) => Sql;
  /** When what the row tells was. */
  readonly at: Sql;
  readonly key: Sql;
  readonly id: Sql;
  /** Whether a row comes once for each of its assets. */
  readonly isFannedOut: boolean;
}

/** Reads the rows of a relation, lying so in time, cut by these dimensions, for these measures. */
export function rowsOf(
  relation: Relation,
  time: Time,
  dimensions: readonly Dimension[],
  measures: readonly BaseMeasure[],
  frame: Frame,
): Rows {
  const { parameters, filters } = frame;
  const place = placeInTime(time, frame);
  const isFannedOut = dimensions.some((one) => one.key === 'asset' && !(one.name in relation.dimensions));
  const fill = (sql: Sql) =>
    sql
      .replaceAll(/(?<!:):at\b/g, place.asOf)
      .replaceAll(/(?<!:):start\b/g, place.start)
      .replaceAll(/(?<!:):end\b/g, place.end)
      .replaceAll(/(?<!:):now\b/g, parameters.add(frame.now, 'timestamptz'))
      .replaceAll(/(?<!:):zone\b/g, parameters.add(frame.timeZone, 'text'));
  const joins = new Set<JoinName>();
  const keyed = (sql: Sql, key: KeyName | null) =>
    fill(sql).replaceAll(/(?<!:):key\b/g, () => {
      const own = key === null ? undefined : relation.keys[key];
      if (own === undefined) throw new Error(`${relation.name} has no ${key}`);
      return key === 'asset' ? FANNED_OUT : `(${own})`;
    });
  const join = (name: JoinName): void => {
    const { after } = JOINS[name];
    if (after) join(after);
    joins.add(name);
  };
  const cut = (dimension: Dimension): Sql => {
    const own = relation.dimensions[dimension.name];
    if (own !== undefined) return fill(own);
    for (const name of dimension.joins) join(name);
    return keyed(dimension.sql, dimension.key);
  };
  const joined = (names: Iterable<JoinName>) =>
    [...names].map((name) => keyed(JOINS[name].sql, JOINS[name].key));

  for (const dimension of dimensions) cut(dimension);
  const conditions = filters.map((filter) => {
    const { dimension } = filter;
    const fansOut = dimension.key === 'asset' && !(dimension.name in relation.dimensions);
    if (!fansOut || isFannedOut) return conditionOf(cut(dimension), filter, parameters);
    // A row counts once, whichever and however many of its assets are meant.
    const condition = conditionOf(keyed(dimension.sql, 'asset'), filter, parameters);
    return `exists (select from (select unnest(${relation.keys.asset ?? 'null'}) as id) f_asset
      ${joined(dimension.joins).join(' ')} where ${condition})`;
  });
  const rates = frame.factors === null ? [] : ratesOf(measures, place.period, frame.factors, frame, fill);
  const source = [
    `from ${relation.from}`,
    ...place.unfolding,
    ...(isFannedOut ? [`left join lateral unnest(${relation.keys.asset}) as f_asset(id) on true`] : []),
    ...joined(joins),
    ...rates,
    `where ${[...place.conditions, ...(relation.where ? [relation.where] : []), ...conditions].join(' and ')}`,
  ].join('\n');

  const value = (measure: BaseMeasure): Sql => {
    const what = measure.value ?? (measure.aggregate === 'UNION_SECONDS' ? place.span : '1');
    return fill(measure.where === undefined ? what : `case when ${measure.where} then ${what} end`);
  };
  return {
    source,
    period: place.period,
    cut,
    keyed: (key) => keyed(':key', key),
    value,
    converted: (measure) =>
      `case when ${value(measure)} = 0 then 0 else ${value(measure)} * r_${measure.money?.ratesOf}.factor end`,
    at: place.at,
    key: relation.key,
    id: relation.id,
    isFannedOut,
  };
}

interface PlaceInTime {
  readonly period: Sql;
  readonly at: Sql;
  /** The instant as of which attributes are read. */
  readonly asOf: Sql;
  readonly start: Sql;
  readonly end: Sql;
  /** The part of the row within its period. */
  readonly span: Sql;
  readonly unfolding: readonly Sql[];
  readonly conditions: readonly Sql[];
}

function placeInTime(time: Time, { periods, timeZone, now, parameters }: Frame): PlaceInTime {
  const single = periods.starts.length === 1;
  const starts = parameters.add(periods.starts, 'timestamptz[]');
  const ends = parameters.add(periods.ends, 'timestamptz[]');
  const zone = parameters.add(timeZone, 'text');
  const from = parameters.add(periods.starts[0], 'timestamptz');
  const to = parameters.add(periods.ends.at(-1), 'timestamptz');
  const midnight = (day: Sql) => `((${day})::timestamp at time zone ${zone})`;
  const bounds = (period: Sql) =>
    single ? { start: from, end: to } : { start: `${starts}[${period}]`, end: `${ends}[${period}]` };

  if (time.kind === 'INSTANT' || time.kind === 'DAY') {
    const at = time.kind === 'INSTANT' ? time.at : midnight(time.on);
    const period = single ? '1' : `width_bucket(${at}, ${starts})`;
    const { start, end } = bounds(period);
    // An index is of days: a day whose midnight lies in the period is not before the period's first day, nor after its last.
    const days =
      time.kind === 'DAY'
        ? [
            `${time.on} >= (${from} at time zone ${zone})::date`,
            `${time.on} <= (${to} at time zone ${zone})::date`,
          ]
        : [];
    return {
      period,
      at,
      asOf: time.asOf === 'PERIOD_START' ? `(${start} - ${INSTANT_BEFORE})` : at,
      start,
      end,
      span: 'null',
      unfolding: [],
      conditions: [...days, `${at} >= ${from}`, `${at} < ${to}`],
    };
  }
  if (time.kind === 'STOCK') {
    const [began, ended] = time.days ? [midnight(time.from), midnight(time.to)] : [time.from, `(${time.to})`];
    const [marks, first, last] =
      time.mark === 'START'
        ? [starts, from, parameters.add(periods.starts.at(-1), 'timestamptz')]
        : [ends, parameters.add(periods.ends[0], 'timestamptz'), to];
    const period = single ? '1' : 'f_period.k';
    const [before, through] = [
      `width_bucket(${began}, ${marks})`,
      `width_bucket(coalesce(${ended}, 'infinity'), ${marks})`,
    ];
    const mark = single ? last : `${marks}[${period}]`;
    return {
      period,
      at: began,
      asOf: `(${mark} - ${INSTANT_BEFORE})`,
      ...bounds(period),
      span: 'null',
      unfolding: single
        ? []
        : [`cross join lateral generate_series(${before} + 1, ${through}) as f_period(k)`],
      conditions: [
        `${began} < ${last}`,
        `(${time.to} is null or ${ended} >= ${first})`,
        ...(single ? [] : [`${before} < ${through}`]),
      ],
    };
  }
  const [began, ended] = [time.from, `coalesce(${time.to}, ${parameters.add(now, 'timestamptz')})`];
  const period = single ? '1' : 'f_period.k';
  const { start, end } = bounds(period);
  return {
    period,
    at: began,
    asOf: `greatest(${began}, ${start})`,
    start,
    end,
    span: `tstzrange(greatest(${began}, ${start}), least(${ended}, ${end}))`,
    unfolding: single
      ? []
      : [
          `cross join lateral generate_series(greatest(width_bucket(${began}, ${starts}), 1),
             width_bucket(${ended} - ${INSTANT_BEFORE}, ${starts})) as f_period(k)`,
        ],
    conditions: [`${began} < ${to}`, `${ended} > ${from}`, `${began} < ${ended}`],
  };
}

function ratesOf(
  measures: readonly BaseMeasure[],
  period: Sql,
  { byCurrency }: Factors,
  { parameters }: Frame,
  fill: (sql: Sql) => Sql,
): Sql[] {
  const wanted = new Map(
    measures.flatMap(({ money }) => (money ? [[money.ratesOf, money.currency] as const] : [])),
  );
  return [...wanted].map(([day, currency]) => {
    const rows = [...byCurrency].flatMap(([code, factors]) =>
      factors.flatMap((pair, index) => {
        const factor = pair[day === 'START' ? 0 : 1];
        return factor === null ? [] : [[index + 1, code, factor] as const];
      }),
    );
    const column = (at: 0 | 1 | 2, type: string) =>
      parameters.add(
        rows.map((row) => row[at]),
        `${type}[]`,
      );
    return `left join unnest(${column(0, 'integer')}, ${column(1, 'text')}, ${column(2, 'numeric')})
      as r_${day}(period, currency, factor) on r_${day}.period = ${period} and r_${day}.currency = ${fill(currency)}`;
  });
}

/** A filter as a condition that is true or not, never null. Without a value EQ finds what says nothing. */
function conditionOf(sql: Sql, { dimension, operator, values }: Filter, parameters: Parameters): Sql {
  const type = { ID: 'text', STRING: 'text', INTEGER: 'bigint', BOOLEAN: 'boolean', DATE: 'date' }[
    dimension.type
  ];
  const [first] = values;
  const list = () => parameters.add(values, `${type}[]`);
  if (operator === 'IN') return `coalesce(${sql} = any(${list()}), false)`;
  if (operator === 'NOT_IN') return `not coalesce(${sql} = any(${list()}), false)`;
  if (first === undefined) return `${sql} is ${operator === 'NE' ? 'not ' : ''}null`;
  const value = parameters.add(first, type);
  if (operator === 'CONTAINS') return `coalesce(position(lower(${value}) in lower(${sql})) > 0, false)`;
  if (operator === 'NE') return `${sql} is distinct from ${value}`;
  const sign = { EQ: '=', GT: '>', GTE: '>=', LT: '<', LTE: '<=' }[operator];
  return `coalesce(${sql} ${sign} ${value}, false)`;
}
