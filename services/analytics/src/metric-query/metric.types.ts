import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  connectionOf,
  DateTimeScalar,
  DecimalScalar,
  JsonScalar,
  OrderDirection,
  PageInfo,
} from '@plimsoll/shared';

/** How long the periods of an answer are. */
export enum MetricGrain {
  DAY = 'DAY',
  WEEK = 'WEEK',
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
  NONE = 'NONE',
}
registerEnumType(MetricGrain, {
  name: 'MetricGrain',
  description: 'How long the periods of an answer are, in the calendar of its time zone.',
  valuesConfig: {
    DAY: { description: 'Local days, 23 to 25 hours long where clocks change.' },
    WEEK: { description: 'Weeks from Monday.' },
    MONTH: { description: 'Calendar months.' },
    QUARTER: { description: 'Calendar quarters.' },
    YEAR: { description: 'Calendar years.' },
    NONE: { description: 'The whole time is one period.' },
  },
});

/** How a filter compares. */
export enum MetricOperator {
  EQ = 'EQ',
  NE = 'NE',
  IN = 'IN',
  NOT_IN = 'NOT_IN',
  GT = 'GT',
  GTE = 'GTE',
  LT = 'LT',
  LTE = 'LTE',
  CONTAINS = 'CONTAINS',
}
registerEnumType(MetricOperator, {
  name: 'MetricOperator',
  description: 'How a filter compares a dimension with its values.',
  valuesConfig: {
    EQ: { description: 'Is the value; without a value: says nothing.' },
    NE: { description: 'Is not the value, or says nothing; without a value: says something.' },
    IN: { description: 'Is one of the values.' },
    NOT_IN: { description: 'Is none of the values, or says nothing.' },
    GT: { description: 'Is greater than the value.' },
    GTE: { description: 'Is the value or greater.' },
    LT: { description: 'Is less than the value.' },
    LTE: { description: 'Is the value or less.' },
    CONTAINS: { description: 'Holds the value as a part, whatever the case of letters.' },
  },
});

@InputType('MetricFilter', { description: 'Which facts count.' })
export class MetricFilter {
  @Field(() => String, { description: 'The name of a dimension.' })
  dimension!: string;

  @Field(() => MetricOperator, { description: 'How it is compared.' })
  operator!: MetricOperator;

  @Field(() => [String], {
    description:
      'What it is compared with: IN and NOT_IN take any number, EQ and NE one or none, the rest one.',
  })
  values!: string[];
}

@InputType('MetricOrder', { description: 'What an answer is sorted by.' })
export class MetricOrder {
  @Field(() => String, { description: 'A column of the answer: `period`, a dimension or a measure.' })
  name!: string;

  @Field(() => OrderDirection, { description: 'Which way; what says nothing comes last either way.' })
  direction!: OrderDirection;
}

@InputType('MetricsInput', { description: 'A question in the words of `metricCatalog`.' })
export class MetricsInput {
  @Field(() => [String], { description: 'Names of measures, 1–12: the columns of figures.' })
  measures!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Names of dimensions, 0–4: a row for each combination of their values. Each measure must have them all.',
  })
  dimensions!: string[];

  @Field(() => MetricGrain, { defaultValue: MetricGrain.NONE, description: 'How long the periods are.' })
  grain!: MetricGrain;

  @Field(() => DateTimeScalar, { description: 'The first instant that counts.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'The first instant behind it. The first and the last period may be cut short by these two.',
  })
  to!: Date;

  @Field(() => String, {
    defaultValue: 'UTC',
    description: 'The time zone of the calendar, a name of the IANA database; dates begin at its midnight.',
  })
  timeZone!: string;

  @Field(() => [MetricFilter], { defaultValue: [], description: 'All of them must hold; at most 20.' })
  filters!: MetricFilter[];

  @Field(() => [MetricOrder], {
    defaultValue: [],
    description: 'What rows are sorted by; then by period and dimensions, so that the order is total.',
  })
  orderBy!: MetricOrder[];
}

@ObjectType('MetricDimension', { description: 'Something that figures may be cut and filtered by.' })
export class MetricDimension {
  @Field(() => String, { description: 'Its name in a question.' })
  name!: string;

  @Field(() => String, { description: 'What it is, and as of when it is read.' })
  description!: string;

  @Field(() => String, { description: 'ID, STRING, INTEGER, BOOLEAN or DATE.' })
  type!: string;
}

@ObjectType('MetricMeasure', { description: 'A figure of the governed vocabulary.' })
export class MetricMeasure {
  @Field(() => String, { description: 'Its name in a question.' })
  name!: string;

  @Field(() => String, { description: 'Its definition: what counts, and to which period.' })
  description!: string;

  @Field(() => String, {
    description:
      'COUNT, SECONDS, RATIO (0.5 is a half), PERCENT (50 is a half), MONEY (in the reporting currency, or in its own where cut by `currency`) or NUMBER.',
  })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The measure above the line; null where it is no ratio.',
  })
  numerator!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The measure below the line; null where it is no ratio. Where it is 0 the ratio is null.',
  })
  denominator!: string | null;

  @Field(() => Boolean, {
    description:
      'Whether the figures of parts add up to that of the whole, over time too; false for what stands at an instant.',
  })
  additive!: boolean;

  @Field(() => String, { description: 'The kind of record it is made of.' })
  noun!: string;

  @Field(() => [String], { description: 'Names of the dimensions it can be cut and filtered by.' })
  dimensions!: string[];
}

@ObjectType('MetricCatalog', {
  description:
    'The governed vocabulary, from which `metrics`, the views for SQL and the documentation are made.',
})
export class MetricCatalog {
  @Field(() => [MetricMeasure], { description: 'Every figure that the caller may ask for.' })
  measures!: MetricMeasure[];

  @Field(() => [MetricDimension], { description: 'Everything they may be cut and filtered by.' })
  dimensions!: MetricDimension[];
}

@ObjectType('MetricColumn', { description: 'A column of an answer.' })
export class MetricColumn {
  @Field(() => String, { description: '`period`, or the name of a dimension or a measure.' })
  name!: string;

  @Field(() => String, {
    description:
      'ID, STRING, INTEGER, BOOLEAN, DATE (`YYYY-MM-DD`; of a period its first day), FLOAT, or DECIMAL (an exact number as text).',
  })
  type!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Of figures: the unit, of amounts the currency (MONEY where each row has its own); else null.',
  })
  unit!: string | null;
}

@ObjectType('Metrics', { description: 'An answer: a table, and how fresh it is.' })
export class Metrics {
  @Field(() => [MetricColumn], {
    description: 'The columns in order: the period where there is a grain, dimensions, measures.',
  })
  columns!: MetricColumn[];

  @Field(() => [JsonScalar], {
    description:
      'The rows, each an array of values in the order of the columns. Counts and sums of nothing are 0; means, medians and ratios of nothing are null. Without dimensions every period has its row.',
  })
  rows!: unknown[];

  @Field(() => Int, { description: 'How many rows the whole answer has.' })
  totalCount!: number;

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;
}

@ObjectType('MetricRecord', { description: 'A record behind a figure.' })
export class MetricRecord {
  @Field(() => String, { description: 'The kind of record: Ticket, Change, Customer, Subscription …' })
  noun!: string;

  @Field(() => ID, { description: 'Its identifier in the graph.' })
  id!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When what counts was, or began; null where it always was.',
  })
  at!: Date | null;

  @Field(() => DecimalScalar, {
    description: 'What it adds to the figure, or the value it is reckoned from; 1 where records are counted.',
  })
  value!: string;

  @Field(() => String, { nullable: true, description: 'The currency of an amount; null: it is none.' })
  currency!: string | null;
}

export const { Connection: MetricRecordConnection } = connectionOf(() => MetricRecord, 'MetricRecord');
