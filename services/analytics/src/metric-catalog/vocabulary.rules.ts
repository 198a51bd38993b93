/** What a figure is counted in; MONEY is in the reporting currency. */
export type Unit = 'COUNT' | 'SECONDS' | 'RATIO' | 'PERCENT' | 'MONEY' | 'NUMBER';

/** What the values of a dimension are. */
export type DimensionType = 'ID' | 'STRING' | 'INTEGER' | 'BOOLEAN' | 'DATE';

/** What else a fact's row may be tied to: each brings its own dimensions. */
export type KeyName =
  'customer' | 'product' | 'plan' | 'supportLevel' | 'agreement' | 'pod' | 'team' | 'queue' | 'asset';

/**
 * A piece of SQL that is written in this code, never made of what a caller sends. Within it stand for themselves:
 * `:at` the instant as of which attributes are read, `:start` and `:end` the bounds of the row's period, `:now` the
 * instant of the question.
 */
export type Sql = string;

/** How rows lie in time, and so which period each belongs to. */
export type Time =
  /** Belongs to the period of its instant. */
  | { readonly kind: 'INSTANT'; readonly at: Sql; readonly asOf?: 'FACT' | 'PERIOD_START' }
  /** Belongs to the period in which its day begins, in the time zone of the question. */
  | { readonly kind: 'DAY'; readonly on: Sql; readonly asOf?: 'FACT' | 'PERIOD_START' }
  /** Counts in each period at whose end (or start) it stands: it began before and has not ended before. */
  | {
      readonly kind: 'STOCK';
      readonly mark: 'START' | 'END';
      readonly from: Sql;
      readonly to: Sql;
      readonly days: boolean;
    }
  /** Belongs to each period that it touches, with its part of it. */
  | { readonly kind: 'SPAN'; readonly from: Sql; readonly to: Sql };

/** Rows that measures are made of: one of the tables of facts, with what ties it to others. */
export interface Relation {
  readonly name: string;
  /** What one row is, in words. */
  readonly description: string;
  /** The kind of record behind a row, as the graph calls it, and its id. */
  readonly noun: string;
  readonly id: Sql;
  /** Unlike every other row's; of one column or several. */
  readonly key: Sql;
  readonly from: Sql;
  /** The rows that count at all. */
  readonly where?: Sql;
  readonly times: Readonly<Record<string, Time>>;
  readonly keys: Readonly<Partial<Record<KeyName, Sql>>>;
  /** The relation's own dimensions, by name. */
  readonly dimensions: Readonly<Record<string, Sql>>;
  /** Whether rows are the company's own affair: neither resellers nor customers read them. */
  readonly internal?: boolean;
}

/** How a group's rows become one figure. */
export type Aggregate = 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'MEAN' | 'MEDIAN' | 'P90' | 'UNION_SECONDS';

interface Named {
  readonly name: string;
  /** The definition: what counts, and to which period. */
  readonly description: string;
  readonly unit: Unit;
  readonly internal?: boolean;
}

/** A figure made of the rows of one relation. */
export interface BaseMeasure extends Named {
  readonly kind: 'BASE';
  readonly relation: string;
  /** One of the relation's times. */
  readonly time: string;
  readonly aggregate: Aggregate;
  /** What is counted or summed; without it the row itself. Rows where it is null do not count. */
  readonly value?: Sql;
  readonly where?: Sql;
  /** Of amounts: their currency, and the day of the period whose rates convert them. */
  readonly money?: { readonly currency: Sql; readonly ratesOf: 'START' | 'END' };
}

/** A figure made of two others. */
export interface DerivedMeasure extends Named {
  readonly kind: 'RATIO';
  readonly numerator: string;
  readonly denominator: string;
  /** 1 − numerator ÷ denominator instead. */
  readonly complement?: boolean;
}

/** A figure of the governed vocabulary. */
export type Measure = BaseMeasure | DerivedMeasure;

/** What figures may be cut and filtered by. */
export interface Dimension {
  readonly name: string;
  readonly description: string;
  readonly type: DimensionType;
  /** What a row must be tied to; null: a relation's own. */
  readonly key: KeyName | null;
  /** Where it comes of a key: its value, out of that key's tables. */
  readonly sql: Sql;
  /** The tables it takes, by their names in `JOINS`. */
  readonly joins: readonly JoinName[];
  readonly internal?: boolean;
}

/** A further table of a key. */
export type JoinName =
  | 'customer'
  | 'customerVersion'
  | 'partner'
  | 'firstPayment'
  | 'product'
  | 'plan'
  | 'supportLevel'
  | 'agreement'
  | 'pod'
  | 'team'
  | 'queue'
  | 'asset';

/** Whether figures of parts add up to the figure of the whole. */
export function isAdditive(measure: Measure): boolean {
  return measure.kind === 'BASE' && (measure.aggregate === 'COUNT' || measure.aggregate === 'SUM');
}
