import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { invalid } from '@plimsoll/shared';

const ITERATIONS = 4096;

/**
 * The login of a name: `bi_` before it.
 *
 * @throws DomainError `INVALID` where it is not 2–40 small letters, digits and underscores from a letter on
 */
export function loginOf(name: string): string {
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(name)) {
    throw invalid(
      `\`name\` is ${JSON.stringify(name.slice(0, 60))}; it is 2–40 small letters, digits and underscores, the first a letter.`,
      ['name'],
    );
  }
  return `bi_${name}`;
}

/**
 * What the server keeps of a password, as PostgreSQL writes it (SCRAM-SHA-256, RFC 5802 and 7677): so the password itself
 * never reaches it.
 *
 * @param password ASCII
 */
export function scramVerifier(password: string, salt: Buffer): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
