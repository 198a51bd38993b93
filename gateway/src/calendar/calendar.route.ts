import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { unauthenticated } from '../authentication/index.js';
import { graphRoute, type GraphAsking, type GraphRouteParts } from '../http/index.js';
import { readFilter } from './calendar-filter.rules.js';
import { readChanges } from './calendar.query.js';
import { writeCalendar } from './calendar.writer.js';

/**
 * Serves `/calendar/changes.ics`: the changes that the caller sees, asked for as the caller, as a calendar to subscribe
 * to. Since calendar clients send no headers, an API key may come as the parameter `token`, which no log repeats; a
 * bearer token may not. A client that has the present calendar is told so by its ETag.
 */
export function calendarRoute(parts: GraphRouteParts) {
  const authenticate = async (request: Request) => {
    takeKey(request);
    return parts.authenticate(request);
  };
  return graphRoute({ ...parts, authenticate }, () => 'calendar changes', sendCalendar);
}

async function sendCalendar(asking: GraphAsking): Promise<void> {
  const { request, response, now, signal } = asking;
  const changes = await readChanges(readFilter(request.query, now), asking);
  if (signal.aborted) return;
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
}

/** A key in the address counts like one in its header; where more than one place names a caller it is ambiguous who asks. */
function takeKey(request: Request): void {
  const { token } = request.query;
  if (typeof token !== 'string') return;
  if (request.headers['x-api-key'] !== undefined || request.headers.authorization !== undefined) {
    throw unauthenticated('AMBIGUOUS');
  }
  request.headers['x-api-key'] = token;
}

/** Asked of the request alone: whoever names the tag has what it stands for, also one who would have no cache answer. */
function hasTag(request: Request, tag: string): boolean {
  const named = request.headers['if-none-match']?.split(',') ?? [];
  return named.some((one) => one.trim().replace(/^W\//, '') === `"${tag}"` || one.trim() === '*');
}
