import type { Logger, Principal } from '@plimsoll/shared';
import type { Request } from 'express';
import { ApiKeyAuthenticator, type KeyLookup } from './api-key.authenticator.js';
import { unauthenticated } from './authentication.errors.js';
import { ContactGuard, type ContactLookup } from './contact-guard.js';
import { Authenticator, type AuthenticationOptions } from './authenticator.js';

/** Establishes who sends a request: by a token, or by an API key in either of its headers. */
export class Callers {
  readonly #tokens: Authenticator;
  readonly #keys: ApiKeyAuthenticator;
  readonly #contacts: ContactGuard;

  constructor(
    options: AuthenticationOptions,
    lookups: { key: KeyLookup; contact: ContactLookup },
    logger: Logger,
  ) {
    this.#tokens = new Authenticator(options, logger);
    this.#keys = new ApiKeyAuthenticator(lookups.key, logger);
    this.#contacts = new ContactGuard(lookups.contact, logger);
  }

  /** Whether a request says anything of who sends it. */
  static isNamed(request: Request): boolean {
    return request.headers.authorization !== undefined || request.headers['x-api-key'] !== undefined;
  }

  /**
   * The caller of a request.
   *
   * @throws GraphQLError UNAUTHENTICATED, TOO_MANY_ATTEMPTS, or AUTHENTICATION_UNAVAILABLE
   */
  async of(request: Request, requestId: string): Promise<Principal> {
    const { authorization } = request.headers;
    const header = request.headers['x-api-key'];
    if (header !== undefined && authorization !== undefined) throw unauthenticated('AMBIGUOUS');
    const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const key = header === undefined ? bearer : String(header);
    if (key !== undefined && (header !== undefined || ApiKeyAuthenticator.isKey(key))) {
      return this.#keys.authenticate(key, request.ip ?? '', requestId);
    }
    return this.#contacts.admit(await this.#tokens.authenticate(authorization), requestId);
  }
}
