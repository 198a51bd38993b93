import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import { admitVariables, costOf, limitError, type Limits } from '../limits/index.js';
import { unexpectedMessage, type RequestContext } from '../subgraphs/index.js';

const UNEXPECTED_CODES: readonly unknown[] = [undefined, 'INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR'];

/**
 * Holds a validated operation to the limits on cost and variables, notes what the log says of the request,
 * and replaces every error nobody expected by the request id.
 */
export function admissionPlugin(limits: Limits): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, schema, request, contextValue }) {
          const { facts } = contextValue;
          // An operation name that names nothing is refused by the server in its own words.
          if (!operation) return;
          if (operation.name) facts.operation = operation.name.value;
          facts.kind = operation.operation;
          const variables = request.variables ?? {};
          admitVariables(variables, limits);
          const { assumedListLength } = limits;
          facts.cost = costOf({ document, operation, schema, variables, assumedListLength });
          if (facts.cost > limits.cost) throw limitError('cost', facts.cost, limits.cost);
        },
        async didEncounterErrors({ errors, contextValue }) {
          for (const error of errors) {
            if (error.extensions['service'] === undefined && isUnexpected(error)) {
              const { requestId } = contextValue;
              contextValue.logger.error({ err: error.originalError ?? error, requestId }, 'unexpected error');
            }
          }
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          if (!singleResult.errors) return;
          const { requestId, facts } = contextValue;
          singleResult.errors = singleResult.errors.map((error) =>
            error.extensions?.['code'] === 'INTERNAL_SERVER_ERROR'
              ? {
                  ...error,
                  message: unexpectedMessage(requestId),
                  extensions: { ...error.extensions, requestId },
                }
              : error,
          );
          facts.errors = [...new Set(singleResult.errors.map((error) => String(error.extensions?.['code'])))];
        },
      };
    },
  };
}

function isUnexpected(error: GraphQLError): boolean {
  return UNEXPECTED_CODES.includes(error.extensions['code']);
}

/**
 * Keeps the message of an unexpected error from every answer, also of those no request context exists for.
 * An error of the executor itself carries no code.
 */
export function hideUnexpected<Formatted extends { message: string; extensions?: Record<string, unknown> }>(
  formatted: Formatted,
): Formatted {
  const code = formatted.extensions?.['code'];
  if (!UNEXPECTED_CODES.includes(code)) return formatted;
  return {
    ...formatted,
    message: 'Something went wrong; quote the request id of this answer when you report it.',
    extensions: {
      code: 'INTERNAL_SERVER_ERROR',
      ...(formatted.extensions?.['service'] ? { service: formatted.extensions['service'] } : {}),
    },
  };
}
