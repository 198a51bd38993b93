import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** The structured logger every process uses. */
export type Logger = PinoLogger;

/**
 * A JSON logger on standard output. Tokens, passwords, keys and personal data are redacted wherever they
 * appear one or two levels down.
 */
export function createLogger(
  name: string,
  options: { level?: string; destination?: DestinationStream } = {},
): Logger {
  const secret = ['authorization', 'token', 'password', 'secret', 'apiKey', 'email', 'phone', 'cookie'];
  return pino(
    {
      name,
      level: options.level ?? 'info',
      redact: { paths: secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
    },
    ...(options.destination ? [options.destination] : []),
  );
}
