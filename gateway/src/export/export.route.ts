import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import { graphRoute, pagesOf, type GraphAsking, type GraphRouteParts, type Page } from '../http/index.js';
import { csvLines } from './csv.rules.js';
import { readPeriod } from './period.rules.js';
import { VIEWS, type Fields, type View } from './views.js';

/**
 * Serves `/export/<view>.csv`: the list behind a view, asked for page by page as the caller, so that each service decides
 * what the caller sees, and written as fast as it is read. Memory holds a page. An answer that fails midway is cut off,
 * so that it cannot pass for a whole one; a caller that goes away is read for no further.
 */
export function exportRoute(parts: GraphRouteParts) {
  return graphRoute(parts, (request) => `export ${nameOf(request)}`, sendExport);
}

async function sendExport({ request, response, now, signal, ask }: GraphAsking): Promise<void> {
  const name = nameOf(request);
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (!view) throw noSuchView(name);
  const period = readPeriod(request.query, view.period, now);
  const pages = pagesOf<Fields>(async (after) => {
    const { list } = await ask<{ list: Page<Fields> | null }>(view.query, { ...period, after });
    if (!list) throw new Error('an export has no list');
    return list;
  }, signal);
  await stream(response, { name, view }, pages, signal);
}

function nameOf(request: Request): string {
  return String(request.params['view']).slice(0, 40);
}

/** The first page is read before anything is sent: until then a refusal has a status of its own. */
async function stream(
  response: Response,
  { name, view }: { name: string; view: View },
  pages: AsyncGenerator<Fields[]>,
  signal: AbortSignal,
): Promise<void> {
  let begun = false;
  for await (const records of pages) {
    if (signal.aborted) return;
    if (!begun) {
      begun = true;
      response.status(200).set({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': `attachment; filename="${name}.csv"`,
        'cache-control': 'no-store',
      });
      response.write(csvLines([view.columns]));
    }
    const rows = records.flatMap((record) => view.rows(record));
    if (rows.length > 0 && !response.write(csvLines(rows))) {
      await once(response, 'drain', { signal }).catch(() => undefined);
    }
    // As long as the socket takes everything at once, nothing else would have its turn.
    await setImmediate();
  }
  if (!signal.aborted) response.end();
}

function noSuchView(name: string): GraphQLError {
  return new GraphQLError(`There is no view "${name}"; there are ${Object.keys(VIEWS).join(', ')}.`, {
    extensions: { code: 'NOT_FOUND', http: { status: 404 } },
  });
}
