import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  escalationPolicyList,
  escalationPolicyRecords,
  type EscalationPolicyListArguments,
  type EscalationPolicyRecord,
} from './escalation-policy.store.js';

/** The policy with this id, or null where the caller sees none; batched a request. */
export function loadEscalationPolicy(
  context: RequestContext,
  id: string,
): Promise<EscalationPolicyRecord | null> {
  return context
    .loader<string, EscalationPolicyRecord>('escalation policy', (ids) =>
      escalationPolicyRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The policy with this external id, or null where the caller sees none. */
export async function loadEscalationPolicyByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<EscalationPolicyRecord | null> {
  const found = await escalationPolicyRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the policies the caller sees. */
export function listEscalationPolicies(
  context: RequestContext,
  args: EscalationPolicyListArguments,
): Promise<Page<EscalationPolicyRecord>> {
  return listPage(context.session, escalationPolicyList, args);
}
