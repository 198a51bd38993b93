import { ConfigError, isWebhookSecret, readConfig, type WebhookEndpoint } from '@plimsoll/shared';
import { z } from 'zod';
import { embeddedProvisioner, type TenantKeeping } from './embedded-provisioner.js';
import type { Provisioner, ProvisionerOf } from './provisioner.js';
import { webhookProvisioner } from './webhook-provisioner.js';

const variables = z.object({
  PROVISIONER_URL: z.string().optional(),
  PROVISIONER_SECRET: z.string().optional(),
  PROVISIONER_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(10_000),
  PROVISIONER_ALLOW_PRIVATE: z.enum(['true', 'false']).default('false'),
  PROVISIONERS: z.string().optional(),
});

const perProduct = z.record(
  z.string().regex(/^prd_/),
  z.union([z.literal('embedded'), z.object({ url: z.string(), secret: z.string() })]),
);

/** Which provisioner keeps the tenants of which product. */
export interface ProvisionerChoice {
  /** For every product without an entry of its own; null: the embedded one. */
  standard: WebhookEndpoint | null;
  /** By product id; null: the embedded one. */
  byProduct: ReadonlyMap<string, WebhookEndpoint | null>;
}

/**
 * The choice as the environment makes it: `PROVISIONER_URL` with `PROVISIONER_SECRET` for all products, and
 * `PROVISIONERS`, JSON by product id, for single ones; the embedded provisioner where nothing is said.
 *
 * @throws ConfigError naming the variable, never its value
 */
export function readProvisionerChoice(environment: Record<string, string | undefined>): ProvisionerChoice {
  const read = readConfig(variables, environment);
  const timeoutMs = read.PROVISIONER_TIMEOUT_MS;
  const allowPrivate = read.PROVISIONER_ALLOW_PRIVATE === 'true';
  const endpoint = (url: string, secret: string, variable: string): WebhookEndpoint => ({
    url: checkUrl(url, allowPrivate, variable),
    secrets: checkSecrets(secret, variable),
    timeoutMs,
    allowPrivate,
  });
  const { PROVISIONER_URL: url, PROVISIONER_SECRET: secret, PROVISIONERS: products } = read;
  if (url !== undefined && secret === undefined) {
    throw new ConfigError('PROVISIONER_SECRET is missing: requests to PROVISIONER_URL are signed with it.');
  }
  const standard = url === undefined ? null : endpoint(url, secret ?? '', 'PROVISIONER_URL');
  const byProduct = new Map(
    Object.entries(products === undefined ? {} : parseProducts(products)).map(([productId, one]) => [
      productId,
      one === 'embedded' ? null : endpoint(one.url, one.secret, 'PROVISIONERS'),
    ]),
  );
  return { standard, byProduct };
}

/** The provisioners of a choice. */
export function chooseProvisioner(choice: ProvisionerChoice, keeping: TenantKeeping): ProvisionerOf {
  const embedded = embeddedProvisioner(keeping);
  const made = (endpoint: WebhookEndpoint | null): Provisioner =>
    endpoint === null ? embedded : webhookProvisioner(endpoint, keeping);
  const standard = made(choice.standard);
  const byProduct = new Map([...choice.byProduct].map(([id, endpoint]) => [id, made(endpoint)]));
  return (productId) => byProduct.get(productId) ?? standard;
}

function parseProducts(text: string): z.infer<typeof perProduct> {
  try {
    return perProduct.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(
      'PROVISIONERS is a JSON object by product id, each "embedded" or {"url": "https://…", "secret": "whsec_…"}.',
    );
  }
}

function checkUrl(text: string, allowPrivate: boolean, variable: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const secure = url?.protocol === 'https:' || (allowPrivate && url?.protocol === 'http:');
  if (!url || !secure || url.username !== '' || url.password !== '') {
    throw new ConfigError(`${variable} is no https:// URL without user and password.`);
  }
  return url.href;
}

function checkSecrets(text: string, variable: string): string[] {
  const secrets = text.split(/\s+/).filter(Boolean);
  if (secrets.length === 0 || !secrets.every(isWebhookSecret)) {
    throw new ConfigError(
      `The secret of ${variable} is "whsec_" and base64 of 24 to 64 random bytes; several stand apart by a space.`,
    );
  }
  return secrets;
}
