import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { GraphQLError } from 'graphql';
import { maskError, refusalOfKey, type RequestContext, type Subgraph } from '../graphql/index.js';
import { verifyInternalToken, type Principal } from '../principal/index.js';

// The hidden answer that one subgraph hands another grows with the customers an outage hits.
const LARGEST_BODY = '64mb';

/** A subgraph behind HTTP. */
export interface SubgraphServer {
  port: number;
  /** Stops accepting, lets running requests finish, and stops the subgraph's background work. */
  stop(): Promise<void>;
}

interface Caller {
  principal: Principal;
  requestId: string;
}

const callers = new WeakMap<Request, Caller>();

/**
 * Serves a subgraph at `/graphql`, with `/health/live` and `/health/ready` beside it. A request without a
 * token the gateway has signed is refused before its body is read, whatever it asks, `_entities` and
 * introspection included.
 *
 * @param secret shared with the gateway, at least 32 characters
 */
export async function serveSubgraph(options: {
  subgraph: Subgraph;
  port: number;
  host?: string;
  secret: string;
}): Promise<SubgraphServer> {
  const { subgraph, secret } = options;
  const app = express().disable('x-powered-by');
  const server = createServer(app);
  const apollo = await createApollo(subgraph, server);
  app.get('/health/live', (_request, response) => void response.json({ status: 'live' }));
  app.get('/health/ready', async (_request, response) => {
    const readiness = await subgraph.ready();
    response.status(readiness.status === 'ready' ? 200 : 503).json(readiness);
  });
  app.use(
    '/graphql',
    authenticate(secret),
    express.json({ limit: LARGEST_BODY }),
    expressMiddleware(apollo, {
      context: async ({ req }) => {
        const { principal, requestId } = callers.get(req) as Caller;
        return subgraph.createContext(principal, requestId);
      },
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '0.0.0.0', resolve);
  });
  await subgraph.start();
  const { port } = server.address() as AddressInfo;
  subgraph.logger.info({ port }, 'serving');
  return {
    port,
    async stop() {
      await apollo.stop();
      await subgraph.stop();
    },
  };
}

async function createApollo(subgraph: Subgraph, server: Server): Promise<ApolloServer<RequestContext>> {
  const apollo = new ApolloServer<RequestContext>({
    schema: subgraph.schema,
    introspection: false,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: server, stopGracePeriodMillis: 10_000 }),
      {
        async requestDidStart() {
          return {
            async didResolveOperation({ contextValue, document, request }) {
              const refusal = refusalOfKey(contextValue.principal, document, request.operationName);
              if (refusal) {
                // An answer like any other: the gateway takes another status for a subgraph that is out of order.
                refusal.extensions['http'] = { status: 200 };
                throw refusal;
              }
            },
            async willSendResponse({ contextValue, response }) {
              if (response.body.kind === 'single' && response.body.singleResult.errors) {
                // Masked here rather than in `formatError`, which knows neither the request nor its id.
                const { singleResult } = response.body;
                singleResult.errors = singleResult.errors?.map((error) =>
                  maskError(error as GraphQLError, subgraph.logger, contextValue.requestId),
                );
              }
              await contextValue.dispose();
            },
          };
        },
      },
    ],
    formatError: (_formatted, error) => error as never,
  });
  await apollo.start();
  return apollo;
}

function authenticate(secret: string) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    try {
      const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
      const { principal, requestId } = await verifyInternalToken(token, secret);
      const header = request.headers['x-request-id'];
      callers.set(request, { principal, requestId: typeof header === 'string' ? header : requestId });
    } catch {
      response.status(401).json({
        errors: [
          {
            message: 'Only the gateway may ask a subgraph; send your request to the gateway.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      });
      return;
    }
    next();
  };
}
