import type { ServedPlatform } from './served.js';

/** A question of the metrics layer, as its users send it. */
export interface MetricQuestion {
  measures: string[];
  dimensions?: string[];
  grain?: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'NONE';
  from: string;
  to: string;
  filters?: { dimension: string; operator: string; values: string[] }[];
  orderBy?: { name: string; direction: 'ASC' | 'DESC' }[];
}

type Cell = string | number | boolean | null;

const METRICS = `query Metrics($input: MetricsInput!, $first: Int = 1000, $after: String) {
  metrics(input: $input, first: $first, after: $after) {
    columns { name type unit } rows totalCount pageInfo { hasNextPage endCursor } dataAsOf
  } }`;

interface Answer {
  metrics: { columns: { name: string }[]; rows: Cell[][]; totalCount: number; dataAsOf: string | null };
}

const LONGEST_WAIT_MS = 120_000;

/** The rows of the answer, once everything that happened before the call is in them. */
export async function askMetrics(platform: ServedPlatform, input: MetricQuestion): Promise<Cell[][]> {
  const called = Date.now();
  for (;;) {
    const { metrics } = await platform.data<Answer>('admin', METRICS, { input });
    if (metrics.dataAsOf !== null && Date.parse(metrics.dataAsOf) >= called) {
      if (metrics.rows.length < metrics.totalCount) throw new Error('the answer has more than one page');
      return metrics.rows;
    }
    if (Date.now() - called > LONGEST_WAIT_MS) throw new Error('what happened did not arrive in time');
    await new Promise((wait) => setTimeout(wait, 200));
  }
}

/** The one row of a question without dimensions and grain. */
export async function askOne(platform: ServedPlatform, input: MetricQuestion): Promise<Cell[]> {
  const [row, ...others] = await askMetrics(platform, input);
  if (!row || others.length > 0) throw new Error('the answer is not one row');
  return row;
}
