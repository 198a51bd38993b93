import { createHash } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import type { Logger, Principal } from '@plimsoll/shared';
import type { Request, Response } from 'express';
import { refusalOf } from '../http/index.js';
import type { RequestContext, RequestFacts } from '../subgraphs/index.js';
import { readFilter } from './calendar-filter.rules.js';
import { readChanges } from './calendar.query.js';
import { writeCalendar } from './calendar.writer.js';

/** What a calendar needs of its gateway. */
interface CalendarParts {
  apollo: ApolloServer<RequestContext>;
  /** Who asks; throws as for a GraphQL request. */
  authenticate: (request: Request) => Promise<Principal>;
  stateOf: (request: Request) => { requestId: string; facts: RequestFacts };
  logger: Logger;
  clock: () => Date;
}

/**
 * Serves `/calendar/changes.ics`: the changes that the caller sees, asked for as the caller, as a calendar to subscribe
 * to. Since calendar clients send no headers, an API key may come as the parameter `token`, which no log repeats; a
 * bearer token may not. A client that has the present calendar is told so by its ETag.
 */
export function calendarRoute(parts: CalendarParts) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, facts } = parts.stateOf(request);
    facts.operation = 'calendar changes';
    try {
      const now = parts.clock();
      takeKey(request);
      const principal = await parts.authenticate(request);
      facts.subject = principal.subject;
      const filter = readFilter(request.query, now);
      const abort = new AbortController();
      response.once('close', () => abort.abort());
      const context = { requestId, principal, signal: abort.signal, logger: parts.logger, facts };
      const changes = await readChanges(parts.apollo, filter, context);
      facts.operation = 'calendar changes';
      if (abort.signal.aborted) return;
      // Weak: when it is written differs each time, and nothing else may.
      const tag = createHash('sha256').update(JSON.stringify(changes)).digest('base64url');
      response.status(200).set({ etag: `W/"${tag}"`, 'cache-control': 'private, no-cache' });
      if (hasTag(request, tag)) {
        response.status(304).end();
        return;
      }
      response
        .set({
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'attachment; filename="changes.ics"',
        })
        .send(writeCalendar(changes, now));
    } catch (error) {
      const { message, status, code, headers } = refusalOf(error);
      facts.errors = [code];
      if (status === 500) parts.logger.error({ err: error, requestId }, 'calendar failed');
      response
        .status(status)
        .set({ ...headers, 'cache-control': 'no-store' })
        .json({ errors: [{ message, extensions: { code, requestId } }] });
    }
  };
}

/** A key in the address counts like one in its header; where both name a caller the request is refused as ambiguous. */
function takeKey(request: Request): void {
  const { token } = request.query;
  if (typeof token === 'string' && request.headers['x-api-key'] === undefined) {
    request.headers['x-api-key'] = token;
  }
}

/** Asked of the request alone: whoever names the tag has what it stands for, also one who would have no cache answer. */
function hasTag(request: Request, tag: string): boolean {
  const named = request.headers['if-none-match']?.split(',') ?? [];
  return named.some((one) => one.trim().replace(/^W\//, '') === `"${tag}"` || one.trim() === '*');
}
