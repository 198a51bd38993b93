export { PlanEntity } from './plan.entity.js';
export { loadPlan } from './plan.loader.js';
export { PlanResolver } from './plan.resolver.js';
export { planRecords, type PlanRecord } from './plan.store.js';
export { Plan } from './plan.types.js';
