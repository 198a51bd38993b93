import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '@plimsoll/shared';

/** What each deployer shows that it is who it says; several while one is being replaced, none: nothing is accepted. */
export interface WebhookSecrets {
  github: readonly string[];
  cloudEvents: readonly string[];
}

const LEAST_CHARACTERS = 16;

/**
 * The secrets in `WEBHOOK_SECRET_GITHUB` and `WEBHOOK_SECRET_CLOUDEVENTS`, several apart by spaces.
 *
 * @throws ConfigError for one of less than 16 characters
 */
export function readWebhookSecrets(environment: Record<string, string | undefined>): WebhookSecrets {
  return {
    github: secretsIn(environment, 'WEBHOOK_SECRET_GITHUB'),
    cloudEvents: secretsIn(environment, 'WEBHOOK_SECRET_CLOUDEVENTS'),
  };
}

function secretsIn(environment: Record<string, string | undefined>, variable: string): string[] {
  const secrets = (environment[variable] ?? '').split(/\s+/).filter(Boolean);
  if (secrets.some((secret) => secret.length < LEAST_CHARACTERS)) {
    throw new ConfigError(`A secret of ${variable} has at least ${LEAST_CHARACTERS} characters.`);
  }
  return secrets;
}

/** Whether a text is one of the secrets; takes as long for one that is nearly right as for any other. */
export function isSecret(given: string, secrets: readonly string[]): boolean {
  const digest = digestOf(given);
  return secrets.filter((secret) => timingSafeEqual(digestOf(secret), digest)).length > 0;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
