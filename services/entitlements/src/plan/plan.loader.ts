import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { planList, planRecords, type PlanListArguments, type PlanRecord } from './plan.store.js';

/** The plan with this id, or null where the caller sees none; batched a request. */
export function loadPlan(context: RequestContext, id: string): Promise<PlanRecord | null> {
  return context
    .loader<string, PlanRecord>('plan', (ids) => planRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The plan with this external id, or null where the caller sees none. */
export async function loadPlanByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<PlanRecord | null> {
  const found = await planRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the plans the caller sees. */
export function listPlans(context: RequestContext, args: PlanListArguments): Promise<Page<PlanRecord>> {
  return listPage(context.session, planList, args);
}
