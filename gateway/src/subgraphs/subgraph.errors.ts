import { GraphQLError } from 'graphql';

/** What a subgraph's error says on the wire or in the process. */
export interface SubgraphErrorLike {
  message: string;
  path?: readonly (string | number)[] | undefined;
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** Codes that stand for a surprise: whatever message comes with them may hold internals. */
const UNEXPECTED = new Set([
  'INTERNAL_SERVER_ERROR',
  'DOWNSTREAM_SERVICE_ERROR',
  // The gateway has parsed, validated and signed the request: a refusal here is a fault of the platform.
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'UNAUTHENTICATED',
]);
/** The words in which GraphQL refuses a value that only the subgraph knows how to read, a date for example. */
const REFUSED_VALUE = /^(Variable "\$|Argument ")/;

/** The sentence a client sees instead of an unexpected error. */
export const unexpectedMessage = (requestId: string): string =>
  `Something went wrong; quote the request id ${requestId} when you report it.`;

/** The service did not answer: its fields are null, the rest of the answer stands. */
export function subgraphUnavailable(
  service: string,
  requestId: string,
  path: readonly (string | number)[] = [],
): GraphQLError {
  return new GraphQLError(`The ${service} service is not available at the moment.`, {
    ...(path.length > 0 ? { path } : {}),
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, requestId },
  });
}

/**
 * A subgraph's error as a client may see it: an expected one keeps its code, message and input path; a value
 * the subgraph refuses is the caller's own; anything else is replaced by the request id.
 */
export function publicError(error: SubgraphErrorLike, service: string, requestId: string): GraphQLError {
  const { code, path: inputPath } = error.extensions ?? {};
  const place = error.path ? { path: error.path } : {};
  if (typeof code === 'string' && !UNEXPECTED.has(code)) {
    return new GraphQLError(error.message, {
      ...place,
      extensions: { code, ...(Array.isArray(inputPath) ? { path: inputPath } : {}), service },
    });
  }
  if (REFUSED_VALUE.test(error.message)) {
    return new GraphQLError(error.message, { ...place, extensions: { code: 'BAD_USER_INPUT', service } });
  }
  return new GraphQLError(unexpectedMessage(requestId), {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', service, requestId },
  });
}
