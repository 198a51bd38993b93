import { relationOf, timeOf, type BaseMeasure } from '../metric-catalog/index.js';
import type { PageAsked } from './compile.rules.js';
import { Parameters, type Statement } from './parameters.rules.js';
import { rowsOf, type Frame } from './rows.rules.js';

/**
 * One statement for the records behind a measure's figure over one period: `total`, and of each `id`, `at`, `value` and, of
 * amounts, `currency`; in order of time. `s` are the sort values of a row.
 */
export function compileRecords(
  measure: BaseMeasure,
  frame: Omit<Frame, 'parameters' | 'factors'>,
  page: PageAsked,
): Statement {
  const parameters = new Parameters();
  const rows = rowsOf(relationOf(measure), timeOf(measure), [], [measure], {
    ...frame,
    factors: null,
    parameters,
  });
  const value = rows.value(measure);
  const told =
    measure.aggregate === 'UNION_SECONDS'
      ? 'extract(epoch from upper(counted) - lower(counted))'
      : measure.aggregate === 'COUNT_DISTINCT'
        ? '1'
        : 'counted';
  const limit = parameters.add(page.first + 1, 'integer');
  const [at = null, key = null] = page.after ?? [];
  const behind =
    page.after === null
      ? 'true'
      : `(at, key) > (${parameters.add(at, 'timestamptz')}, ${parameters.add(key, 'text')} collate "C")`;
  const sql = `with record as materialized (
      select ${rows.id} as id, coalesce(${rows.at}, '-infinity')::timestamptz as at, (${rows.key})::text collate "C" as key,
             ${value} as counted, ${measure.money?.currency ?? 'null::text'} as currency
      ${rows.source})
    select (select count(*) from record where counted is not null)::integer as total, page.*
      from (select 1) one
      left join lateral (
        select id, case when isfinite(at) then at end as at, (${told})::text as value, currency,
               jsonb_build_array(at::text, key) as s, row_number() over (order by at, key) as place
          from record where counted is not null and ${behind} order by place limit ${limit}) page on true
     order by place`;
  return parameters.statement(sql);
}
