import type { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptions } from '@apollo/server';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { RequestContext } from '../subgraphs/index.js';

type GatewayInterface = NonNullable<ApolloServerOptions<RequestContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;

/**
 * The gateway library with three things it leaves out: a request ends when its time is up, a null where the
 * graph promises a value is an error, and a service that is down is told once an answer.
 */
export function guardGateway(gateway: ApolloGateway, timeoutMilliseconds: number): GatewayInterface {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    async load(options) {
      const { executor } = await gateway.load(options);
      return { executor: executor && withDeadline(executor as Executor, timeoutMilliseconds) };
    },
  };
}

/** Runs a planned request until the deadline; what is still under way then is aborted. */
function withDeadline(executor: Executor, timeoutMilliseconds: number): Executor {
  return async (request) => {
    const context = request.context as RequestContext;
    const abort = new AbortController();
    const running = executor({ ...request, context: { ...context, signal: abort.signal } });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<ExecutionResult>((resolve) => {
      timer = setTimeout(() => {
        resolve({ errors: [requestTimeout(timeoutMilliseconds, context.requestId)] });
        abort.abort();
      }, timeoutMilliseconds);
    });
    try {
      const result = await Promise.race([running, deadline]);
      return completeErrors(result, context) as Awaited<ReturnType<Executor>>;
    } finally {
      clearTimeout(timer);
      // Whatever comes of an abandoned request has nobody left to be told to.
      running.catch(() => undefined);
    }
  };
}

/** The answer to a request that ran out of time: HTTP status 504. */
function requestTimeout(timeoutMilliseconds: number, requestId: string): GraphQLError {
  return new GraphQLError(
    `The request took longer than ${timeoutMilliseconds / 1000} seconds and was stopped. Ask for less at a time.`,
    { extensions: { code: 'REQUEST_TIMEOUT', timeoutMilliseconds, requestId, http: { status: 504 } } },
  );
}

/** The errors a client must see; see {@link guardGateway}. */
function completeErrors(result: ExecutionResult, context: RequestContext): ExecutionResult {
  const { valueCompletion, ...extensions } = result.extensions ?? {};
  const errors: GraphQLError[] = [];
  const unavailable = new Set<unknown>();
  for (const error of result.errors ?? []) {
    const { code, service } = error.extensions;
    if (code === 'SUBGRAPH_UNAVAILABLE') {
      if (unavailable.has(service)) continue;
      unavailable.add(service);
    }
    errors.push(withoutServiceName(error));
  }
  if (Array.isArray(valueCompletion)) {
    for (const missing of valueCompletion as GraphQLError[]) {
      const { requestId } = context;
      context.logger.error(
        { requestId, path: missing.path, reason: missing.message },
        'a promised value is missing',
      );
      errors.push(
        new GraphQLError(
          `A value that the graph promises is missing; quote the request id ${requestId} when you report it.`,
          {
            ...(missing.path ? { path: missing.path } : {}),
            extensions: { code: 'MISSING_VALUE', requestId },
          },
        ),
      );
    }
  }
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(errors.length > 0 ? { errors } : {}),
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
  };
}

/** The library adds `serviceName` beside the `service` that is already there. */
function withoutServiceName(error: GraphQLError): GraphQLError {
  const { serviceName, ...extensions } = error.extensions;
  if (serviceName === undefined) return error;
  return new GraphQLError(error.message, {
    ...(error.path ? { path: error.path } : {}),
    ...(error.originalError ? { originalError: error.originalError } : {}),
    extensions,
  });
}
