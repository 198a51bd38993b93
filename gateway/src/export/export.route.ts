import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import type { Logger, Principal } from '@plimsoll/shared';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import { refusalOf } from '../http/index.js';
import type { RequestContext, RequestFacts } from '../subgraphs/index.js';
import { csvLines } from './csv.rules.js';
import { readPeriod } from './period.rules.js';
import { VIEWS, type Fields, type View } from './views.js';

/** What an export needs of its gateway. */
interface ExportParts {
  apollo: ApolloServer<RequestContext>;
  /** Who asks; throws as for a GraphQL request. */
  authenticate: (request: Request) => Promise<Principal>;
  stateOf: (request: Request) => { requestId: string; facts: RequestFacts };
  logger: Logger;
  clock: () => Date;
}

/**
 * Serves `/export/<view>.csv`: the list behind a view, asked for page by page as the caller, so that each service decides
 * what the caller sees, and written as fast as it is read. Memory holds a page. An answer that fails midway is cut off,
 * so that it cannot pass for a whole one; a caller that goes away is read for no further.
 */
export function exportRoute(parts: ExportParts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, facts } = parts.stateOf(request);
    try {
      const name = String(request.params['view']);
      const principal = await parts.authenticate(request);
      facts.subject = principal.subject;
      facts.operation = `export ${name}`;
      const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
      if (!view) throw noSuchView(name);
      const period = readPeriod(request.query, view.period, parts.clock());
      const abort = new AbortController();
      response.once('close', () => abort.abort());
      const { signal } = abort;
      const context = { requestId, principal, signal, logger: parts.logger, facts };
      await stream(response, { name, view }, pagesOf(parts.apollo, view, period, context), signal);
      facts.operation = `export ${name}`;
    } catch (error) {
      const { message, status, code, headers } = refusalOf(error);
      facts.errors = [code];
      if (status === 500) parts.logger.error({ err: error, requestId }, 'export failed');
      if (response.headersSent) response.destroy();
      else {
        response
          .status(status)
          .set(headers)
          .json({ errors: [{ message, extensions: { code, requestId } }] });
      }
    }
  };
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

async function* pagesOf(
  apollo: ApolloServer<RequestContext>,
  view: View,
  period: Record<string, string | null>,
  context: RequestContext,
): AsyncGenerator<Fields[]> {
  for (let after: unknown = null, more = true; more && !context.signal.aborted;) {
    const { body } = await apollo.executeOperation(
      { query: view.query, variables: { ...period, after } },
      { contextValue: context },
    );
    if (body.kind !== 'single') throw new Error('an export is answered in parts');
    const { data, errors } = body.singleResult;
    const [error] = errors ?? [];
    if (error) {
      throw new GraphQLError(error.message, { extensions: { ...error.extensions } });
    }
    const page = data?.['list'] as
      { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Fields[] } | null | undefined;
    if (!page) throw new Error('an export has no list');
    yield page.nodes;
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
}

function noSuchView(name: string): GraphQLError {
  return new GraphQLError(
    `There is no view "${name.slice(0, 40)}"; there are ${Object.keys(VIEWS).join(', ')}.`,
    { extensions: { code: 'NOT_FOUND', http: { status: 404 } } },
  );
}
