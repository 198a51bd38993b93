import type { ApolloServer } from '@apollo/server';
import type { Logger, Principal } from '@plimsoll/shared';
import type { Request, Response } from 'express';
import { GraphQLError } from 'graphql';
import type { RequestContext } from '../subgraphs/index.js';
import { refusalOf } from './refusal.js';
import { stateOf } from './request.js';

/** What an address that is answered out of the graph needs of its gateway. */
export interface GraphRouteParts {
  apollo: ApolloServer<RequestContext>;
  /** Who asks; throws as for a GraphQL request. */
  authenticate: (request: Request) => Promise<Principal>;
  logger: Logger;
  clock: () => Date;
}

/** A request that is answered out of the graph. */
export interface GraphAsking {
  request: Request;
  response: Response;
  now: Date;
  /** Aborted once the caller has gone. */
  signal: AbortSignal;
  /**
   * The data of an operation, asked for as the caller.
   *
   * @throws GraphQLError the first error of its answer
   */
  ask: <Data>(query: string, variables: Record<string, unknown>) => Promise<Data>;
}

/**
 * Answers the requests of an address beside GraphQL as their callers. A failure is told by its status and code; where
 * the answer has begun it is cut off, so that it cannot pass for a whole one.
 *
 * @param operationOf what a request is called in the log
 */
export function graphRoute(
  { apollo, authenticate, logger, clock }: GraphRouteParts,
  operationOf: (request: Request) => string,
  answer: (asking: GraphAsking) => Promise<void>,
) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, facts } = stateOf(request);
    const operation = operationOf(request);
    facts.operation = operation;
    try {
      const principal = await authenticate(request);
      facts.subject = principal.subject;
      const abort = new AbortController();
      response.once('close', () => abort.abort());
      const { signal } = abort;
      const context = { requestId, principal, signal, logger, facts };
      await answer({
        request,
        response,
        now: clock(),
        signal,
        ask: (query, variables) => askGraph(apollo, query, variables, context),
      });
    } catch (error) {
      const { message, status, code, headers } = refusalOf(error);
      facts.errors = [code];
      if (status === 500) logger.error({ err: error, requestId }, `${operation} failed`);
      if (response.headersSent) response.destroy();
      else {
        response
          .status(status)
          .set({ ...headers, 'cache-control': 'no-store' })
          .json({ errors: [{ message, extensions: { code, requestId } }] });
      }
    } finally {
      // What was asked of the graph has named itself there meanwhile.
      facts.operation = operation;
    }
  };
}

async function askGraph<Data>(
  apollo: ApolloServer<RequestContext>,
  query: string,
  variables: Record<string, unknown>,
  contextValue: RequestContext,
): Promise<Data> {
  const { body } = await apollo.executeOperation({ query, variables }, { contextValue });
  if (body.kind !== 'single') throw new Error('the graph answers in parts');
  const { data, errors } = body.singleResult;
  const [error] = errors ?? [];
  if (error) throw new GraphQLError(error.message, { extensions: { ...error.extensions } });
  if (!data) throw new Error('the graph gives no answer');
  return data as Data;
}

/** A page of a list of the graph. */
export interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The nodes of a list, page by page, until it ends or the caller has gone. */
export async function* pagesOf<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
  signal: AbortSignal,
): AsyncGenerator<Node[]> {
  for (let after: string | null = null, more = true; more && !signal.aborted;) {
    const { nodes, pageInfo }: Page<Node> = await read(after);
    yield nodes;
    more = pageInfo.hasNextPage;
    after = pageInfo.endCursor;
  }
}
