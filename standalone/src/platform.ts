import type { WebhookSecrets } from '@plimsoll/gateway';
import type { Principal } from '@plimsoll/shared';

/** A platform that is serving, in whichever shape. */
export interface Platform {
  /** The address of the GraphQL endpoint, as seen from this machine. */
  readonly url: string;
  /** The folder that holds its data, keys and tokens. */
  readonly dataFolder: string;
  /** A token for a caller, signed with the platform's own key. */
  mintToken(principal: Principal): Promise<string>;
  /** Stops serving and gives everything back; what was acknowledged is kept. */
  stop(): Promise<void>;
}

/** How a platform is started. */
export interface PlatformOptions {
  /** The root of the project: where the supergraph and the built services are. */
  projectFolder: string;
  /** TCP port of the gateway; 0 lets the system choose. */
  port: number;
  /** Made when missing. */
  dataFolder: string;
  /** Database addresses by service, and of the bus; what is absent lives in the embedded PostgreSQL. */
  databaseUrls?: Partial<Record<DatabaseName, string>>;
  /** The company's own currency, ISO 4217; EUR by default. */
  reportingCurrency?: string;
  /** With what deployers and systems of messages sign what they send to `/webhooks`; without any nothing is taken. */
  webhookSecrets?: WebhookSecrets;
  /** Level of the log on standard error; default `warn`. */
  logLevel?: string;
}

/** How long a token of the platform's own is valid: thirty days. */
export const TOKEN_LIFETIME_SECONDS = 30 * 24 * 3600;

/** The databases of the platform: one a service, and the event bus. */
export const DATABASES = ['entitlements', 'tickets', 'assets', 'analytics', 'bus'] as const;

/** One of {@link DATABASES}. */
export type DatabaseName = (typeof DATABASES)[number];
