import { GraphQLError } from 'graphql';
import type { Request } from 'express';
import { graphRoute, type GraphAsking, type GraphRouteParts } from '../http/index.js';
import { readPage } from './report-page.rules.js';

/**
 * Serves `/reports/<name>.html`: a report as one page to be read or printed, asked of the graph as the caller, so that each
 * service decides what the caller sees. The page runs nothing and loads nothing.
 */
export function reportPageRoute(parts: GraphRouteParts) {
  return graphRoute(parts, (request) => `report ${nameOf(request)}`, sendPage);
}

async function sendPage({ request, response, signal, ask }: GraphAsking): Promise<void> {
  const name = nameOf(request);
  const { query, variables, html } = readPage(name, request.query);
  const page = html(await ask<Record<string, unknown>>(query, variables));
  if (typeof page !== 'string') {
    throw new GraphQLError(`There is no page "${name}" for you.`, {
      extensions: { code: 'NOT_FOUND', http: { status: 404 } },
    });
  }
  if (signal.aborted) return;
  response
    .status(200)
    .set({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    })
    .send(page);
}

function nameOf(request: Request): string {
  return String(request.params['name']).slice(0, 40);
}
