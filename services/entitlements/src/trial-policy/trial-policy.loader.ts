import type { RequestContext } from '@plimsoll/shared';
import { findTrialPolicies, type TrialPolicyRecord } from './trial-policy.store.js';

/** What each role may grant, the most generous first; nothing for callers who are not signed in. */
export function loadTrialPolicies(context: RequestContext): Promise<TrialPolicyRecord[]> {
  return findTrialPolicies(context.session);
}
