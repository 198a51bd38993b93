import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

const SENDING = 'Send the header "Authorization: Bearer <token>".';

/** Why a caller is not let in, as far as a stranger may know. */
export type Refusal =
  | 'MISSING'
  | 'MALFORMED'
  | 'EXPIRED'
  | 'NOT_ACCEPTED'
  | 'KEY_NOT_ACCEPTED'
  | 'AMBIGUOUS'
  | 'CONTACT_INACTIVE';

const MESSAGES: Record<Refusal, string> = {
  MISSING: `This request carries no token. ${SENDING}`,
  MALFORMED: `The Authorization header holds no bearer token. ${SENDING}`,
  EXPIRED: 'The token has expired. Get a new one.',
  NOT_ACCEPTED: 'The token is not accepted by this platform. Get a new one from its issuer.',
  // One sentence for a key that is unknown, revoked or has expired: a stranger learns nothing of which keys exist.
  KEY_NOT_ACCEPTED: 'The API key is not accepted by this platform.',
  CONTACT_INACTIVE:
    'This contact is deactivated. A designated contact of the company, its partner or the support desk can activate it.',
  AMBIGUOUS:
    'This request names its sender more than once, by an Authorization header, an X-API-Key header or a key in its address. Send one of them.',
};

/** Apollo reads `http` here; the index type keeps another library's idea of that key out. */
const REFUSED: Record<string, unknown> = {
  code: 'UNAUTHENTICATED',
  http: { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer realm="plimsoll"']]) },
};

/** The answer to a caller without an acceptable token: HTTP status 401. */
export function unauthenticated(refusal: Refusal): GraphQLError {
  return new GraphQLError(MESSAGES[refusal], { extensions: REFUSED });
}

/** The answer to an address that has sent too many keys that are not accepted: HTTP status 429. */
export function tooManyAttempts(retryAfterSeconds: number): GraphQLError {
  return new GraphQLError(
    `Too many API keys from this address were not accepted. Try again in ${retryAfterSeconds} seconds.`,
    {
      extensions: {
        code: 'TOO_MANY_ATTEMPTS',
        retryAfterSeconds,
        http: { status: 429, headers: new HeaderMap([['retry-after', String(retryAfterSeconds)]]) },
      } as Record<string, unknown>,
    },
  );
}

/** The service that keeps the keys does not answer, so that none can be checked: HTTP status 503. */
export function keysUnavailable(): GraphQLError {
  return new GraphQLError('API keys cannot be checked at the moment; try again.', {
    extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } },
  });
}

/** The service that keeps contacts does not answer, so that none can be checked: HTTP status 503. */
export function contactsUnavailable(): GraphQLError {
  return new GraphQLError('Contacts cannot be checked at the moment; try again.', {
    extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } },
  });
}

/** The keys of the identity provider cannot be read, so that nobody can be checked: HTTP status 503. */
export function identityProviderUnavailable(): GraphQLError {
  return new GraphQLError('Tokens cannot be checked at the moment: the identity provider does not answer.', {
    extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } },
  });
}
