import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import { graphRoute, pagesOf, type GraphAsking, type GraphRouteParts, type Page } from '../http/index.js';
import { csvLines, type Cell } from './csv.rules.js';
import { readQuestion } from './metrics-question.rules.js';
import { readPeriod, readReport } from './period.rules.js';
import { cellAt, REPORTS, type Report } from './reports.js';
import { VIEWS, type Fields } from './views.js';

/**
 * Serves `/export/<view>.csv`: the list behind a view, asked for page by page as the caller, so that each service decides
 * what the caller sees, and written as fast as it is read. Memory holds a page. An answer that fails midway is cut off,
 * so that it cannot pass for a whole one; a caller that goes away is read for no further.
 */
export function exportRoute(parts: GraphRouteParts) {
  return graphRoute(parts, (request) => `export ${nameOf(request)}`, sendExport);
}

async function sendExport(asking: GraphAsking): Promise<void> {
  const { request, response, now, signal, ask } = asking;
  const name = nameOf(request);
  if (name === METRICS) return sendMetrics(asking);
  const report = Object.hasOwn(REPORTS, name) ? REPORTS[name] : undefined;
  if (report) return sendReport(asking, name, report);
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (!view) throw noSuchView(name);
  const period = readPeriod(request.query, view.period, now);
  const pages = pagesOf<Fields>(async (after) => {
    const { list } = await ask<{ list: Page<Fields> | null }>(view.query, { ...period, after });
    // Whoever is shown no such list gets one without lines.
    return list ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  }, signal);
  await stream(response, name, tableOf(pages, view.columns, view.rows), signal);
}

/** The one table whose columns its address decides. */
const METRICS = 'metrics';
const METRICS_PAGE = 10_000;

interface MetricsPage {
  columns: { name: string }[];
  rows: Cell[][];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** An answer of the metrics layer: its columns are those that were asked for. */
async function sendMetrics({ request, response, signal, ask }: GraphAsking): Promise<void> {
  const input = readQuestion(request.query);
  let columns: string[] = [];
  const pages = pagesOf<Cell[]>(async (after) => {
    const { metrics } = await ask<{ metrics: MetricsPage }>(
      `query ExportMetrics($input: MetricsInput!, $after: String) {
        metrics(input: $input, first: ${METRICS_PAGE}, after: $after) { columns { name } rows pageInfo { hasNextPage endCursor } }
      }`,
      { input, after },
    );
    columns = metrics.columns.map((column) => column.name);
    return { nodes: metrics.rows, pageInfo: metrics.pageInfo };
  }, signal);
  const table = async function* () {
    for await (const rows of pages) yield { columns, rows };
  };
  await stream(response, METRICS, table(), signal);
}

/** A report of analytics; one that the caller is not shown has no lines. */
async function sendReport(
  { request, response, now, signal, ask }: GraphAsking,
  name: string,
  { period, by, query, rows, columns }: Report,
): Promise<void> {
  const variables = readReport(request.query, period, by, now);
  const pages = pagesOf<Fields>(async (after) => {
    const page = rows(await ask<Fields>(query, { ...variables, after }));
    return { nodes: page?.nodes ?? [], pageInfo: page?.pageInfo ?? { hasNextPage: false, endCursor: null } };
  }, signal);
  const names = columns.map(([column]) => column);
  await stream(
    response,
    name,
    tableOf(pages, names, (row) => [columns.map(([, path]) => cellAt(row, path))]),
    signal,
  );
}

/** A page of a table with its header. */
interface TablePage {
  columns: readonly string[];
  rows: Cell[][];
}

async function* tableOf(
  pages: AsyncGenerator<Fields[]>,
  columns: readonly string[],
  rowsOf: (record: Fields) => Cell[][],
): AsyncGenerator<TablePage> {
  for await (const records of pages) yield { columns, rows: records.flatMap((record) => rowsOf(record)) };
}

function nameOf(request: Request): string {
  return String(request.params['view']).slice(0, 40);
}

/** The first page is read before anything is sent: until then a refusal has a status of its own. */
async function stream(
  response: Response,
  name: string,
  pages: AsyncGenerator<TablePage>,
  signal: AbortSignal,
): Promise<void> {
  let begun = false;
  for await (const { columns, rows } of pages) {
    if (signal.aborted) return;
    if (!begun) {
      begun = true;
      response.status(200).set({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name}.csv"`,
        'cache-control': 'no-store',
      });
      response.write(csvLines([columns]));
    }
    if (rows.length > 0 && !response.write(csvLines(rows))) {
      await once(response, 'drain', { signal }).catch(() => undefined);
    }
    // As long as the socket takes everything at once, nothing else would have its turn.
    await setImmediate();
  }
  if (!signal.aborted) response.end();
}

function noSuchView(name: string): GraphQLError {
  return new GraphQLError(
    `There is no view "${name}"; there are ${[...Object.keys(VIEWS), ...Object.keys(REPORTS), METRICS].join(', ')}.`,
    {
      extensions: { code: 'NOT_FOUND', http: { status: 404 } },
    },
  );
}
