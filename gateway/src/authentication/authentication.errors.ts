import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

const SENDING = 'Send the header "Authorization: Bearer <token>".';

/** Why a caller is not let in, as far as a stranger may know. */
export type Refusal = 'MISSING' | 'MALFORMED' | 'EXPIRED' | 'NOT_ACCEPTED';

const MESSAGES: Record<Refusal, string> = {
  MISSING: `This request carries no token. ${SENDING}`,
  MALFORMED: `The Authorization header holds no bearer token. ${SENDING}`,
  EXPIRED: 'The token has expired. Get a new one.',
  NOT_ACCEPTED: 'The token is not accepted by this platform. Get a new one from its issuer.',
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

/** The keys of the identity provider cannot be read, so that nobody can be checked: HTTP status 503. */
export function identityProviderUnavailable(): GraphQLError {
  return new GraphQLError('Tokens cannot be checked at the moment: the identity provider does not answer.', {
    extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } },
  });
}
