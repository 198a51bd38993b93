import { createHash } from 'node:crypto';
import {
  DIMENSIONS,
  isAdditive,
  isCutBy,
  JOINS,
  MEASURES,
  RELATIONS,
  type BaseMeasure,
  type Dimension,
  type JoinName,
  type Relation,
  type Sql,
  type Time,
} from '../metric-catalog/index.js';
import { DIMENSION_VIEWS } from './dimension-views.rules.js';

/** A column of a view for SQL. */
export interface BiColumn {
  readonly name: string;
  readonly sql: Sql;
  readonly description: string;
}

/** A view of schema `bi`. */
export interface BiView {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly BiColumn[];
  /** `select …` without the columns: from, and whom it shows. */
  readonly source: Sql;
  /** What rows are grouped by, as columns; none: they are not. */
  readonly groupedBy?: readonly string[];
}

/** A name of the catalog as SQL writes it: `firstResponseSeconds` is `first_response_seconds`. */
function snake(name: string): string {
  return name.replaceAll(/([A-Z])/g, '_$1').toLowerCase();
}

/** Whether every reader sees a row, those that read all, or a reseller its customers' (by that column). */
const shownTo = (customer: Sql | undefined, internal: boolean): Sql =>
  customer === undefined || internal
    ? '(select bi.reads_all())'
    : `((select bi.reads_all()) or ${customer} in (select bi.readable_customers()))`;

const hidden = (sql: Sql, internal: boolean | undefined): Sql =>
  internal ? `case when (select bi.reads_all()) then ${sql} end` : sql;

/** Every view, in order of the catalog: those of facts, of dimensions, and of figures by day and month. */
export function biViews(): BiView[] {
  const facts = RELATIONS.map(factView);
  const figures = RELATIONS.flatMap((relation) =>
    Object.entries(relation.times).flatMap(([name, time]) => figureViews(relation, name, time)),
  );
  return [
    ...facts,
    ...DIMENSION_VIEWS.map(({ shown, ...view }) => ({
      ...view,
      source: `${view.source} where ${shown === 'ALL' ? '(select bi.reads_all() or bi.readable_partner() is not null)' : shown === 'COMPANY' ? '(select bi.reads_all())' : shownTo(shown.customer, false)}`,
    })),
    ...figures,
  ];
}

/** Statements that make the schema's views as they are, instead of whatever was there. */
export function biStatements(views: readonly BiView[]): string[] {
  return views.flatMap((view) => {
    const columns = view.columns.map(({ name, sql }) => `${sql} as ${name}`).join(',\n  ');
    const grouped = view.groupedBy ? ` group by ${view.groupedBy.join(', ')}` : '';
    return [
      `create view bi.${view.name} with (security_barrier = true) as select\n  ${columns}\n${view.source}${grouped}`,
      `comment on view bi.${view.name} is ${literal(view.description)}`,
      ...view.columns.map(
        ({ name, description }) => `comment on column bi.${view.name}.${name} is ${literal(description)}`,
      ),
      `grant select on bi.${view.name} to plimsoll_bi`,
    ];
  });
}

/** Another one whenever the views would be others. */
export function fingerprintOf(statements: readonly string[]): string {
  return createHash('sha256').update(statements.join('\n')).digest('hex').slice(0, 16);
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** A fact as it is: its record, its times, its dimensions as they were then, and what it adds to each figure. */
function factView(relation: Relation): BiView {
  const at = attributesAt(relation);
  const joins = new Set<JoinName>();
  const dimensions = dimensionColumns(relation, at, joins);
  const assets = relation.keys.asset
    ? [
        {
          name: 'asset_ids',
          sql: hidden(relation.keys.asset, true),
          description: 'The assets it is about, by id. To count with each, unnest them and join bi.asset.',
        },
      ]
    : [];
  const figures = measuresOf(relation)
    .filter((measure) => !/(?<!:):(start|end|now)\b/.test(`${measure.value} ${measure.where}`))
    .filter((measure) => measure.aggregate !== 'UNION_SECONDS');
  const byColumn = new Map(figures.map((measure) => [columnOf(measure), measure]));
  const times = Object.entries(relation.times).flatMap(([name, time]) => timeColumns(name, time));
  const seen = new Set<string>();
  const columns = [
    { name: 'id', sql: relation.id, description: `The record: ${relation.noun}, by id.` },
    ...times,
    ...dimensions,
    ...assets,
    ...[...byColumn].map(([name, measure]) => ({
      name,
      sql: hidden(contribution(measure, at), measure.internal),
      description: figureDescription(relation, name, figures),
    })),
  ].filter(({ name }) => !seen.has(name) && seen.add(name));
  return {
    name: snake(relation.name),
    description: `${relation.description} Attributes of customers are those of the fact's first instant.`,
    columns,
    source: [
      `from ${relation.from}`,
      ...joined(relation, joins, at),
      `where ${[...(relation.where ? [relation.where] : []), shownTo(relation.keys.customer, relation.internal === true)].join(' and ')}`,
    ].join('\n'),
  };
}

/** Figures that add up, by day and by month (UTC), of each customer. */
function figureViews(relation: Relation, timeName: string, time: Time): BiView[] {
  if (time.kind !== 'INSTANT' && time.kind !== 'DAY') return [];
  if (time.asOf === 'PERIOD_START') return [];
  const measures = measuresOf(relation)
    .filter((measure) => measure.time === timeName && isAdditive(measure))
    .filter((measure) => !/(?<!:):(start|end|now)\b/.test(`${measure.value} ${measure.where}`));
  if (measures.length === 0) return [];
  const at = attributesAt(relation);
  const keys = (['customer', 'product'] as const).flatMap((key) => {
    const sql = relation.keys[key];
    return sql === undefined
      ? []
      : [{ name: key, sql: `(${sql})`, description: `The ${key}, by id; none where it has none.` }];
  });
  const money = measures.find((measure) => measure.money)?.money;
  if (money)
    keys.push({
      name: 'currency' as 'product',
      sql: `(${money.currency})`,
      description: 'The currency of the amounts.',
    });
  const day = time.kind === 'INSTANT' ? `(${time.at} at time zone 'UTC')` : `(${time.on})::timestamp`;
  const instant = time.kind === 'INSTANT' ? time.at : time.on;
  return (['day', 'month'] as const).map((grain) => ({
    name: `${snake(relation.name)}_${snake(timeName)}_by_${grain}`,
    description: `Figures by ${grain} (UTC) of ${relation.name}.${timeName}, of each customer and product where it has one. ${relation.description}`,
    columns: [
      {
        name: grain,
        sql: `date_trunc('${grain}', ${day})::date`,
        description: `The ${grain}, by its first date.`,
      },
      ...keys,
      ...measures.map((measure) => ({
        name: snake(measure.name),
        sql: hidden(
          measure.aggregate === 'COUNT'
            ? `count(${contribution(measure, at)})`
            : `coalesce(sum(${contribution(measure, at)}), 0)`,
          measure.internal,
        ),
        description: `${measure.description}${measure.money ? ' Here in its own currency.' : ''}`,
      })),
    ],
    source: [
      `from ${relation.from}`,
      `where ${[`${instant} is not null`, ...(relation.where ? [relation.where] : []), shownTo(relation.keys.customer, relation.internal === true)].join(' and ')}`,
    ].join('\n'),
    groupedBy: ['1', ...keys.map((_, index) => String(index + 2))],
  }));
}

function measuresOf(relation: Relation): BaseMeasure[] {
  return MEASURES.filter((measure) => measure.kind === 'BASE').filter(
    (measure) => measure.relation === relation.name,
  );
}

/** Mean, median and percentile are taken of one column. */
function columnOf({ name, aggregate }: BaseMeasure): string {
  return snake(['MEAN', 'MEDIAN', 'P90'].includes(aggregate) ? name.replace(/(Mean|Median|P90)$/, '') : name);
}

function contribution({ value, where }: BaseMeasure, at: Sql): Sql {
  const filled = (sql: Sql) => sql.replaceAll(/(?<!:):at\b/g, at).replaceAll(/(?<!:):zone\b/g, `'UTC'`);
  return where === undefined
    ? filled(value ?? '1')
    : `case when ${filled(where)} then ${filled(value ?? '1')} end`;
}

function figureDescription(relation: Relation, column: string, measures: readonly BaseMeasure[]): string {
  return measures
    .filter((measure) => columnOf(measure) === column)
    .map((measure) => {
      const time = relation.times[measure.time];
      return `${measure.name} = ${AGGREGATES[measure.aggregate](column)} over rows ${time ? period(measure.time, time) : ''}: ${measure.description}`;
    })
    .join(' ');
}

const AGGREGATES: Readonly<Record<BaseMeasure['aggregate'], (column: string) => string>> = {
  COUNT: (column) => `count(${column})`,
  COUNT_DISTINCT: (column) => `count(distinct ${column})`,
  SUM: (column) => `sum(${column})`,
  MEAN: (column) => `avg(${column})`,
  MEDIAN: (column) => `percentile_cont(0.5) within group (order by ${column})`,
  P90: (column) => `percentile_cont(0.9) within group (order by ${column})`,
  UNION_SECONDS: (column) => `range_agg(${column})`,
};

function period(name: string, time: Time): string {
  const column = snake(name);
  if (time.kind === 'INSTANT') return `of the period by ${column}_at`;
  if (time.kind === 'DAY') return `of the period by ${column}_on`;
  const end = time.kind === 'STOCK' && time.mark === 'START' ? 'start' : 'end';
  return `standing at the period's ${end}: ${column}_from < ${end} and (${column}_to is null or ${column}_to >= ${end})`;
}

function timeColumns(name: string, time: Time): BiColumn[] {
  const column = snake(name);
  if (time.kind === 'INSTANT') {
    return [
      {
        name: `${column}_at`,
        sql: time.at,
        description: `The instant by which ${name} figures are counted.`,
      },
    ];
  }
  if (time.kind === 'DAY') {
    return time.asOf === 'PERIOD_START'
      ? []
      : [
          {
            name: `${column}_on`,
            sql: time.on,
            description: `The day by which ${name} figures are counted.`,
          },
        ];
  }
  return [
    { name: `${column}_from`, sql: time.from, description: `Since when it stands (${name}).` },
    {
      name: `${column}_to`,
      sql: time.to,
      description: `Until when it stands (${name}); null: it still does.`,
    },
  ];
}

/** The instant as of which attributes of customers are read: the relation's first time. */
function attributesAt(relation: Relation): Sql {
  const [time] = Object.values(relation.times);
  if (!time) throw new Error(`${relation.name} has no time`);
  if (time.kind === 'INSTANT') return time.at;
  if (time.kind === 'DAY') return `((${time.on})::timestamp at time zone 'UTC')`;
  const days = time.kind === 'STOCK' && time.days;
  return days ? `((${time.from})::timestamp at time zone 'UTC')` : time.from;
}

/** Names stand in the views of dimensions; here are keys, and what was true then. */
const BY_THEMSELVES: readonly JoinName[] = ['customerVersion'];

function dimensionColumns(relation: Relation, at: Sql, joins: Set<JoinName>): BiColumn[] {
  return DIMENSIONS.filter((dimension) => isCutBy(relation, dimension))
    .filter(
      (dimension) =>
        dimension.name in relation.dimensions ||
        (dimension.key !== 'asset' && dimension.joins.every((join) => BY_THEMSELVES.includes(join))),
    )
    .map((dimension) => ({
      name: snake(dimension.name),
      sql: hidden(cut(relation, dimension, at, joins), dimension.internal),
      description: dimension.description,
    }));
}

function cut(relation: Relation, dimension: Dimension, at: Sql, joins: Set<JoinName>): Sql {
  const own = relation.dimensions[dimension.name];
  if (own !== undefined) return own;
  for (const join of dimension.joins) joins.add(join);
  return filled(relation, dimension.sql, dimension.key, at);
}

function joined(relation: Relation, joins: ReadonlySet<JoinName>, at: Sql): Sql[] {
  return [...joins].map((join) => filled(relation, JOINS[join].sql, JOINS[join].key, at));
}

function filled(relation: Relation, sql: Sql, key: Dimension['key'], at: Sql): Sql {
  const own = key === null ? '' : relation.keys[key];
  return sql.replaceAll(/(?<!:):key\b/g, `(${own})`).replaceAll(/(?<!:):at\b/g, at);
}
