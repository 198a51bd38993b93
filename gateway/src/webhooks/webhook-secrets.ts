import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigError } from '@plimsoll/shared';

/** By what messages and calls are passed on. */
export type MessageChannel = 'email' | 'chat' | 'telephony';

const CHANNELS: readonly MessageChannel[] = ['email', 'chat', 'telephony'];

/** With what one system signs: `whsec_` and base64 of 24 to 64 random bytes, by the Standard Webhooks scheme. */
export interface SourceSecret {
  /** The name under which its messages are kept. */
  source: string;
  secret: string;
}

/** What each sender shows that it is who it says; several while one is being replaced, none: nothing is accepted. */
export interface WebhookSecrets {
  github: readonly string[];
  cloudEvents: readonly string[];
  /** Of the systems that pass messages and calls on. */
  messages?: Readonly<Record<MessageChannel, readonly SourceSecret[]>>;
}

const LEAST_CHARACTERS = 16;

/**
 * The secrets in `WEBHOOK_SECRET_GITHUB` and `WEBHOOK_SECRET_CLOUDEVENTS`, several apart by spaces; and those in
 * `WEBHOOK_SECRET_EMAIL`, `WEBHOOK_SECRET_CHAT` and `WEBHOOK_SECRET_TELEPHONY`, each with the name of its system before it:
 * `mailroom:whsec_…`.
 *
 * @throws ConfigError for one of less than 16 characters, or which is no secret of the Standard Webhooks scheme
 */
export function readWebhookSecrets(environment: Record<string, string | undefined>): WebhookSecrets {
  return {
    github: secretsIn(environment, 'WEBHOOK_SECRET_GITHUB'),
    cloudEvents: secretsIn(environment, 'WEBHOOK_SECRET_CLOUDEVENTS'),
    messages: {
      email: sourcesIn(environment, 'email'),
      chat: sourcesIn(environment, 'chat'),
      telephony: sourcesIn(environment, 'telephony'),
    },
  };
}

/** The variables from which {@link readWebhookSecrets} reads these secrets, for a process of its own. */
export function webhookVariables({ github, cloudEvents, messages }: WebhookSecrets): Record<string, string> {
  return {
    WEBHOOK_SECRET_GITHUB: github.join(' '),
    WEBHOOK_SECRET_CLOUDEVENTS: cloudEvents.join(' '),
    ...Object.fromEntries(
      CHANNELS.map((channel) => [
        variableOf(channel),
        (messages?.[channel] ?? []).map(({ source, secret }) => `${source}:${secret}`).join(' '),
      ]),
    ),
  };
}

/** The variable that holds the secrets of a channel. */
export function variableOf(channel: MessageChannel): string {
  return `WEBHOOK_SECRET_${channel.toUpperCase()}`;
}

function sourcesIn(environment: Record<string, string | undefined>, channel: MessageChannel): SourceSecret[] {
  const variable = variableOf(channel);
  const given = (environment[variable] ?? '').split(/\s+/).filter(Boolean);
  return given.map((one) => {
    const [, source = channel, secret = ''] =
      /^(?:([a-z0-9][a-z0-9-]{0,39}):)?(whsec_[A-Za-z0-9+/]+=*)$/.exec(one) ?? [];
    const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
    if (bytes < 24 || bytes > 64) {
      throw new ConfigError(
        `A secret of ${variable} is "whsec_" and base64 of 24 to 64 random bytes, with the name of its system and a colon before it; several stand apart by a space.`,
      );
    }
    return { source, secret };
  });
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
