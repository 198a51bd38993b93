import './environment.js';
import { createServer } from 'node:http';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer';
import { expressMiddleware } from '@as-integrations/express5';
import { ConfigError, type Logger, type Principal } from '@plimsoll/shared';
import express, { type Express, type Request } from 'express';
import { Callers, unauthenticated, Vouchers, type AuthenticationOptions } from './authentication/index.js';
import { calendarRoute } from './calendar/index.js';
import { exportRoute } from './export/index.js';
import { reportPageRoute } from './report-page/index.js';
import { admissionPlugin, guardGateway, hideUnexpected } from './execution/index.js';
import {
  answerErrors,
  identifyRequests,
  listen,
  logRequests,
  reportHealth,
  sendGraphiQL,
  stateOf,
} from './http/index.js';
import { DEFAULT_LIMITS, DocumentGate, type Limits } from './limits/index.js';
import { messageRoutes } from './message-webhooks/index.js';
import {
  contactLookupOf,
  deliveryForwardingOf,
  keyLookupOf,
  LocalSource,
  messageForwardingOf,
  RemoteSource,
  type LocalSubgraph,
  type RemoteSubgraph,
  type RequestContext,
} from './subgraphs/index.js';

import { webhookRoutes, type WebhookSecrets } from './webhooks/index.js';

/** All that distinguishes one gateway from another. */
export interface GatewayOptions {
  /** The text of the composed supergraph. */
  supergraph: string;
  /** Where each service of the supergraph is: in this process, or at an address. */
  subgraphs: readonly (LocalSubgraph | RemoteSubgraph)[];
  /** Shared with remote subgraphs, at least 32 characters; needed only where there is one. */
  internalTokenSecret?: string | undefined;
  authentication: AuthenticationOptions;
  /** With what deployers, and systems that pass messages on, sign; where there are none, nothing is taken from them. */
  webhookSecrets?: WebhookSecrets | undefined;
  /** 0 lets the system choose. */
  port: number;
  /** Default: every interface. */
  host?: string | undefined;
  /** Those that differ from {@link DEFAULT_LIMITS}. */
  limits?: Partial<Limits> | undefined;
  /** Default 30,000. */
  requestTimeoutMilliseconds?: number | undefined;
  /** How long one subgraph may take to answer one fetch; default 20,000. */
  subgraphTimeoutMilliseconds?: number | undefined;
  /** How long running requests may take to finish once the gateway stops; default 10,000. */
  stopGraceMilliseconds?: number | undefined;
  /** Proxies in front that may say from which address a request comes (`X-Forwarded-For`); default 0. */
  trustedProxies?: number | undefined;
  /** Lets callers without a token read the schema. Never in production. */
  development?: boolean | undefined;
  logger: Logger;
}

/** A gateway that is serving. */
export interface Gateway {
  readonly port: number;
  /** The address of the GraphQL endpoint, as seen from this machine. */
  readonly url: string;
  /** Stops accepting, lets running requests finish, then closes every connection. */
  stop(): Promise<void>;
}

const INTERNAL_SECRET_LENGTH = 32;
const STRANGER: Principal = { subject: 'anonymous', roles: [] };

/**
 * Starts the one door of the platform.
 *
 * @throws ConfigError when a service of the supergraph has no place, nobody could authenticate, or the port is taken
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { authentication, logger } = options;
  if (!authentication.local && !authentication.oidc) {
    throw new ConfigError('Nobody could sign in: configure a local token key or an OpenID Connect provider.');
  }
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const sources = createSources(options);
  const app = express();
  const server = createServer({ requestTimeout: 60_000 }, app);
  const apollo = createApollo(options, limits, sources, server);
  try {
    await apollo.start();
    routeRequests(app, { apollo, limits, options, sources });
    const port = await listen(server, options.port, options.host);
    logger.info({ port }, 'gateway serving');
    return {
      port,
      url: `http://localhost:${port}/graphql`,
      async stop() {
        await apollo.stop();
        await closeSources(sources);
      },
    };
  } catch (error) {
    await apollo.stop().catch(() => undefined);
    await closeSources(sources);
    throw error;
  }
}

type Sources = ReadonlyMap<string, { source: LocalSource | RemoteSource; ready: LocalSubgraph['ready'] }>;

function createSources(options: GatewayOptions): Sources {
  const secret = options.internalTokenSecret ?? '';
  const vouchers = new Vouchers(secret);
  const sources = new Map<string, { source: LocalSource | RemoteSource; ready: LocalSubgraph['ready'] }>();
  for (const subgraph of options.subgraphs) {
    if ('run' in subgraph) {
      sources.set(subgraph.name, { source: new LocalSource(subgraph), ready: () => subgraph.ready() });
      continue;
    }
    if (secret.length < INTERNAL_SECRET_LENGTH) {
      throw new ConfigError(
        `The internal token secret must have at least ${INTERNAL_SECRET_LENGTH} characters.`,
      );
    }
    const timeoutMilliseconds = options.subgraphTimeoutMilliseconds ?? 20_000;
    const source = new RemoteSource(subgraph, { vouchers, timeoutMilliseconds });
    sources.set(subgraph.name, { source, ready: () => source.ready() });
  }
  return sources;
}

async function closeSources(sources: Sources): Promise<void> {
  for (const { source } of sources.values()) {
    if (source instanceof RemoteSource) await source.close();
  }
}

function createApollo(
  options: GatewayOptions,
  limits: Limits,
  sources: Sources,
  server: ReturnType<typeof createServer>,
): ApolloServer<RequestContext> {
  // Libraries log prose; of theirs only what needs attention is of use among our lines.
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message?: unknown) => options.logger.warn({ library: 'apollo' }, String(message)),
    error: (message?: unknown) => options.logger.error({ library: 'apollo' }, String(message)),
  };
  const gateway = new ApolloGateway({
    supergraphSdl: options.supergraph,
    logger: quiet,
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    __exposeQueryPlanExperimental: false,
    buildService({ name }) {
      const found = sources.get(name);
      if (!found)
        throw new ConfigError(`The supergraph names the service "${name}", which has no place here.`);
      return found.source;
    },
  });
  return new ApolloServer<RequestContext>({
    gateway: guardGateway(gateway, options.requestTimeoutMilliseconds ?? 30_000),
    logger: quiet,
    nodeEnv: 'production',
    includeStacktraceInErrorResponses: false,
    // Everyone who gets this far is signed in, or in development; see `admitCaller`.
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationOptions: { maxErrors: limits.validationErrors },
    formatError: hideUnexpected,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginDrainHttpServer({
        httpServer: server,
        stopGracePeriodMillis: options.stopGraceMilliseconds ?? 10_000,
      }),
      admissionPlugin(limits),
    ],
  });
}

function routeRequests(
  app: Express,
  parts: { apollo: ApolloServer<RequestContext>; limits: Limits; options: GatewayOptions; sources: Sources },
): void {
  const { apollo, limits, options, sources } = parts;
  const { logger } = options;
  const lookups = { key: keyLookupOf(sources, logger), contact: contactLookupOf(sources, logger) };
  const callers = new Callers(options.authentication, lookups, logger);
  const graphParts = {
    apollo,
    authenticate: (request: Request) => callers.of(request, stateOf(request).requestId),
    logger,
    clock: () => new Date(),
  };
  app.set('env', 'production');
  app.set('trust proxy', options.trustedProxies ?? 0);
  app.disable('x-powered-by');
  app.use(identifyRequests);
  app.get('/', (_request, response) => response.redirect('/graphql'));
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const report = await reportHealth([...sources].map(([name, { ready }]) => ({ name, ready })));
    response.status(report.status === 'ready' ? 200 : 503).json(report);
  });
  app.get('/graphql', async (request, response, next) => {
    const asksForPage = request.query['query'] === undefined && request.accepts(['json', 'html']) === 'html';
    if (asksForPage) await sendGraphiQL(request, response);
    else next();
  });
  app.use(
    '/graphql',
    logRequests(logger),
    express.json({ limit: limits.bodyBytes }),
    expressMiddleware(apollo, { context: admitCaller(callers, options, limits) }),
  );
  app.get('/export/:view.csv', logRequests(logger), exportRoute(graphParts));
  app.get('/reports/:name.html', logRequests(logger), reportPageRoute(graphParts));
  app.get('/calendar/changes.ics', logRequests(logger), calendarRoute(graphParts));
  app.use(
    '/webhooks',
    logRequests(logger),
    messageRoutes({
      secrets: options.webhookSecrets?.messages,
      bodyBytes: limits.bodyBytes,
      forward: messageForwardingOf(sources, logger),
      stateOf,
      logger,
    }),
    webhookRoutes({
      secrets: options.webhookSecrets ?? { github: [], cloudEvents: [] },
      bodyBytes: limits.bodyBytes,
      forward: deliveryForwardingOf(sources, logger),
      stateOf,
      logger,
    }),
  );
  app.use((_request, response) => {
    response
      .status(404)
      .json({ errors: [{ message: 'There is nothing here.', extensions: { code: 'NOT_FOUND' } }] });
  });
  app.use(answerErrors(logger, limits));
}

/**
 * Decides before anything is parsed for execution whether a request may go on: who sends it, and whether its
 * document is within the limits.
 */
function admitCaller(callers: Callers, options: GatewayOptions, limits: Limits) {
  const { logger } = options;
  const gate = new DocumentGate(limits);
  // Replaced by the running request's own once it is executed.
  const { signal } = new AbortController();
  return async ({ req }: { req: unknown }): Promise<RequestContext> => {
    const request = req as Request;
    const { requestId, facts } = stateOf(request);
    try {
      const text = documentText(request);
      const stranger = options.development === true && !Callers.isNamed(request);
      const principal = stranger ? STRANGER : await callers.of(request, requestId);
      facts.subject = principal.subject;
      const introspectionOnly = text === undefined ? false : gate.admit(text).introspectionOnly;
      if (stranger && !introspectionOnly) throw unauthenticated('MISSING');
      return { requestId, principal, signal, logger, facts };
    } catch (error) {
      facts.errors = [codeOf(error)];
      throw error;
    }
  };
}

/** The document a request carries, if it carries one. */
function documentText(request: Request): string | undefined {
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null && 'query' in body) {
    return typeof body.query === 'string' ? body.query : undefined;
  }
  const { query } = request.query;
  return typeof query === 'string' ? query : undefined;
}

function codeOf(error: unknown): string {
  const { extensions } = error as { extensions?: { code?: unknown } };
  return typeof extensions?.code === 'string' ? extensions.code : 'INTERNAL_SERVER_ERROR';
}
