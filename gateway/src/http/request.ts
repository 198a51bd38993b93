import { randomUUID } from 'node:crypto';
import type { Logger } from '@plimsoll/shared';
import type { NextFunction, Request, Response } from 'express';
import { limitError, type Limits } from '../limits/index.js';
import { unexpectedMessage, type RequestFacts } from '../subgraphs/index.js';

const ACCEPTED_REQUEST_ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/** What belongs to one HTTP request before anybody knows who sent it. */
export interface HttpRequestState {
  requestId: string;
  facts: RequestFacts;
}

const states = new WeakMap<Request, HttpRequestState>();

/** The id and the log facts of a request that {@link identifyRequests} has seen. */
export function stateOf(request: Request): HttpRequestState {
  const state = states.get(request);
  if (!state) throw new Error('a request was handled before it was identified');
  return state;
}

/** Gives each request an id, its sender's if that is well-formed, and each answer the security headers. */
export function identifyRequests(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && ACCEPTED_REQUEST_ID.test(given) ? given : randomUUID();
  states.set(request, { requestId, facts: {} });
  response.set({
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  next();
}

/** One line a request, once it is answered or its sender has gone. */
export function logRequests(logger: Logger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('close', () => {
      const { requestId, facts } = stateOf(request);
      const durationMilliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
      const status = response.writableFinished ? response.statusCode : 'aborted';
      logger.info({ requestId, ...facts, status, durationMilliseconds }, 'request');
    });
    next();
  };
}

/** Answers what never became a GraphQL request: a body too large or unreadable, or a surprise. */
export function answerErrors(logger: Logger, limits: Limits) {
  return (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { requestId, facts } = stateOf(request);
    const { status, body } = describe(error, limits, requestId);
    if (status === 500) logger.error({ err: error, requestId }, 'unexpected error');
    facts.errors = [body.extensions.code];
    response.status(status).json({ errors: [body] });
  };
}

interface ErrorBody {
  message: string;
  extensions: { code: string } & Record<string, unknown>;
}

function describe(error: unknown, limits: Limits, requestId: string): { status: number; body: ErrorBody } {
  const { type, status, length } = (typeof error === 'object' && error !== null ? error : {}) as {
    type?: unknown;
    status?: unknown;
    length?: unknown;
  };
  if (type === 'entity.too.large') {
    const measured = typeof length === 'number' ? length : null;
    const { message, extensions } = limitError('bodyBytes', measured, limits.bodyBytes);
    const { http: _http, ...shown } = extensions;
    return { status: 413, body: { message, extensions: { ...shown, code: 'LIMIT_EXCEEDED' } } };
  }
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const message =
      type === 'entity.parse.failed'
        ? 'The body of the request is not valid JSON.'
        : 'The request is not readable.';
    return { status, body: { message, extensions: { code: 'BAD_REQUEST' } } };
  }
  return {
    status: 500,
    body: {
      message: unexpectedMessage(requestId),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    },
  };
}
