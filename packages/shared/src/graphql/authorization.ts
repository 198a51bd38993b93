import { DomainError } from '../errors/index.js';
import { hasRole, type KeyScope, type Principal, type Role } from '../principal/index.js';
import type { Author } from '../history/index.js';
import type { RequestContext } from './context.js';

/**
 * Refuses a caller without one of the roles. The refusal reads like a missing record, so that it tells
 * nothing about what exists.
 *
 * @throws DomainError `NOT_FOUND`
 */
export function authorize(context: RequestContext, ...roles: Role[]): void {
  if (!hasRole(context.principal, ...roles)) {
    throw new DomainError('NOT_FOUND', 'There is nothing here that you may change.', []);
  }
}

/**
 * Refuses a caller who sent an API key that lacks the scope; a caller without a key is not concerned. Says so
 * openly, since it tells of the key alone.
 *
 * @throws DomainError `FORBIDDEN`
 */
export function requireKeyScope(context: RequestContext, scope: KeyScope): void {
  if (!allowsKey(context.principal, scope)) throw keyScopeMissing(scope);
}

/** Whether the caller sent no API key, or one that has the scope. */
export function allowsKey(principal: Principal, scope: KeyScope): boolean {
  return principal.keyScopes === undefined || principal.keyScopes.includes(scope);
}

/** The refusal of an API key for want of a scope. */
export function keyScopeMissing(scope: KeyScope): DomainError {
  return new DomainError('FORBIDDEN', `This API key lacks the scope ${scope}. Use a key that has it.`, []);
}

/**
 * Who makes a change and why, for its history: the person behind the caller, else the caller's own subject, with
 * the request it came in.
 *
 * @param reason as the caller gave it; null where the change needs none
 */
export function authorOf(context: RequestContext, reason: string | null = null): Author {
  const { principal, requestId } = context;
  return {
    actorId: principal.personId ?? principal.subject,
    subject: principal.subject,
    requestId,
    reason,
  };
}
