import { listByParent, type ConnectionArgs, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findPlansOfChanges,
  findStepsOfPlans,
  maintenancePlanRecords,
  planList,
  type MaintenancePlanRecord,
  type PlanStepRecord,
} from './maintenance-plan.store.js';

/** The plan with this id, or null where the caller sees none; batched a request. */
export function loadPlan(context: RequestContext, id: string): Promise<MaintenancePlanRecord | null> {
  return context
    .loader<string, MaintenancePlanRecord>('maintenance-plan', (ids) =>
      maintenancePlanRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The plan of a change; null for one without, or where the caller sees none; batched a request. */
export function loadPlanOfChange(
  context: RequestContext,
  changeId: string,
): Promise<MaintenancePlanRecord | null> {
  return context
    .loader<string, MaintenancePlanRecord>('plan-of-change', (ids) =>
      findPlansOfChanges(context.session, ids),
    )
    .load(changeId);
}

/** The steps of a plan, in order; batched a request. */
export async function loadPlanSteps(context: RequestContext, planId: string): Promise<PlanStepRecord[]> {
  const steps = await context
    .loader<string, PlanStepRecord[]>('plan-steps', (ids) => findStepsOfPlans(context.session, ids))
    .load(planId);
  return steps ?? [];
}

/** A page of the plans that follow a procedure, newest first; one statement for all procedures of a request. */
export async function listPlansOfProcedure(
  context: RequestContext,
  procedureId: string,
  { first, after }: ConnectionArgs,
): Promise<Page<MaintenancePlanRecord>> {
  const args = { first, after: after ?? null };
  const page = await context
    .loader<string, Page<MaintenancePlanRecord>>(`procedure-plans:${JSON.stringify(args)}`, (ids) =>
      listByParent<MaintenancePlanRecord, Record<string, never>, 'MADE'>(
        context.session,
        planList,
        'procedure',
        ids,
        args,
      ),
    )
    .load(procedureId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}
