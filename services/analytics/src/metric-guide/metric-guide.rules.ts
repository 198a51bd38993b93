import { biViews } from '../bi-view/index.js';
import {
  DIMENSIONS,
  dimensionsOf,
  isAdditive,
  isInternal,
  MEASURES,
  partsOf,
  RELATIONS,
  timeOf,
  type BaseMeasure,
  type Measure,
} from '../metric-catalog/index.js';

/** The guide to measures and dimensions, as Markdown: made of the catalog, so that it says what the code does. */
export function metricGuide(): string {
  return [INTRODUCTION, measures(), dimensions(), views(), ADDING].join('\n\n') + '\n';
}

const INTRODUCTION = `# Metrics

Made of the catalog in \`services/analytics/src/metric-catalog\` by \`npm run generate\`; do not edit it by hand.

Any measure by any of its dimensions, over any time, out of one governed vocabulary. What is asked over GraphQL, exported as CSV and read by SQL rests on the same definitions.

## Asking

**GraphQL.** \`metricCatalog\` lists what there is, \`metrics\` answers, \`metricRecords\` shows the records behind a figure:

\`\`\`graphql
query {
  metrics(
    input: {
      measures: ["ticketsOpened", "responseAttainment"]
      dimensions: ["segment", "priority"]
      grain: MONTH
      from: "2026-01-01T00:00:00+01:00"
      to: "2026-07-01T00:00:00+02:00"
      timeZone: "Europe/Berlin"
      filters: [{ dimension: "region", operator: IN, values: ["EMEA"] }]
      orderBy: [{ name: "ticketsOpened", direction: DESC }]
    }
  ) {
    columns { name type unit }
    rows
    totalCount
    pageInfo { hasNextPage endCursor }
    dataAsOf
  }
}
\`\`\`

At most 12 measures, 4 dimensions, 20 filters and 1,100 periods in one question; 10,000 rows a page. A question that takes longer than the database lets a statement run is refused as \`QUESTION_TOO_LARGE\`.

**CSV.** \`GET /export/metrics.csv?measures=ticketsOpened,responseAttainment&dimensions=segment,priority&grain=MONTH&from=2026-01-01&to=2026-07-01&timeZone=Europe/Berlin&filter=region:IN:EMEA|AMER&orderBy=ticketsOpened:DESC\`, with the caller's token: the whole answer, streamed. Days begin at midnight in \`timeZone\`. A text that a spreadsheet would run as a formula gets an apostrophe before it.

**SQL.** An admin makes a login by \`createBiLogin\` and hands over its password, which is shown once; \`revokeBiLogin\` ends it at once. The login reads the views of schema \`bi\` in the database of analytics, nothing else, and writes nothing; a statement of it may take a minute unless it says otherwise. A login of a reseller reads that reseller's customers alone: this hangs on the name it logged in by, which no \`SET\` changes. Any program that speaks PostgreSQL can use it:

\`\`\`sh
psql "postgres://bi_finance:<password>@<host>:<port>/analytics" -c 'select segment, count(opened_at) from ticket group by 1'
\`\`\`

## What always holds

- **Time.** \`[from, to)\` is cut at the calendar's borders in \`timeZone\`. An instant belongs to exactly one period, where clocks change too. A date belongs to the period in which its day begins there. The first and the last period may be cut short; a period is named by its first date.
- **Stocks** (what is open, held or paid) are counted as they stand at the period's end, the instant before the next one begins; those named "at start" the instant before the period begins.
- **Customers as they were.** Segment, region, industry, reseller and account manager are those of the instant of the fact; of stocks those at the period's end. Names are today's.
- **Money** is in the reporting currency, converted at the rates on record for the day that the measure names and rounded once. Cut by \`currency\` it stays in each currency. Where a rate is missing the figure is null, never less.
- **Nothing.** Counts and sums of nothing are 0. Means, medians, percentiles and ratios of nothing are null. Without dimensions every period has its row, else those that have something.
- **Several assets.** What is about several assets counts with each of them, once a name, once a kind; uncut it counts once.
- **Who sees what.** Staff and analysts the whole company; a reseller its customers; a contact its own company. What is marked internal is for staff and analysts.
- **Records.** \`metricRecords\` of a ratio shows those of its numerator; ask for the denominator by its name.`;

const UNITS: Readonly<Record<Measure['unit'], string>> = {
  COUNT: 'count',
  SECONDS: 'seconds',
  RATIO: 'ratio',
  PERCENT: 'percent',
  MONEY: 'money',
  NUMBER: 'number',
};

function measures(): string {
  const sections = RELATIONS.map((relation) => {
    const own = MEASURES.filter((measure) => partsOf(measure)[0]?.relation === relation.name);
    const [first] = own;
    if (!first) return '';
    const cuts = dimensionsOf(first.kind === 'BASE' ? first : (partsOf(first)[0] ?? first));
    return [
      `### ${relation.name}`,
      `${relation.description} Record: ${relation.noun}.${relation.internal ? ' Internal.' : ''} Cut by ${cuts.map(({ name }) => `\`${name}\``).join(', ')}.`,
      own
        .map(
          (measure) =>
            `- \`${measure.name}\` (${UNITS[measure.unit]}; ${reckoning(measure)}): ${measure.description}${isInternal(measure) && !relation.internal ? ' Internal.' : ''}`,
        )
        .join('\n'),
    ].join('\n\n');
  });
  return `## Measures\n\n${sections.filter((section) => section !== '').join('\n\n')}`;
}

function reckoning(measure: Measure): string {
  if (measure.kind === 'RATIO') {
    const quotient = `\`${measure.numerator}\` ÷ \`${measure.denominator}\``;
    return measure.complement ? `1 − ${quotient}` : quotient;
  }
  const time = timeOf(measure);
  return `${AGGREGATES[measure.aggregate]}, ${TIMES[time.kind]}${isAdditive(measure) && time.kind !== 'STOCK' ? '; adds up' : ''}`;
}

const AGGREGATES: Readonly<Record<BaseMeasure['aggregate'], string>> = {
  COUNT: 'count',
  COUNT_DISTINCT: 'count of different ones',
  SUM: 'sum',
  MEAN: 'mean',
  MEDIAN: 'median',
  P90: '90th percentile',
  UNION_SECONDS: 'length of the union',
};
const TIMES = {
  INSTANT: 'by instant',
  DAY: 'by day',
  STOCK: 'stock',
  SPAN: 'as far as it lies in the period',
} as const;

function dimensions(): string {
  const lines = DIMENSIONS.map(
    ({ name, type, description, internal }) =>
      `- \`${name}\` (${type}): ${description}${internal ? ' Internal.' : ''}`,
  );
  return `## Dimensions\n\n${lines.join('\n')}`;
}

function views(): string {
  const lines = biViews().map(
    ({ name, description, columns }) =>
      `- \`bi.${name}\`: ${description} Columns: ${columns.map((column) => column.name).join(', ')}.`,
  );
  return `## Views for SQL

Each view and each column says in a comment what it is (\`\\d+ bi.ticket\` in psql). A view of facts has a column for each measure; aggregated as its comment says, over the rows of a period, it is the measure. The views by day and by month are in UTC and hold what adds up; quotients are made of their sums, never averaged.

${lines.join('\n')}`;
}

const ADDING = `## Adding a measure

Write one entry in \`desk-measures.rules.ts\` or \`company-measures.rules.ts\`: its name, definition, unit, the relation it is made of and the time by which it counts, how rows become one figure, and where needed which rows and what of them. A ratio names two measures. A new table of facts is a relation in \`desk-relations.rules.ts\` or \`company-relations.rules.ts\`: its tables, times, keys and own dimensions. GraphQL, CSV, views, this guide and the test that asks every measure by every dimension follow by themselves; \`npm run generate\` writes this guide anew.`;
