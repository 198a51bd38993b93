import { checkText, hasRole, type RequestContext } from '@plimsoll/shared';
import { mayNotOverride } from './change-step.errors.js';

const LONGEST_REASON = 2_000;

/**
 * The reason for which a caller overrides what blocks a change; null where none is given.
 *
 * @param field the input field that says it
 * @throws DomainError `FORBIDDEN` for other roles than admin and manager
 */
export function overrideOf(
  context: RequestContext,
  reason: string | null | undefined,
  field = 'overrideConflicts',
): string | null {
  if (reason == null || reason.trim() === '') return null;
  if (!hasRole(context.principal, 'admin', 'manager')) throw mayNotOverride(field);
  return checkText(reason, field, LONGEST_REASON);
}
