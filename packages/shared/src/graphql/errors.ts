import { GraphQLError, type ExecutionResult } from 'graphql';
import { DatabaseError } from '../database/index.js';
import { DomainError } from '../errors/index.js';
import type { Logger } from '../logging/index.js';
import type { UserError } from './values.js';

/**
 * Runs a use case of a mutation: what it returns is the payload, an expected failure becomes `userErrors`
 * beside nulls, and a surprise is thrown on.
 */
export async function payload<Result extends object>(
  useCase: () => Promise<Result>,
): Promise<Partial<Result> & { userErrors: UserError[] }> {
  try {
    return { ...(await useCase()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return {
      userErrors: [{ code: error.code, message: error.message, path: error.inputPath }],
    } as Partial<Result> & { userErrors: UserError[] };
  }
}

/**
 * The one place at which errors of a subgraph are mapped: expected failures keep code and message, faults of
 * the query itself stay as they are, a database that is away says that trying again may help, and surprises are
 * logged and replaced by the request id.
 */
export function maskErrors(result: ExecutionResult, logger: Logger, requestId: string): ExecutionResult {
  if (!result.errors) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error, logger, requestId)) };
}

/** The public form of one error; see {@link maskErrors}. */
export function maskError(error: GraphQLError, logger: Logger, requestId: string): GraphQLError {
  const cause = error.originalError;
  const place = { nodes: error.nodes, path: error.path };
  if (cause instanceof DomainError) {
    return new GraphQLError(cause.message, {
      ...place,
      extensions: { code: cause.code, path: [...cause.inputPath], requestId },
    });
  }
  if (!cause || cause instanceof GraphQLError) return error;
  if (cause instanceof DatabaseError) {
    logger.warn(
      { reason: cause.message, code: cause.code, requestId, path: error.path },
      'the database failed',
    );
    return new GraphQLError(
      `The database behind this is away or too busy at the moment; try again. Quote the request id ${requestId} if it lasts.`,
      { ...place, extensions: { code: 'TEMPORARILY_UNAVAILABLE', requestId } },
    );
  }
  logger.error({ err: cause, requestId, path: error.path }, 'a resolver failed');
  return new GraphQLError(`Something went wrong; quote the request id ${requestId} when you report it.`, {
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  });
}
