import { checkText, hasRole, type RequestContext, type Session } from '@plimsoll/shared';
import { checkConflicts } from '../change-conflict/index.js';
import type { ChangeRecord } from '../change/index.js';
import { mayNotOverride } from './change-step.errors.js';

const LONGEST_REASON = 2_000;

/**
 * Refuses a change that something blocks at this moment, unless that was overridden with a reason.
 *
 * @throws DomainError `CONFLICTING`
 */
export async function checkUnblocked(tx: Session, change: ChangeRecord, now: Date): Promise<void> {
  if (change.overriddenConflicts === null) await checkConflicts(tx, change, now);
}

/**
 * The reason for which a caller overrides what blocks a change; null where none is given.
 *
 * @throws DomainError `FORBIDDEN` for other roles than admin and manager
 */
export function overrideOf(context: RequestContext, reason: string | null | undefined): string | null {
  if (reason == null || reason.trim() === '') return null;
  if (!hasRole(context.principal, 'admin', 'manager')) throw mayNotOverride();
  return checkText(reason, 'overrideConflicts', LONGEST_REASON);
}
