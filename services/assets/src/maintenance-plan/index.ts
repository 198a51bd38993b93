export { MaintenancePlanEntity } from './maintenance-plan.entity.js';
export {
  ChangePlanResolver,
  MaintenancePlanResolver,
  PlanStepResolver,
  ProcedurePlansResolver,
} from './maintenance-plan.resolver.js';
export { instantiatePlan, requirePlanDone } from './maintenance-plan.service.js';
export { findPlansOfChanges, maintenancePlanRecords } from './maintenance-plan.store.js';
export { PlanStepEntity } from './plan-step.entity.js';
