import { idsWithin, isDenial, recordDeniedAttempt } from '../audit/index.js';
import { DomainError } from '../errors/index.js';
import type { RequestContext } from './context.js';
import type { UserError } from './values.js';

type FieldResolver = (root: unknown, args: unknown, context: RequestContext, info: unknown) => unknown;

/**
 * The resolver of a mutation that leaves a record in the audit log where its caller is refused, whether as a
 * `userErrors` entry, selected or not, or as an error: the mutation, the caller, the ids it named, the code. What
 * the caller may correct is not recorded.
 */
export function recordingDenials(mutation: string, resolve: FieldResolver): FieldResolver {
  return async (root, args, context, info) => {
    try {
      const answer = await resolve(root, args, context, info);
      const code = codesOf(answer).find(isDenial);
      if (code !== undefined) await record(context, mutation, args, code);
      return answer;
    } catch (error) {
      if (error instanceof DomainError && isDenial(error.code)) {
        await record(context, mutation, args, error.code);
      }
      throw error;
    }
  };
}

function codesOf(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null || !('userErrors' in answer)) return [];
  return (answer.userErrors as UserError[]).map((error) => error.code);
}

function record(context: RequestContext, action: string, args: unknown, code: string): Promise<void> {
  const { principal, requestId, session } = context;
  return recordDeniedAttempt(session, {
    action,
    code,
    subject: principal.subject,
    actorId: principal.personId ?? null,
    recordIds: idsWithin(args),
    requestId,
  });
}
