import { DomainError, invalid } from '../errors/index.js';
import { hasRole, type Role } from '../principal/index.js';
import type { Author } from '../records/index.js';
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

/** Whom the history names: the person behind the caller, else the caller's own subject. */
export function authorOf(context: RequestContext): Author {
  return { actorId: context.principal.personId ?? context.principal.subject };
}

/**
 * A trimmed text of 1 to `longest` characters.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkText(value: string, field: string, longest = 200): string {
  const trimmed = value.trim();
  if (trimmed.length < 1 || trimmed.length > longest) {
    throw invalid(`\`${field}\` has 1 to ${longest} characters.`, [field]);
  }
  return trimmed;
}
