import { ConfigError, readConfig } from '@plimsoll/shared';
import { z } from 'zod';
import { readLocalKey } from './authentication/index.js';
import { readWebhookSecrets } from './webhooks/index.js';
import type { GatewayOptions } from './gateway.js';

const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SUBGRAPH_URL_ENTITLEMENTS: address,
  SUBGRAPH_URL_TICKETS: address,
  SUBGRAPH_URL_ASSETS: address,
  SUBGRAPH_URL_ANALYTICS: address,
  INTERNAL_TOKEN_SECRET: z.string({ error: 'must be set' }).min(32, 'must have at least 32 characters'),
  OIDC_ISSUER: z.string().optional(),
  OIDC_AUDIENCE: z.string().optional(),
  OIDC_JWKS_URL: address.optional(),
  LOCAL_TOKEN_KEY: z.string().optional(),
  REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
  BODY_LIMIT_BYTES: z.coerce.number().int().min(1_024).default(1_048_576),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DEVELOPMENT: z.enum(['true', 'false']).default('false'),
});

/** What the process of the gateway needs beside the supergraph. */
export type ProcessConfig = Omit<GatewayOptions, 'supergraph' | 'logger'> & { logLevel: string };

/**
 * The configuration of the independent process.
 *
 * @throws ConfigError naming each variable at fault
 */
export function readProcessConfig(environment: Record<string, string | undefined>): ProcessConfig {
  const env = readConfig(schema, environment);
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = env;
  return {
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    subgraphs: [
      { name: 'entitlements', url: env.SUBGRAPH_URL_ENTITLEMENTS },
      { name: 'tickets', url: env.SUBGRAPH_URL_TICKETS },
      { name: 'assets', url: env.SUBGRAPH_URL_ASSETS },
      { name: 'analytics', url: env.SUBGRAPH_URL_ANALYTICS },
    ],
    internalTokenSecret: env.INTERNAL_TOKEN_SECRET,
    authentication: {
      local: env.LOCAL_TOKEN_KEY === undefined ? undefined : readLocalKey(env.LOCAL_TOKEN_KEY),
      oidc: readProvider({ issuer, audience, jwksUrl }),
    },
    webhookSecrets: readWebhookSecrets(environment),
    requestTimeoutMilliseconds: env.REQUEST_TIMEOUT_MS,
    limits: { bodyBytes: env.BODY_LIMIT_BYTES },
    trustedProxies: env.TRUSTED_PROXIES,
    development: env.DEVELOPMENT === 'true',
  };
}

/** The three variables of a provider stand or fall together: half a check is none. */
function readProvider(given: {
  issuer: string | undefined;
  audience: string | undefined;
  jwksUrl: string | undefined;
}): { issuer: string; audience: string; jwksUrl: string } | undefined {
  const { issuer, audience, jwksUrl } = given;
  if (issuer === undefined && audience === undefined && jwksUrl === undefined) return undefined;
  if (issuer === undefined || audience === undefined || jwksUrl === undefined) {
    throw new ConfigError('OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL must be set together.');
  }
  return { issuer, audience, jwksUrl };
}
